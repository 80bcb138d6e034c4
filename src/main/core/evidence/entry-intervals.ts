/** Updates a series' intervals of entries and SKU lists to the list of a new snapshot. */
import type { Database, Statement } from 'better-sqlite3'
import { getOrAdd } from '../base/get-or-add.ts'
import { prepared } from '../database/prepared.ts'
import type { CutEntry } from './cut.ts'
import type { Intern } from './intern.ts'
import { packText } from './pack.ts'
import { placeEntries, type Slotted } from './slots.ts'

/** The ids whose entries differ between a list and the previous one. */
export type ChangedIds = ReadonlySet<string>

/** A stored entry whose interval is open. */
interface OpenEntry {
  ownerId: number
  ownerOccurrence: number
  vendorId: number
  occurrence: number
  body: string | null
  skuListId: number | null
}

/** A received entry with the row ids of its texts. */
interface ReceivedEntry {
  id: string
  vendorId: number
  body: string
  skuListId: number | null
  nested: ReceivedEntry[]
}

interface Target {
  sqlite: Database
  seriesId: number
  number: number
}

/**
 * Closes and opens intervals at snapshot `number` and returns how many changed. With `changed`, only entries of those ids are compared: the
 * caller guarantees that the others are already stored and that none has nested entries.
 */
export function updateEntries(
  target: Target,
  entries: readonly CutEntry[],
  intern: { vendorId: Intern; skuList: Intern },
  changed: ChangedIds | null,
): number {
  const change = changer(target)
  const touched = changed === null ? entries : entries.filter((entry) => changed.has(entry.id))
  const open = byOwner(changed === null ? openEntries(target) : [...changed].flatMap((id) => openEntriesOf(target, intern.vendorId(id))))
  const received = touched.map((entry): ReceivedEntry => receive(entry, intern))
  updateList(
    change,
    { ownerId: 0, ownerOccurrence: 0 },
    open,
    Map.groupBy(received, (entry) => entry.vendorId),
  )
  return change.count()
}

type Owner = Pick<OpenEntry, 'ownerId' | 'ownerOccurrence'>
type OpenByOwner = Map<string, Map<number, Slotted<OpenEntry>[]>>

function updateList(change: Changer, owner: Owner, open: OpenByOwner, received: Map<number, ReceivedEntry[]>): void {
  const stored = open.get(ownerKey(owner)) ?? new Map<number, Slotted<OpenEntry>[]>()
  for (const vendorId of new Set([...stored.keys(), ...received.keys()])) {
    for (const { slot, old, new: now } of placeEntries(stored.get(vendorId) ?? [], received.get(vendorId) ?? [], sameEntry)) {
      const key = { ...owner, vendorId, occurrence: slot }
      if (old !== null && old.body !== now?.body) change.closeEntry(key)
      if (now !== null && old?.body !== now.body) change.openEntry(key, packText(now.body, now.id))
      if (old !== null && old.skuListId !== null && old.skuListId !== now?.skuListId) change.closeSkuList(key)
      if (now !== null && now.skuListId !== null && old?.skuListId !== now.skuListId) change.openSkuList(key, now.skuListId)
      const nested = Map.groupBy(now?.nested ?? [], (item) => item.vendorId)
      const inner = { ownerId: vendorId, ownerOccurrence: slot }
      // Only entries of the list itself have nested ones. A nested entry with its owner's id has the key of its owner, which must not be followed.
      const isOfList = owner.ownerId === 0
      if (isOfList && (nested.size > 0 || open.has(ownerKey(inner)))) updateList(change, inner, open, nested)
    }
  }
}

const sameEntry = (old: OpenEntry, now: ReceivedEntry) => old.body === now.body && old.skuListId === now.skuListId

const ownerKey = (owner: Owner) => `${owner.ownerId}/${owner.ownerOccurrence}`

function receive(entry: CutEntry, intern: { vendorId: Intern; skuList: Intern }): ReceivedEntry {
  return {
    id: entry.id,
    vendorId: intern.vendorId(entry.id),
    body: entry.body,
    skuListId: entry.skuList === null ? null : intern.skuList(entry.skuList),
    nested: entry.nested.map((item) => receive(item, intern)),
  }
}

const openEntry = `SELECT e.owner_id ownerId, e.owner_occurrence ownerOccurrence, e.vendor_id vendorId, e.occurrence, e.body, l.sku_list_id skuListId
  FROM entry e LEFT JOIN entry_sku_list l ON e.owner_id = 0 AND l.series_id = e.series_id AND l.vendor_id = e.vendor_id
    AND l.occurrence = e.occurrence AND l.to_number IS NULL
  WHERE e.series_id = ? AND e.to_number IS NULL`

function openEntries({ sqlite, seriesId }: Target): OpenEntry[] {
  return prepared<[number], OpenEntry>(sqlite, openEntry).all(seriesId)
}

function openEntriesOf({ sqlite, seriesId }: Target, vendorId: number): OpenEntry[] {
  const those = `${openEntry} AND e.owner_id = 0 AND e.owner_occurrence = 0 AND e.vendor_id = ?`
  return prepared<[number, number], OpenEntry>(sqlite, those).all(seriesId, vendorId)
}

function byOwner(entries: OpenEntry[]): OpenByOwner {
  const open: OpenByOwner = new Map()
  for (const entry of entries) {
    const list = getOrAdd(open, ownerKey(entry), () => new Map<number, Slotted<OpenEntry>[]>())
    getOrAdd(list, entry.vendorId, () => []).push({ slot: entry.occurrence, value: entry })
  }
  return open
}

type EntryKey = Pick<OpenEntry, 'ownerId' | 'ownerOccurrence' | 'vendorId' | 'occurrence'>

interface Changer {
  closeEntry(key: EntryKey): void
  openEntry(key: EntryKey, packed: string): void
  closeSkuList(key: EntryKey): void
  openSkuList(key: EntryKey, skuListId: number): void
  count(): number
}

function changer({ sqlite, seriesId, number }: Target): Changer {
  let changes = 0
  const run = (statement: Statement, ...values: (number | string)[]) => {
    changes += statement.run(...values).changes
  }
  const closeEntry = prepared(
    sqlite,
    `UPDATE entry_row SET to_number = ? WHERE series_id = ? AND owner_id = ? AND owner_occurrence = ? AND vendor_id = ? AND occurrence = ?
     AND to_number IS NULL`,
  )
  const openEntry = prepared(
    sqlite,
    'INSERT INTO entry_row (series_id, owner_id, owner_occurrence, vendor_id, occurrence, from_number, packed) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const closeSkuList = prepared(
    sqlite,
    'UPDATE entry_sku_list SET to_number = ? WHERE series_id = ? AND vendor_id = ? AND occurrence = ? AND to_number IS NULL',
  )
  const openSkuList = prepared(
    sqlite,
    'INSERT INTO entry_sku_list (series_id, vendor_id, occurrence, from_number, sku_list_id) VALUES (?, ?, ?, ?, ?)',
  )
  return {
    closeEntry: (key) => run(closeEntry, number, seriesId, key.ownerId, key.ownerOccurrence, key.vendorId, key.occurrence),
    openEntry: (key, packed) => run(openEntry, seriesId, key.ownerId, key.ownerOccurrence, key.vendorId, key.occurrence, number, packed),
    closeSkuList: (key) => run(closeSkuList, number, seriesId, key.vendorId, key.occurrence),
    openSkuList: (key, skuListId) => run(openSkuList, seriesId, key.vendorId, key.occurrence, number, skuListId),
    count: () => changes,
  }
}
