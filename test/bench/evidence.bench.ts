/**
 * Decision 0061: payloads taken apart into intervals (the product) against each answer's own bytes, compressed with the answer before it as
 * dictionary. Both record the same answers in the same run; times are processor time.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WriteDb } from '../../src/main/core/history/db.ts'
import { eraseWrites } from '../../src/main/core/history/erase.ts'
import { wipeEntries } from '../../src/main/core/history/erase-rows.ts'
import { openHistory } from '../../src/main/core/history/open.ts'
import { removeNumbers } from '../../src/main/core/history/prune.ts'
import { rebuildText } from '../../src/main/core/history/read-payload.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import { datasetById } from '../../src/main/core/providers/providers.ts'
import { dayMs, makePeople, nextDay, type Person, reportOf } from '../support/changing-people.ts'
import { forgetful } from '../support/forgetful.ts'
import { addTestConnections, firstDay, recordUsers } from '../support/test-connections.ts'
import { addChainTables, chainRecorder, copyChain, readChain, verifyChain } from './received-chain.ts'
import { eraseFromChain, pruneChain } from './received-chain-erase.ts'

/** A year; two months of the longest list, which takes minutes as it is. */
const lists = [
  { people: 2_000, days: 365 },
  { people: 20_000, days: 60 },
]
const dailyChange = 0.005
const unchangedDays = 32
const hardDays = 10
const keyInterval = 32
const intervals = [8, 16, 32, 64]
const series = 1

