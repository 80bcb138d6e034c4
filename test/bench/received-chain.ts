/**
 * The alternative that decision 0061 weighs: each answer's bytes as received, zstd-compressed with the previous answer as dictionary, and a
 * key frame (without one) every so many. Only what queries need is derived from it: holders' facts, assignments and counts per SKU. It covers
 * lists of people, which is enough to measure it; its rows lie in the product's own database, so that both sides pay for the same pages.
 */
import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { canonicalText } from '../../src/main/core/history/canonical.ts'
import { storedId } from '../../src/main/core/history/cut.ts'
import type { WriteDb } from '../../src/main/core/history/db.ts'
import { updateHolders } from '../../src/main/core/history/holder-intervals.ts'
import { type HolderPart, unite } from '../../src/main/core/history/holders.ts'
import { internVendorIds } from '../../src/main/core/history/intern.ts'
import { prepared } from '../../src/main/core/history/prepared.ts'
import { findOrAddSeries, insertFrame, insertSnapshot, previousSnapshot } from '../../src/main/core/history/snapshot-row.ts'
import { followHolders } from '../../src/main/core/history/verify-holders.ts'
import type { AssignmentRow, RollupRow } from '../../src/main/core/history/verify-rows.ts'
import { datasetById } from '../../src/main/core/providers/providers.ts'
import type { Json, JsonObject } from '../../src/shared/domain/json.ts'
import { normaliseId } from '../../src/shared/domain/vendor-id.ts'

const dataset = datasetById('petra.billable-users')
const asked = { externalId: 'T1', microsoftTenantId: null }

/** The least level whose match finder still sees all of a list of 20,000; both answers must lie within the window. */
const params = { [constants.ZSTD_c_compressionLevel]: 9, [constants.ZSTD_c_windowLog]: 24, [constants.ZSTD_c_checksumFlag]: 1 }

/** Compresses an answer, against the one before it unless it begins a group. */
export const compress = (bytes: Uint8Array, previous: Uint8Array | null): Buffer =>
  zstdCompressSync(bytes, previous === null ? { params } : { params, dictionary: previous })

/** The inverse of `compress`. */
export const decompress = (frame: Buffer, previous: Buffer | null): Buffer =>
  zstdDecompressSync(frame, previous === null ? {} : { dictionary: previous })

/** What one holder's entries say: the text that decides whether a row changes, and the part that assignments come from. */
interface Derived {
  facts: string
  part: HolderPart
}

interface Answer {
  payload: JsonObject
  content: string | null
  derived: Map<string, Derived>
}

/** Creates the two tables that the alternative has and the product has not. */
export function addChainTables({ sqlite }: WriteDb): void {
  sqlite.exec(`CREATE TABLE answer (snapshot_id INTEGER PRIMARY KEY, series_id INTEGER NOT NULL, number INTEGER NOT NULL, is_key INTEGER NOT NULL, bytes BLOB NOT NULL);
    CREATE TABLE holder (series_id INTEGER NOT NULL, holder_id INTEGER NOT NULL, from_number INTEGER NOT NULL, to_number INTEGER, facts TEXT NOT NULL,
      PRIMARY KEY (series_id, holder_id, from_number)) WITHOUT ROWID;
    CREATE INDEX holder_from ON holder (series_id, from_number) WHERE from_number > 1;
    CREATE INDEX holder_to ON holder (series_id, to_number) WHERE to_number IS NOT NULL`)
}

