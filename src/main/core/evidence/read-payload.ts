/** Reads a snapshot's entries, and rebuilds its payload. */

import type { JsonObject } from '../../../shared/domain/json.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { unknownSnapshot } from '../database/not-found.ts'
import { prepared, preparedColumn } from '../database/prepared.ts'
import { datasetById } from '../vendors/providers.ts'
import { canonicalText } from './canonical.ts'
import { type CutEntry, type CutRules, listText, payloadText, unpackVolatile, wholeEntryText } from './cut.ts'

/** A snapshot's place in its series. */
export interface SnapshotKey {
  id: number
  seriesId: number
  number: number
  dataset: DatasetId
  hasList: boolean
}

const readSnapshotKey = booleansOf<SnapshotKey>({ hasList: true })

/** Finds a snapshot. Throws `NOT_FOUND`. */
export function snapshotKey({ sqlite }: ReadDb, id: number): SnapshotKey {
  const row = sqlite
    .prepare<[number], StoredRow<SnapshotKey>>(
      `SELECT s.id, s.series_id seriesId, s.number, r.dataset, s.has_list hasList
       FROM snapshot s JOIN series r ON r.id = s.series_id WHERE s.id = ?`,
    )
    .get(id)
  if (row === undefined) {
    throw unknownSnapshot(id)
  }
  return readSnapshotKey(row)
}

/** An entry in a snapshot; its body is null if it was wiped. */
export interface StoredEntry extends Omit<CutEntry, 'body' | 'nested'> {
  body: string | null
  wipedSha256: Buffer | null
  nested: StoredEntry[]
}

interface EntryRow {
  ownerId: number
  ownerOccurrence: number
  vendorId: number
  occurrence: number
  id: string
  body: string | null
  wipedSha256: Buffer | null
  skuList: string | null
}

/** A snapshot's entries with their SKU lists and nested entries, in the order of their ids; null for a totals-only snapshot. */
export function entriesAt({ sqlite }: ReadDb, { seriesId, number, hasList }: SnapshotKey): StoredEntry[] | null {
  if (!hasList) return null
  const rows = sqlite
    .prepare<{ seriesId: number; number: number }, EntryRow>(
      `SELECT e.owner_id ownerId, e.owner_occurrence ownerOccurrence, e.vendor_id vendorId, e.occurrence, v.value id, e.body,
         e.wiped_sha256 wipedSha256, k.body skuList
       FROM entry e JOIN vendor_id v ON v.id = e.vendor_id
       LEFT JOIN entry_sku_list l ON e.owner_id = 0 AND l.series_id = e.series_id AND l.vendor_id = e.vendor_id
         AND l.occurrence = e.occurrence AND l.from_number <= @number AND (l.to_number IS NULL OR l.to_number > @number)
       LEFT JOIN sku_list k ON k.id = l.sku_list_id
       WHERE e.series_id = @seriesId AND e.from_number <= @number AND (e.to_number IS NULL OR e.to_number > @number)
       ORDER BY v.value, e.occurrence`,
    )
    .all({ seriesId, number })
  const top: StoredEntry[] = []
  const owners = new Map<string, StoredEntry>()
  const stored = ({ id, body, wipedSha256, skuList }: EntryRow): StoredEntry => ({ id, body, wipedSha256, skuList, nested: [] })
  for (const row of rows) {
    if (row.ownerId !== 0) continue
    const entry = stored(row)
    owners.set(`${row.vendorId}/${row.occurrence}`, entry)
    top.push(entry)
  }
  for (const row of rows) {
    if (row.ownerId !== 0) owners.get(`${row.ownerId}/${row.ownerOccurrence}`)?.nested.push(stored(row))
  }
  return top
}

/** Canonical JSON of a whole entry; a wiped one is shown as the hash of the original. */
function storedEntryText(entry: StoredEntry, rules: CutRules): string {
  const { body } = entry
  if (body === null) return JSON.stringify({ wipedSha256: entry.wipedSha256?.toString('hex') ?? null })
  const nested = entry.nested.map((item): CutEntry => ({ id: item.id, skuList: null, nested: [], body: storedEntryText(item, rules) }))
  return wholeEntryText({ id: entry.id, body, skuList: entry.skuList, nested }, rules)
}

/** The canonical text of a snapshot's payload, its list and SKU arrays sorted. Throws `NOT_FOUND`. */
export function rebuildText(db: ReadDb, snapshotId: number): string {
  const key = snapshotKey(db, snapshotId)
  const rules = datasetById(key.dataset)
  const entries = entriesAt(db, key)
  const list = entries === null ? null : listText(entries.map((entry) => storedEntryText(entry, rules)))
  return payloadText(frameOf(db, key.id), volatileOf(db, key), list, rules)
}

/** As `rebuildText`, without the volatile members: equal for snapshots between which nothing changed. Null if entries were wiped. Throws `NOT_FOUND`. */
export function bodyText(db: ReadDb, snapshotId: number): string | null {
  const key = snapshotKey(db, snapshotId)
  const rules = datasetById(key.dataset)
  const entries = entriesAt(db, key)
  if (entries?.some(isWiped)) return null
  const list = entries === null ? null : listText(entries.map((entry) => storedEntryText(entry, rules)))
  return payloadText(frameOf(db, key.id), {}, list, rules)
}

/** The canonical text of a snapshot's volatile members; null if it has none. Throws `NOT_FOUND`. */
export function volatileText(db: ReadDb, snapshotId: number): string | null {
  const volatile = volatileOf(db, snapshotKey(db, snapshotId))
  return Object.keys(volatile).length === 0 ? null : canonicalText(volatile)
}

/** Joins what `bodyText` and `volatileText` split. The order of members is not that of the canonical text, which recording restores. */
export function joinTexts(body: string, volatile: string | null): string {
  if (volatile === null) return body
  return body === '{}' ? volatile : `${body.slice(0, -1)},${volatile.slice(1)}`
}

const isWiped = (entry: StoredEntry): boolean => entry.body === null || entry.nested.some(isWiped)

const frameOf = ({ sqlite }: ReadDb, snapshotId: number): string =>
  preparedColumn<string>(sqlite, 'SELECT f.body FROM snapshot s JOIN frame f ON f.id = s.frame_id WHERE s.id = ?').get(snapshotId)!

function volatileOf({ sqlite }: ReadDb, { id, dataset }: SnapshotKey): JsonObject {
  const row = prepared<[number], { volatile: string | null; reportedAt: number }>(
    sqlite,
    'SELECT volatile, reported_at reportedAt FROM snapshot WHERE id = ?',
  ).get(id)!
  return unpackVolatile(row.volatile, row.reportedAt, datasetById(dataset))
}

/** A snapshot's payload as received, except for the order of its lists. Throws `NOT_FOUND`. */
export function rebuild(db: ReadDb, snapshotId: number): JsonObject {
  return JSON.parse(rebuildText(db, snapshotId)) as JsonObject
}