const cpuMs = (work: () => unknown): number => {
  const from = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const kb = (bytes: number) => `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} kB`
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`

function line(name: string, intervalsAnswer: string, chainAnswer: string): void {
  console.log(`  ${name.padEnd(44)} ${intervalsAnswer.padStart(14)} ${chainAnswer.padStart(14)}`)
}

function sizeOf({ sqlite }: WriteDb, tables: readonly string[]): number {
  return sqlite
    .prepare<[string], number>(
      `SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE
       AND name IN (SELECT name FROM sqlite_master WHERE tbl_name IN (SELECT value FROM json_each(?)))`,
    )
    .pluck()
    .get(JSON.stringify(tables))!
}

const derived = ['series', 'snapshot', 'assignment', 'sku_rollup', 'vendor_id']
const intervalTables = [...derived, 'frame', 'entry_row', 'entry_sku_list', 'sku_list', 'received']
const chainTables = [...derived, 'holder', 'answer']

const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))

/** Two histories with the same series, one for each way. */
async function openBoth(name: string) {
  const [intervalsSide, chainSide] = await Promise.all(['intervals', 'chain'].map((way) => openHistory(join(folder, name, way), firstDay)))
  const [product, chain] = [intervalsSide!.db, chainSide!.db]
  for (const db of [product, chain]) addTestConnections(db)
  addChainTables(chain)
  const recorder = chainRecorder(chain, keyInterval)
  let day = 0
  return {
    product,
    chain,
    recorder,
    /** Records the next day's answer both ways; gives the processor time of each. */
    record(list: Person[], indent?: number, write: WriteDb = product): { product: number; chain: number; bytes: Buffer } {
      const at = firstDay + day * dayMs
      day += 1
      const bytes = Buffer.from(JSON.stringify(reportOf(list, at), null, indent))
      let [ours, theirs] = ['', '']
      const times = {
        product: cpuMs(() => {
          ours = recordUsers(write, bytes, at).outcome
        }),
        chain: cpuMs(() => {
          theirs = recorder.record(bytes, at)
        }),
      }
      assert.equal(theirs, ours)
      return { ...times, bytes }
    },
    sizes: () => ({ product: sizeOf(product, intervalTables), chain: sizeOf(chain, chainTables), frames: sizeOf(chain, ['answer']) }),
    close() {
      intervalsSide!.close()
      chainSide!.close()
    },
  }
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const mixed = [...list]
  let state = seed
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const other = Math.floor((state / 2 ** 32) * (at + 1))
    ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
  }
  return mixed
}

for (const { people, days } of lists) {
  console.log(`\n${people} people, ${days} days, ${dailyChange * 100} % change a day${' '.repeat(12)} intervals  received bytes`)
  const both = await openBoth(`${people}`)
  const { product, chain, recorder } = both
  let list = makePeople(people)
  const received: Buffer[] = []
  const sampled = [1, 12, 17, 23, 30, 46, 55, days]
  const changedTimes: { product: number; chain: number }[] = []
  for (let day = 1; day <= days; day += 1) {
    if (day > 1) list = nextDay(list, day, dailyChange)
    const { bytes, ...times } = both.record(list)
    if (sampled.includes(day)) received[day] = bytes
    changedTimes.push(times)
  }
  const full = both.sizes()
  line('tables in the database', kb(full.product), kb(full.chain))
  line('  of it only evidence', kb(full.product - sizeOf(product, derived)), kb(full.frames))
  line('  of it derived for queries', kb(sizeOf(product, derived)), kb(full.chain - full.frames))
  line('record a changed answer', ms(median(changedTimes.map((time) => time.product))), ms(median(changedTimes.map((time) => time.chain))))

  const again = Array.from({ length: unchangedDays }, () => both.record(list))
  const after = both.sizes()
  line('record an unchanged answer', ms(median(again.map((time) => time.product))), ms(median(again.map((time) => time.chain))))
  line(
    '  it adds',
    `${Math.round((after.product - full.product) / unchangedDays)} B`,
    `${Math.round((after.chain - full.chain) / unchangedDays)} B`,
  )
  recorder.forget()
  const cold = both.record(nextDay(list, 999, dailyChange), undefined, forgetful(product))
  line('record the first answer after a start', ms(cold.product), ms(cold.chain))

  for (const number of sampled) assert(readChain(chain, series, number).equals(received[number]!))
  const rebuilding = sampled.map((number) => cpuMs(() => rebuildText(product, number)))
  line('rebuild one of many snapshots', ms(mean(rebuilding)), '')
  for (const interval of intervals) {
    copyChain(chain, series, interval, `answer_${interval}`)
    const size = sizeOf(chain, [`answer_${interval}`])
    const times = sampled.map((number) => cpuMs(() => readChain(chain, series, number, `answer_${interval}`)))
    line(`  key frame every ${interval}: ${kb(size)} of frames`, '', ms(mean(times)))
  }

  const count = days + unchangedDays + 1
  line(
    'verify the series',
    ms(cpuMs(() => assert.equal(verify(product).verified, count))),
    ms(cpuMs(() => assert.deepEqual(verifyChain(chain, series), []))),
  )

  // It does not depend on the size of the list.
  if (people === lists[0]!.people) measureDamage(product, chain)

  inSavepoint(product, chain, () => {
    const { id } = list[0]!
    line('erase one person', ms(cpuMs(() => wipeEntries(product, series, id))), ms(cpuMs(() => eraseFromChain(chain, series, id))))
    for (const number of sampled) assert(!readChain(chain, series, number).includes(id))
    if (people === lists[0]!.people) {
      line(
        '  snapshots proved afterwards',
        `${verify(product).verified} of ${count}`,
        `${count - verifyChain(chain, series).length} of ${count}`,
      )
    }
  })
  inSavepoint(product, chain, () => {
    const half = new Set(Array.from({ length: days >> 1 }, (_, at) => at + 1))
    const dataset = datasetById('petra.billable-users')
    line(
      'delete the first half',
      ms(cpuMs(() => removeNumbers(product, series, half, dataset))),
      ms(
        cpuMs(() => {
          pruneChain(chain, series, (days >> 1) + 1)
          removeNumbers(chain, series, half, dataset)
        }),
      ),
    )
    assert(readChain(chain, series, days).equals(received[days]!))
  })
  chain.sqlite.exec(intervals.map((interval) => `DROP TABLE answer_${interval};`).join(''))
  const [oursMs, theirsMs] = [await eraseTenant(product), await eraseTenant(chain)]
  line('erase one tenant', ms(oursMs), ms(theirsMs))
  both.close()

  await hardWay('order shuffled each day, 0.5 % change', people, (now, day) => ({ list: shuffled(nextDay(now, day, dailyChange), day) }))
  await hardWay('order shuffled each day, nobody changes', people, (now, day) => ({ list: shuffled(now, day) }))
  await hardWay('compact and pretty-printed in turns, nobody changes', people, (now, day) => ({ list: now, indent: (day % 2) * 2 }))
}
rmSync(folder, { recursive: true, force: true })

/** Changes one byte of evidence at a time, and counts the snapshots that can then not be proved. */
function measureDamage(product: WriteDb, chain: WriteDb): void {
  const rows = product.sqlite
    .prepare<[], { vendor: number; from: number; packed: string }>(
      'SELECT vendor_id vendor, from_number "from", packed FROM entry_row WHERE series_id = 1 ORDER BY vendor_id * 7919 % 1000, from_number',
    )
    .all()
  const lost = { product: [] as number[], chain: [] as number[] }
  for (let round = 0; round < 4; round += 1) {
    const { vendor, from, packed } = rows[Math.floor((rows.length * (round + 0.5)) / 4)]!
    const number = 3 + round * 25
    inSavepoint(product, chain, () => {
      product.sqlite
        .prepare('UPDATE entry_row SET packed = ? WHERE series_id = 1 AND vendor_id = ? AND from_number = ?')
        .run(packed.replace(/.$/, '!'), vendor, from)
      const bytes = chain.sqlite.prepare<[number], Buffer>('SELECT bytes FROM answer WHERE number = ?').pluck().get(number)!
      bytes[bytes.length >> 1]! ^= 1
      chain.sqlite.prepare('UPDATE answer SET bytes = ? WHERE number = ?').run(bytes, number)
      lost.product.push(verify(product).damaged.length)
      lost.chain.push(verifyChain(chain, series).length)
    })
  }
  line('one damaged byte: snapshots unproved (mean)', mean(lost.product).toFixed(0), mean(lost.chain).toFixed(0))
}

/** Runs work in which evidence may be changed on both sides, and takes it back. */
function inSavepoint(product: WriteDb, chain: WriteDb, work: () => void): void {
  for (const { sqlite } of [product, chain]) sqlite.exec('BEGIN IMMEDIATE; INSERT INTO wipe_permit (id) VALUES (1)')
  work()
  for (const { sqlite } of [product, chain]) sqlite.exec('ROLLBACK')
}

async function eraseTenant(db: WriteDb): Promise<number> {
  const from = process.cpuUsage()
  if (db.sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'answer'").get() !== undefined)
    db.sqlite.exec('DELETE FROM answer; DELETE FROM holder')
  await eraseWrites['history.deleteTenant'](db, { tenantId: 1 })
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

/** What a day costs where answers differ in ways that are no evidence. */
async function hardWay(
  name: string,
  people: number,
  next: (list: Person[], day: number) => { list: Person[]; indent?: number },
): Promise<void> {
  const both = await openBoth(`${people} ${name}`)
  let list = makePeople(people)
  both.record(list)
  const before = both.sizes()
  const times: { product: number; chain: number }[] = []
  for (let day = 1; day <= hardDays; day += 1) {
    const { list: now, indent } = next(list, day)
    list = now
    times.push(both.record(list, indent))
  }
  const after = both.sizes()
  line(`${name}: a day`, kb((after.product - before.product) / hardDays), kb((after.chain - before.chain) / hardDays))
  line('  record it', ms(median(times.map((time) => time.product))), ms(median(times.map((time) => time.chain))))
  both.close()
}