/** Records answers of one series, keeping the last one in memory as the product's recorder does. */
export function chainRecorder(
  db: WriteDb,
  keyInterval: number,
): { record(bytes: Buffer, observedAt: number): 'recorded' | 'unchanged'; forget(): void } {
  const { sqlite } = db
  let last: { number: number; bytes: Buffer; answer: Answer } | null = null
  const frameId = insertFrame(db, '{}')
  const open = prepared(sqlite, 'INSERT INTO holder (series_id, holder_id, from_number, facts) VALUES (?, ?, ?, ?)')
  const close = prepared(sqlite, 'UPDATE holder SET to_number = ? WHERE series_id = ? AND holder_id = ? AND to_number IS NULL')
  const keep = prepared(sqlite, 'INSERT INTO answer (snapshot_id, series_id, number, is_key, bytes) VALUES (?, ?, ?, ?, ?)')

  return {
    forget: () => {
      last = null
    },
    record(bytes, observedAt) {
      const answer = readAnswer(bytes)
      const meant = dataset.interpret(answer.payload, asked)
      return sqlite
        .transaction(() => {
          const seriesId = findOrAddSeries(db, { connectionId: 1, tenantId: 1, dataset: dataset.id }, dataset, meant)
          const previous = previousSnapshot(db, seriesId)
          const number = (previous?.number ?? 0) + 1
          if (previous !== undefined && last?.number !== previous.number) {
            const before = readChain(db, seriesId, previous.number)
            last = { number: previous.number, bytes: before, answer: readAnswer(before) }
          }
          const known = last?.answer.derived ?? new Map<string, Derived>()
          const changed = changedIds(known, answer.derived)
          const intern = internVendorIds(db)
          for (const id of changed) {
            const [was, is] = [known.get(id)?.facts, answer.derived.get(id)?.facts]
            if (was === is) continue
            if (was !== undefined) close.run(number, seriesId, intern(id))
            if (is !== undefined) open.run(seriesId, intern(id), number, is)
          }
          const holders = unite([...answer.derived.values()].map(({ part }) => part))
          if (changed.size > 0) updateHolders({ sqlite, seriesId, number }, holders, intern, previous === undefined ? null : changed)
          const unchanged = last !== null && changed.size === 0 && contentOf(last.answer) === contentOf(answer)
          const enabled = (value: boolean) => [...holders.values()].filter((holder) => holder.enabled === value).length
          const listed = (answer.payload[dataset.listField] as Json[]).length
          const snapshotId = insertSnapshot(db, {
            seriesId,
            number,
            frameId,
            observedAt,
            reportedAt: meant.reportedAt ?? observedAt,
            volatile: null,
            periodStart: null,
            periodEnd: null,
            hasList: 1,
            reported: meant.reported,
            units: meant.units,
            listed,
            holders: holders.size,
            enabled: enabled(true),
            disabled: enabled(false),
            withoutId: 0,
            duplicates: 0,
            unchanged: unchanged ? 1 : 0,
            warnings: null,
            sha256: sha256Of(bytes),
          })
          const isKey = (number - 1) % keyInterval === 0
          keep.run(snapshotId, seriesId, number, isKey ? 1 : 0, compress(bytes, isKey ? null : last!.bytes))
          last = { number, bytes, answer }
          return unchanged ? ('unchanged' as const) : ('recorded' as const)
        })
        .immediate()
    },
  }
}

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

function readAnswer(bytes: Buffer): Answer {
  const payload = JSON.parse(bytes.toString('utf8')) as JsonObject
  const derived = new Map<string, Derived>()
  for (const entry of payload[dataset.listField] as JsonObject[]) {
    const id = storedId(dataset.entryId(entry))
    const facts = dataset.holder(entry)
    const sent = entry[dataset.skuField!] as string[]
    const skus = [...new Set(sent.map((sku) => storedId(normaliseId(sku))))].sort()
    const address = facts.mail === facts.userPrincipalName ? 0 : facts.mail
    const text = JSON.stringify([facts.displayName, facts.userPrincipalName, address, facts.accountEnabled === true ? 1 : 0])
    derived.set(id, { facts: text, part: { id, enabled: facts.accountEnabled, skus } })
  }
  return { payload, content: null, derived }
}

/** Which holders differ. Those that do not keep the objects of the answer before, by which `followHolders` knows them. */
function changedIds(before: ReadonlyMap<string, Derived>, after: Map<string, Derived>): Set<string> {
  const changed = new Set<string>()
  for (const [id, is] of after) {
    const was = before.get(id)
    if (was !== undefined && same(was, is)) after.set(id, was)
    else changed.add(id)
  }
  for (const id of before.keys()) if (!after.has(id)) changed.add(id)
  return changed
}

const same = (a: Derived, b: Derived) => a.facts === b.facts && a.part.skus.join() === b.part.skus.join()

/** What an answer says whatever the order of its lists, without its volatile members: two days are unchanged where it is equal. */
function contentOf(answer: Answer): string {
  answer.content ??= makeContent(answer.payload)
  return answer.content
}

function makeContent(payload: JsonObject): string {
  const kept = Object.entries(payload).filter(([key]) => !dataset.volatileFields.includes(key))
  const list = (payload[dataset.listField] as JsonObject[]).map((entry) =>
    canonicalText({ ...entry, [dataset.skuField!]: (entry[dataset.skuField!] as string[]).toSorted() }),
  )
  return canonicalText({ ...Object.fromEntries(kept), [dataset.listField]: list.sort() })
}

/** A compressed answer. */
export interface Frame {
  snapshotId: number
  number: number
  isKey: number
  bytes: Buffer
}

/** The columns of a `Frame`. */
export const frameColumns = 'snapshot_id snapshotId, number, is_key isKey, bytes'

