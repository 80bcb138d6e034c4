/**
 * Verifies the history: rebuilds every snapshot from its rows and compares its hash; derives entries' ids, assignments, counts and the
 * snapshot's own numbers again. A snapshot with wiped entries counts as neither verified nor damaged.
 */

import { zstdDecompressSync } from 'node:zlib'
import type { Warning } from '../../../shared/contract/errors.ts'
import type { Json, JsonObject } from '../../../shared/domain/json.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { type ReadDb, type WriteDb, withOwnTransactions } from '../database/db.ts'
import { isSound } from '../database/quick-check.ts'
import { sha256 } from '../evidence/canonical.ts'
import { cutEntry, cutPayload, listText, payloadText, unpackVolatile, wholeEntryText } from '../evidence/cut.ts'
import { readAnswer } from '../evidence/read-answer.ts'
import { withPlausibleTime } from '../evidence/report-time.ts'
import { hasHolders } from '../state/holders.ts'
import { type Dataset, hasPeriods } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import { followHolders, type HolderTotals } from './verify-holders.ts'
import { followList, type ListFollower } from './verify-list.ts'
import { readSeries, type SeriesRows, type VerifiedSnapshot } from './verify-rows.ts'

/** The result of a verification; `damaged` has the ids of snapshots that differ. */
export interface SnapshotsCheck {
  snapshots: number
  verified: number
  damaged: number[]
}

/** Ids of all series. */
export function seriesIds({ sqlite }: ReadDb): number[] {
  return sqlite.prepare<[], number>('SELECT id FROM series ORDER BY id').pluck().all()
}

/** The writes of `history.verify`. They run in the writer's thread, so no host is blocked; other writes can run between two of them. */
export const verifyWrites = {
  /** Whether SQLite finds its file and foreign keys intact. */
  'verify.file': withOwnTransactions(({ sqlite }: WriteDb): boolean => {
    const orphans = sqlite.pragma('foreign_key_check') as unknown[]
    return isSound(sqlite) && orphans.length === 0
  }),
  /** As `verifySeries`. */
  'verify.series': withOwnTransactions((db: WriteDb, input: { seriesId: number }): SnapshotsCheck => verifySeries(db, input.seriesId)),
}

/** Verifies all snapshots synchronously. Hosts verify series by series in the writer's thread instead. */
export function verify(db: ReadDb): SnapshotsCheck {
  return sumUp(seriesIds(db).map((id) => verifySeries(db, id)))
}

/** Adds up results. */
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
  let previous: VerifiedSnapshot | null = null
  let current: ReadList = { ...emptyList }
  for (const snapshot of rows.snapshots) {
    const { before, after } = list.step(snapshot.number)
    const parts = (slots: typeof before) => slots.flatMap((slot) => slot.parts)
    holders.step(snapshot.number, parts(before), parts(after))
    const changed = before.length + after.length > 0
    if (changed) current = readList(list)
    const wiped = snapshot.hasList && current.wiped
    const sound =
      (previous === null || previous.number + 1 === snapshot.number) &&
      holders.agrees() &&
      (!snapshot.hasList || current.sound) &&
      ownNumbersAgree(snapshot, current, hasHolders(dataset) ? holders.totals() : null) &&
      (wiped || payloadAgrees(snapshot, current, rows, dataset)) &&
      unchangedAgrees(snapshot, previous, changed, dataset)
    if (!sound) damaged.add(snapshot.id)
    else if (!wiped && !damaged.has(snapshot.id)) verified += 1
    previous = snapshot
  }
  return { snapshots: rows.snapshots.length, verified, damaged: [...damaged].sort((a, b) => a - b) }
}

/** The list of a snapshot, read from its slots. */
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

/** Snapshots at which an interval begins or ends although none can. */
function misplaced(rows: SeriesRows): number[] {
  const withList = new Set(rows.snapshots.filter((snapshot) => snapshot.hasList).map((snapshot) => snapshot.number))
  const intervals = [...rows.entries, ...rows.skuLists, ...rows.assignments, ...rows.rollup.map((row) => ({ from: row.from, to: null }))]
  return intervals.flatMap(({ from, to }) => {
    if (withList.has(from) && (to === null || (withList.has(to) && to > from))) return []
    const near = rows.snapshots.findLast((snapshot) => snapshot.number <= from) ?? rows.snapshots[0]
    return near === undefined ? [] : [near.id]
  })
}

function ownNumbersAgree(snapshot: VerifiedSnapshot, list: ReadList, totals: HolderTotals | null): boolean {
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

function payloadAgrees(snapshot: VerifiedSnapshot, list: ReadList, rows: SeriesRows, dataset: Dataset): boolean {
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

/** Whether the payload's interpretation matches the row. */
function meaningAgrees(snapshot: VerifiedSnapshot, payload: JsonObject, rows: SeriesRows, dataset: Dataset): boolean {
  try {
    const { periodStart: start, periodEnd: end } = snapshot
    const meant = dataset.interpret(payload, {
      externalId: rows.externalId,
      microsoftTenantId: rows.microsoftTenantId,
      ...(start === null || end === null ? {} : { filedUnder: { start, end } }),
    })
    // Earlier versions accepted any report time.
    const times = [meant, withPlausibleTime(meant, snapshot.observedAt)]
    return (
      times.some(
        ({ reportedAt, periodStart, periodEnd }) =>
          snapshot.reportedAt === (reportedAt ?? snapshot.observedAt) &&
          snapshot.periodStart === periodStart &&
          snapshot.periodEnd === periodEnd,
      ) &&
      rows.periodKey === (hasPeriods(dataset) ? meant.periodStart : '') &&
      snapshot.reported === meant.reported &&
      snapshot.units === meant.units
    )
  } catch (error) {
    // The tenant's ids may have changed since it was recorded; the hash still verifies the payload.
    if (error instanceof AppError && error.code === 'TENANT_MISMATCH') return true
    if (error instanceof AppError) return false
    throw error
  }
}

/** Whether received bytes are stored if they must be, and match the payload. */
function receivedAgrees(snapshot: VerifiedSnapshot, dataset: Dataset): boolean {
  const warnings = snapshot.warnings === null ? [] : (JSON.parse(snapshot.warnings) as Warning[])
  if (snapshot.received === null) return !warnings.some((warning) => warning.code === 'NOT_CANONICAL')
  try {
    const cut = cutPayload(readAnswer(zstdDecompressSync(snapshot.received)).payload, dataset)
    const list = cut.list === null ? null : listText(cut.list.map((entry) => wholeEntryText(cutEntry(entry, dataset), dataset)))
    return sha256(payloadText(cut.frame, cut.volatile, list, dataset)).equals(snapshot.sha256)
  } catch {
    // Any error means that these are not the received bytes.
    return false
  }
}

function unchangedAgrees(snapshot: VerifiedSnapshot, previous: VerifiedSnapshot | null, changed: boolean, dataset: Dataset): boolean {
  // The predecessor of the first snapshot may have been deleted.
  if (previous === null) return snapshot.number > 1 || !snapshot.unchanged
  const unchanged =
    !changed &&
    snapshot.frame === previous.frame &&
    snapshot.hasList === previous.hasList &&
    snapshot.reported === previous.reported &&
    snapshot.units === previous.units &&
    (!hasPeriods(dataset) || snapshot.periodEnd === previous.periodEnd)
  return snapshot.unchanged === unchanged
}
