/**
 * The cost of encryption: opening, recording, figures, a backup and the size, with and without it, over the same 12 tenants and 90 days. Times are CPU
 * times of this thread, so that other programs on the machine affect them less.
 */
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { figureHandlers } from '../../src/main/core/api/figure-handlers.ts'
import { readCatalogue } from '../../src/main/core/catalogue/catalogue.ts'
import { historyFile } from '../../src/main/core/database/files.ts'
import { keyFromRecoveryKey } from '../../src/main/core/database/history-key.ts'
import { addKeys } from '../../src/main/core/database/key-ring.ts'
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { backupNow } from '../../src/main/core/maintenance/backup.ts'
import { changeKey } from '../../src/main/core/maintenance/change-key.ts'
import { openHistory, openReader } from '../../src/main/core/maintenance/open.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import { makePeople, nextDay, reportOf } from '../support/changing-people.ts'
import { addTestConnections, firstDay } from '../support/test-connections.ts'

const tenants = 12
const days = 90
const people = 800
const folder = mkdtempSync(join(tmpdir(), 'seatledger-bench-'))
const plain = join(folder, 'plain')
const encrypted = join(folder, 'encrypted')
const unmeasured = join(folder, 'unmeasured')
const key = keyFromRecoveryKey('benchmark')
const lists = Array.from({ length: tenants }, (_, tenant) => makePeople(people + tenant))

const first = await openHistory(plain, firstDay)
addTestConnections(first.db)
for (let tenant = 10; tenant < 10 + tenants; tenant += 1) {
  first.db.sqlite
    .prepare(
      "INSERT INTO tenant (id, connection_id, external_id, kind, name, origin, created_at) VALUES (?, 1, ?, 'petra', ?, 'manual', 0)",
    )
    .run(tenant, `T${tenant}`, `Tenant ${tenant}`)
}
first.db.sqlite.pragma('synchronous = OFF')
for (let day = 0; day < days; day += 1) {
  for (const [at, list] of lists.entries()) {
    lists[at] = nextDay(list, day, 0.01)
    record(first.db, at, day)
  }
}
first.close()
for (const copy of [encrypted, unmeasured]) cpSync(plain, copy, { recursive: true })
addKeys([key])
const changedAt = cpuMs()
assert.equal(changeKey(encrypted, key).changed, 1)
const changeMs = cpuMs() - changedAt

// The first run is slower, because Node compiles.
await measure(unmeasured)
const rows: Record<string, { plain: number; encrypted: number; cost: string }> = {}
const measured = { plain: await measure(plain), encrypted: await measure(encrypted) }
for (const name of Object.keys(measured.plain)) {
  const [before, after] = [measured.plain[name]!, measured.encrypted[name]!]
  rows[name] = { plain: round(before), encrypted: round(after), cost: `${round((after / before - 1) * 100)} %` }
}
console.table(rows)
console.log(`encrypting it: ${Math.round(changeMs)} ms`)
rmSync(folder, { recursive: true, force: true })
assert(measured.encrypted['record, ms']! < 2 * measured.plain['record, ms']! + 20, 'recording must not take twice as long')

function record(db: Parameters<typeof recordAnswer>[0], at: number, day: number): void {
  const reportedAt = firstDay + day * dayMs
  recordAnswer(
    db,
    {
      runId: null,
      connectionId: 1,
      tenantId: at + 10,
      dataset: 'petra.billable-users',
      asked: { externalId: `T${at + 10}`, microsoftTenantId: null },
      observedAt: reportedAt,
      bytes: new TextEncoder().encode(JSON.stringify({ ...reportOf(lists[at]!, reportedAt), tenantId: `T${at + 10}` })),
    },
    datasetById('petra.billable-users'),
  )
}

async function measure(dataDir: string): Promise<Record<string, number>> {
  const size = statSync(historyFile(dataDir)).size
  const openMs: number[] = []
  for (let round = 0; round < 7; round += 1) {
    const openedAt = cpuMs()
    const history = await openHistory(dataDir, firstDay)
    openMs.push(cpuMs() - openedAt)
    history.close()
  }
  const { db, close } = await openHistory(dataDir, firstDay)
  const recordMs = Array.from({ length: 5 }, (_, day) => lists.map((_list, at) => timed(() => record(db, at, days + day)))).flat()
  const reader = openReader(dataDir)
  const catalogue = readCatalogue(reader)
  const api = figureHandlers({ reader, clock: { now: () => firstDay + (days + 5) * dayMs }, catalogue: () => catalogue })
  const context = { signal: new AbortController().signal }
  const times = async (work: () => Promise<unknown>) => {
    const all: number[] = []
    for (let round = 0; round < 15; round += 1) {
      const from = cpuMs()
      await work()
      all.push(cpuMs() - from)
    }
    return { first: all[0]!, next: median(all.slice(1)) }
  }
  const diff = await times(() => api['diff.all']({ from: '2026-01', to: '2026-03' }, context))
  const overview = await times(() => api['overview.get']({}, context))
  const backupAt = cpuMs()
  await backupNow(reader, { dataDir, now: firstDay, keep: 3 })
  const backupMs = cpuMs() - backupAt
  reader.sqlite.close()
  close()
  return {
    'size, kB': size / 1000,
    'open, ms': median(openMs),
    'record, ms': median(recordMs),
    'diff, first, ms': diff.first,
    'diff, ms': diff.next,
    'overview, first, ms': overview.first,
    'overview, ms': overview.next,
    'backup, ms': backupMs,
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function timed(work: () => void): number {
  const from = cpuMs()
  work()
  return cpuMs() - from
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