/** The bytes of one answer: from the key frame before it, step by step. */
export function readChain({ sqlite }: WriteDb, seriesId: number, number: number, table = 'answer'): Buffer {
  const frames = prepared<unknown[], Frame>(
    sqlite,
    `SELECT ${frameColumns} FROM ${table} WHERE series_id = @seriesId AND number <= @number
       AND number >= (SELECT max(number) FROM ${table} WHERE series_id = @seriesId AND number <= @number AND is_key = 1) ORDER BY number`,
  ).all({ seriesId, number })
  let bytes: Buffer | null = null
  for (const frame of frames) bytes = decompress(frame.bytes, bytes)
  if (bytes === null) throw new Error(`no frame ${number}`)
  return bytes
}

/** A copy of a series' frames with another interval of key frames. */
export function copyChain({ sqlite }: WriteDb, seriesId: number, keyInterval: number, table: string): void {
  sqlite.exec(
    `CREATE TABLE ${table} (snapshot_id INTEGER PRIMARY KEY, series_id INTEGER NOT NULL, number INTEGER NOT NULL, is_key INTEGER NOT NULL, bytes BLOB NOT NULL)`,
  )
  const add = sqlite.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?)`)
  let previous: Buffer | null = null
  for (const frame of sqlite
    .prepare<[number], Frame>(`SELECT ${frameColumns} FROM answer WHERE series_id = ? ORDER BY number`)
    .all(seriesId)) {
    const bytes = decompress(frame.bytes, frame.isKey === 1 ? null : previous)
    const isKey = (frame.number - 1) % keyInterval === 0
    const stays = isKey === (frame.isKey === 1)
    add.run(frame.snapshotId, seriesId, frame.number, isKey ? 1 : 0, stays ? frame.bytes : compress(bytes, isKey ? null : previous))
    previous = bytes
  }
}

/** Verifies a series: each answer's hash, and the rows that were derived from it. Answers with the numbers of the snapshots that fail. */
export function verifyChain({ sqlite }: WriteDb, seriesId: number): number[] {
  const all = <Row>(sql: string) => sqlite.prepare<[number], Row>(sql).all(seriesId)
  const rows = all<{ number: number; sha256: Buffer; holders: number; reported: number; unchanged: number } & Frame>(
    `SELECT ${frameColumns}, sha256, holders, reported, unchanged FROM answer JOIN snapshot USING (series_id, number) WHERE series_id = ? ORDER BY number`,
  )
  const facts = all<{ id: string; from: number; to: number | null; facts: string }>(
    'SELECT v.value id, from_number "from", to_number "to", facts FROM holder h JOIN vendor_id v ON v.id = h.holder_id WHERE series_id = ?',
  )
  const begin = Map.groupBy(facts, ({ from }) => from)
  const end = Map.groupBy(facts, ({ to }) => to)
  const holders = followHolders({
    assignments: all<AssignmentRow>(
      `SELECT h.value holder, k.value sku, a.from_number "from", a.to_number "to"
       FROM assignment a JOIN vendor_id h ON h.id = a.holder_id JOIN vendor_id k ON k.id = a.sku_id WHERE a.series_id = ?`,
    ),
    rollup: all<RollupRow>(
      'SELECT k.value sku, r.from_number "from", r.holders, r.enabled, r.disabled FROM sku_rollup r JOIN vendor_id k ON k.id = r.sku_id WHERE r.series_id = ?',
    ),
  })
  const failed: number[] = []
  const stored = new Map<string, string>()
  const follow = (number: number, gone: HolderPart[], come: HolderPart[]) => {
    holders.step(number, gone, come)
    for (const { id } of end.get(number) ?? []) stored.delete(id)
    for (const each of begin.get(number) ?? []) stored.set(each.id, each.facts)
  }
  let bytes: Buffer | null = null
  let before: Answer | null = null
  for (const row of rows) {
    try {
      bytes = decompress(row.bytes, row.isKey === 1 ? null : bytes)
    } catch {
      bytes = null
    }
    if (bytes === null || !sha256Of(bytes).equals(row.sha256)) {
      failed.push(row.number)
      bytes = null
      follow(row.number, [], [])
      continue
    }
    const answer = readAnswer(bytes)
    const changed = changedIds(before?.derived ?? new Map(), answer.derived)
    const parts = (of: Answer | null) => [...changed].flatMap((id) => of?.derived.get(id)?.part ?? [])
    follow(row.number, parts(before), parts(answer))
    const agrees =
      stored.size === answer.derived.size &&
      [...changed].every((id) => stored.get(id) === answer.derived.get(id)?.facts) &&
      holders.agrees()
    const unchanged = before !== null && changed.size === 0 && contentOf(before) === contentOf(answer)
    const meant = dataset.interpret(answer.payload, asked)
    if (!agrees || row.holders !== holders.totals().holders || row.reported !== meant.reported || (row.unchanged === 1) !== unchanged)
      failed.push(row.number)
    before = answer
  }
  return failed
}
