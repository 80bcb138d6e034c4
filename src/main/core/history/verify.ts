/**
 * Proving the history: every snapshot is rebuilt from its rows and its hash compared; entries' ids, assignments, counts and the
 * snapshot's own numbers are derived again. A snapshot with wiped entries can be neither proved nor blamed.
 */
import { zstdDecompressSync } from 'node:zlib'
import type { Warning } from '../../../shared/contract/errors.ts'
import type { Json, JsonObject } from '../../../shared/domain/json.ts'
import { AppError } from '../base/errors.ts'
import { type ReadDb, type WriteDb, withOwnTransactions } from '../database/db.ts'
import { isSound } from '../database/quick-check.ts'
import { sha256 } from '../evidence/canonical.ts'
import { cutEntry, cutPayload, listText, payloadText, unpackVolatile, wholeEntryText } from '../evidence/cut.ts'
import { readAnswer } from '../evidence/read-answer.ts'
import { withBelievedTime } from '../evidence/report-time.ts'
import { hasHolders } from '../state/holders.ts'
import type { Dataset, DatasetId } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import { followHolders, type HolderTotals } from './verify-holders.ts'
import { followList, type ListFollower } from './verify-list.ts'
import { readSeries, type SeriesRows, type SnapshotRow } from './verify-rows.ts'

/** Snapshots whose text was rebuilt and compared with its checksum; `damaged` names those that differ. */
export interface SnapshotsCheck {
  snapshots: number
  verified: number
  damaged: number[]
}

/** Ids of all series: what `verifySeries` is called with, one after the other. */
export function seriesIds({ sqlite }: ReadDb): number[] {
  return sqlite.prepare<[], number>('SELECT id FROM series ORDER BY id').pluck().all()
}

/** What the writer's thread does for `history.verify`, so that no host is blocked; recordings go on between two of these calls. */
export const verifyWrites = {
  /** Whether SQLite finds its file whole. */
  'verify.file': withOwnTransactions(({ sqlite }: WriteDb): boolean => {
    const orphans = sqlite.pragma('foreign_key_check') as unknown[]
    return isSound(sqlite) && orphans.length === 0
  }),
  /** As `verifySeries`. */
  'verify.series': withOwnTransactions((db: WriteDb, input: { seriesId: number }): SnapshotsCheck => verifySeries(db, input.seriesId)),
}

/** Verifies all snapshots. Blocks for as long as it takes: hosts verify series by series in the writer's thread. */
export function verify(db: ReadDb): SnapshotsCheck {
  return sumUp(seriesIds(db).map((id) => verifySeries(db, id)))
}

/** Adds up answers. */
export function sumUp(answers: SnapshotsCheck[]): SnapshotsCheck {
  return {
    snapshots: answers.reduce((sum, answer) => sum + answer.snapshots, 0),
    verified: answers.reduce((sum, answer) => sum + answer.verified, 0),
    damaged: answers.flatMap((answer) => answer.damaged).sort((a, b) => a - b),
  }
}

/** Verifies the snapshots of one series. A snapshot that is neither verified nor damaged has wiped entries. */
function verifySeries(db: ReadDb, seriesId: number): SnapshotsCheck {
  const rows = readSeries(db, seriesId)
  if (rows === undefined) return { snapshots: 0, verified: 0, damaged: [] }
  return verifyRows(rows, datasetById(rows.dataset as DatasetId))
}

function verifyRows(rows: SeriesRows, dataset: Dataset): SnapshotsCheck {
  const list = followList(rows, dataset)
  const holders = followHolders(rows)
  const damaged = new Set(misplaced(rows))
  let verified = 0
  let previous: SnapshotRow | null = null
  let now: ReadList = { ...emptyList }
  for (const snapshot of rows.snapshots) {
    const { before, after } = list.step(snapshot.number)
    const parts = (slots: typeof before) => slots.flatMap((slot) => slot.parts)
    holders.step(snapshot.number, parts(before), parts(after))
    const changed = before.length + after.length > 0
    if (changed) now = readList(list)
    const wiped = snapshot.hasList && now.wiped
    const sound =
      (previous === null || previous.number + 1 === snapshot.number) &&
      holders.agrees() &&
      (!snapshot.hasList || now.sound) &&
      ownNumbersAgree(snapshot, now, hasHolders(dataset) ? holders.totals() : null) &&
      (wiped || payloadAgrees(snapshot, now, rows, dataset)) &&
      unchangedAgrees(snapshot, previous, changed, dataset)
    if (!sound) damaged.add(snapshot.id)
    else if (!wiped && !damaged.has(snapshot.id)) verified += 1
    previous = snapshot
  }
  return { snapshots: rows.snapshots.length, verified, damaged: [...damaged].sort((a, b) => a - b) }
}

/** The list at a snapshot, read from its slots. */
interface ReadList {
  text: string
  values: Json[]
  sound: boolean
  wiped: boolean
  listed: number
  withoutId: number
  duplicates: number
}

const emptyList: ReadList = { text: '[]', values: [], sound: true, wiped: false, listed: 0, withoutId: 0, duplicates: 0 }

