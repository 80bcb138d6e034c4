/**
 * What was read of a series, kept between answers for as long as nothing about the series changed. Evidence is append-only: the only
 * things that change what was read are a new snapshot, a set-aside or its end, and an erasure.
 */
import type { Database } from 'better-sqlite3'
import type { ReadDb } from '../history/db.ts'
import { countErasures } from '../history/erasures.ts'
import { prepared, preparedColumn } from '../history/prepared.ts'
import type { DatasetId } from '../providers/provider.ts'

/** Whose dataset: a tenant's, or a connection's own. */
export type SeriesOwner = { tenantId: number } | { connectionId: number }

/** Gives what is kept of an owner's dataset, else what `read` gives, which is told what was kept before something changed. */
export type KeptSeries = <T>(owner: SeriesOwner, dataset: DatasetId, read: (earlier: T | undefined) => T) => T

interface Slot {
  isCurrent: boolean
  value: unknown
}

interface Kept {
  /** Differs where what was read may not even serve as `earlier`: evidence was erased, or months are cut otherwise. */
  ground: string
  setAside: string
  newest: number
  slots: Map<string, Slot>
}

const keptOf = new WeakMap<Database, Kept>()

/** Looks what has changed since the last look, and gives what is still good. `timeZone` is the one that the values are read in. */
export function keptSeries(db: ReadDb, timeZone: string): KeptSeries {
  const kept = upToDate(db, `${countErasures(db)} ${timeZone}`)
  return (owner, dataset, read) => {
    const key = keyOf(owner, dataset)
    const slot = kept.slots.get(key)
    if (slot?.isCurrent) return slot.value as never
    const value = read(slot?.value as never)
    kept.slots.set(key, { isCurrent: true, value })
    return value
  }
}

function upToDate(db: ReadDb, ground: string): Kept {
  const { sqlite } = db
  // Each of them is read before anything that is kept under it: what changes in between is seen by the next look.
  const setAside = preparedColumn<string>(sqlite, "select count(*) || '/' || count(taken_back_at) from set_aside").get()!
  const known = keptOf.get(sqlite)
  if (known?.ground !== ground) {
    const newest = preparedColumn<number>(sqlite, 'select coalesce(max(id), 0) from snapshot').get()!
    const begun: Kept = { ground, setAside, newest, slots: new Map() }
    keptOf.set(sqlite, begun)
    return begun
  }
  // Without an erasure ids only grow. The cross join has SQLite begin with them.
  const added = prepared<[number], { id: number; tenantId: number | null; connectionId: number; dataset: DatasetId }>(
    sqlite,
    `select s.id, se.tenant_id tenantId, se.connection_id connectionId, se.dataset from snapshot s cross join series se on se.id = s.series_id where s.id > ?`,
  ).all(known.newest)
  for (const { id, tenantId, connectionId, dataset } of added) {
    known.newest = Math.max(known.newest, id)
    markChanged(known.slots.get(keyOf(tenantId === null ? { connectionId } : { tenantId }, dataset)))
  }
  if (known.setAside !== setAside) for (const slot of known.slots.values()) markChanged(slot)
  known.setAside = setAside
  return known
}

function markChanged(slot: Slot | undefined): void {
  if (slot !== undefined) slot.isCurrent = false
}

function keyOf(owner: SeriesOwner, dataset: DatasetId): string {
  return 'tenantId' in owner ? `tenant ${owner.tenantId} ${dataset}` : `connection ${owner.connectionId} ${dataset}`
}