function readList(list: ListFollower): ReadList {
  const texts: string[] = []
  const read: ReadList = { ...emptyList, values: [] }
  const ids = new Set<string>()
  for (const slot of list.slots()) {
    read.listed += 1
    read.sound &&= slot.sound
    if (slot.text === null) read.wiped = true
    else texts.push(slot.text)
    read.values.push(slot.value)
    count(read, ids, slot.ids)
    count(read, new Set(), slot.nestedIds)
  }
  read.text = listText(texts)
  return read
}

function count(read: ReadList, seen: Set<string>, ids: string[]): void {
  for (const id of ids) {
    if (id === '') read.withoutId += 1
    else if (seen.has(id)) read.duplicates += 1
    seen.add(id)
  }
}

/** Snapshots to which an interval is tied that could not have begun or ended there. */
function misplaced(rows: SeriesRows): number[] {
  const withList = new Set(rows.snapshots.filter((snapshot) => snapshot.hasList).map((snapshot) => snapshot.number))
  const intervals = [...rows.entries, ...rows.skuLists, ...rows.assignments, ...rows.rollup.map((row) => ({ from: row.from, to: null }))]
  return intervals.flatMap(({ from, to }) => {
    if (withList.has(from) && (to === null || (withList.has(to) && to > from))) return []
    const near = rows.snapshots.findLast((snapshot) => snapshot.number <= from) ?? rows.snapshots[0]
    return near === undefined ? [] : [near.id]
  })
}

function ownNumbersAgree(snapshot: SnapshotRow, list: ReadList, totals: HolderTotals | null): boolean {
  const known = snapshot.hasList
  return (
    snapshot.listed === (known ? list.listed : null) &&
    snapshot.withoutId === (known ? list.withoutId : null) &&
    snapshot.duplicates === (known ? list.duplicates : null) &&
    snapshot.holders === (known ? (totals?.holders ?? null) : null) &&
    snapshot.enabled === (known ? (totals?.enabled ?? null) : null) &&
    snapshot.disabled === (known ? (totals?.disabled ?? null) : null)
  )
}

function payloadAgrees(snapshot: SnapshotRow, list: ReadList, rows: SeriesRows, dataset: Dataset): boolean {
  let text: string
  let volatile: JsonObject
  try {
    volatile = unpackVolatile(snapshot.volatile, snapshot.reportedAt, dataset)
    text = payloadText(snapshot.frame, volatile, snapshot.hasList ? list.text : null, dataset)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return false
    throw error
  }
  const head: JsonObject = { ...(JSON.parse(snapshot.frame) as JsonObject), ...volatile }
  const payload = snapshot.hasList ? { ...head, [dataset.listField]: list.values } : head
  return sha256(text).equals(snapshot.sha256) && meaningAgrees(snapshot, payload, rows, dataset) && receivedAgrees(snapshot, dataset)
}

/** Whether the payload still means what the row says. */
function meaningAgrees(snapshot: SnapshotRow, payload: JsonObject, rows: SeriesRows, dataset: Dataset): boolean {
  try {
    const { periodStart: start, periodEnd: end } = snapshot
    const meant = dataset.interpret(payload, {
      externalId: rows.externalId,
      microsoftTenantId: rows.microsoftTenantId,
      ...(start === null || end === null ? {} : { filedUnder: { start, end } }),
    })
    // Earlier versions believed any report time.
    const times = [meant, withBelievedTime(meant, snapshot.observedAt)]
    return (
      times.some(
        ({ reportedAt, periodStart, periodEnd }) =>
          snapshot.reportedAt === (reportedAt ?? snapshot.observedAt) &&
          snapshot.periodStart === periodStart &&
          snapshot.periodEnd === periodEnd,
      ) &&
      rows.periodKey === (dataset.hasPeriods ? meant.periodStart : '') &&
      snapshot.reported === meant.reported &&
      snapshot.units === meant.units
    )
  } catch (error) {
    // Whom it was asked for may be known better today than then; the payload itself is proved by its hash.
    if (error instanceof AppError && error.code === 'TENANT_MISMATCH') return true
    if (error instanceof AppError) return false
    throw error
  }
}

/** Whether the received bytes, where they must be kept, are there and of this payload. */
function receivedAgrees(snapshot: SnapshotRow, dataset: Dataset): boolean {
  const warnings = snapshot.warnings === null ? [] : (JSON.parse(snapshot.warnings) as Warning[])
  if (snapshot.received === null) return !warnings.some((warning) => warning.code === 'NOT_CANONICAL')
  try {
    const cut = cutPayload(readAnswer(zstdDecompressSync(snapshot.received)).payload, dataset)
    const list = cut.list === null ? null : listText(cut.list.map((entry) => wholeEntryText(cutEntry(entry, dataset), dataset)))
    return sha256(payloadText(cut.frame, cut.volatile, list, dataset)).equals(snapshot.sha256)
  } catch {
    // Whatever is wrong with them: they are not what was received.
    return false
  }
}

function unchangedAgrees(snapshot: SnapshotRow, previous: SnapshotRow | null, changed: boolean, dataset: Dataset): boolean {
  // What came before the first one that was not pruned is not known any more.
  if (previous === null) return snapshot.number > 1 || !snapshot.unchanged
  const unchanged =
    !changed &&
    snapshot.frame === previous.frame &&
    snapshot.hasList === previous.hasList &&
    snapshot.reported === previous.reported &&
    snapshot.units === previous.units &&
    (!dataset.hasPeriods || snapshot.periodEnd === previous.periodEnd)
  return snapshot.unchanged === unchanged
}
