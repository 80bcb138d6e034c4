/** Month-end snapshots from the month facts. Snapshot rows are read on demand. */

import type { Calendar } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import type { StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared, preparedRows } from '../database/prepared.ts'
import { isEarly, type MonthEnd } from './month-end.ts'
import { readSnapshotRow, type SnapshotRow, snapshotColumns, snapshotRow } from './snapshots.ts'

/** Owner of a dataset: a tenant or a connection. */
export type MonthsOwner = { tenantId: number } | { connectionId: number }

const ofOwner = (owner: MonthsOwner) =>
  'tenantId' in owner
    ? 'f.tenant_id = @tenantId and f.dataset = @dataset'
    : 'f.tenant_id is null and f.connection_id = @connectionId and f.dataset = @dataset'

/** Month-end snapshots of one dataset by month, in time order. */
export class MonthEnds implements ReadonlyMap<Month, MonthEnd> {
  readonly #db: ReadDb
  readonly #owner: MonthsOwner & { dataset: DatasetId }
  readonly #clock: { calendar: Calendar; now: number }
  readonly #snapshotIds: ReadonlyMap<Month, number>
  readonly #ends = new Map<Month, MonthEnd>()

  constructor(db: ReadDb, owner: MonthsOwner & { dataset: DatasetId }, clock: { calendar: Calendar; now: number }) {
    this.#db = db
    this.#owner = owner
    this.#clock = clock
    const rows = preparedRows<[Month, number]>(
      db.sqlite,
      `select f.month, f.snapshot_id from month_fact f where ${ofOwner(owner)} order by f.month`,
    ).all(owner)
    this.#snapshotIds = new Map(rows)
  }

  get size(): number {
    return this.#snapshotIds.size
  }

  has(month: Month): boolean {
    return this.#snapshotIds.has(month)
  }

  get(month: Month): MonthEnd | undefined {
    const id = this.#snapshotIds.get(month)
    if (id === undefined) return undefined
    return this.#ends.get(month) ?? this.keep(month, snapshotRow(this.#db, id))
  }

  keys(): MapIterator<Month> {
    return this.#snapshotIds.keys()
  }

  values(): MapIterator<MonthEnd> {
    return this.#all().values()
  }

  entries(): MapIterator<[Month, MonthEnd]> {
    return this.#all().entries()
  }

  [Symbol.iterator](): MapIterator<[Month, MonthEnd]> {
    return this.entries()
  }

  forEach(each: (end: MonthEnd, month: Month, ends: ReadonlyMap<Month, MonthEnd>) => void): void {
    for (const [month, end] of this.entries()) each(end, month, this)
  }

  /** Caches the snapshot of a month that was read elsewhere. */
  keep(month: Month, snapshot: SnapshotRow): MonthEnd {
    const end = { month, snapshot, early: isEarly(snapshot, month, this.#clock.calendar, this.#clock.now) }
    this.#ends.set(month, end)
    return end
  }

  /** Reads all months with one query. */
  #all(): Map<Month, MonthEnd> {
    const rows = prepared<unknown[], StoredRow<SnapshotRow> & { month: Month }>(
      this.#db.sqlite,
      `select f.month, ${snapshotColumns} from month_fact f join snapshot s on s.id = f.snapshot_id join series se on se.id = s.series_id
       where ${ofOwner(this.#owner)} order by f.month`,
    ).all(this.#owner)
    return new Map(rows.map(({ month, ...stored }) => [month, this.#ends.get(month) ?? this.keep(month, readSnapshotRow(stored))]))
  }
}

/** Month-end snapshots of all tenants in a span, with one query. */
export function* readMonthEnds(
  { sqlite }: ReadDb,
  from: Month,
  to: Month,
): Generator<{ tenantId: number; dataset: DatasetId; month: Month; snapshot: SnapshotRow }> {
  const rows = prepared<unknown[], StoredRow<SnapshotRow> & { tenantId: number; month: Month }>(
    sqlite,
    `select f.month, ${snapshotColumns} from month_fact f join snapshot s on s.id = f.snapshot_id join series se on se.id = s.series_id
     where f.tenant_id is not null and f.month between ? and ?`,
  ).all(from, to)
  for (const { month, ...stored } of rows)
    yield { tenantId: stored.tenantId, dataset: stored.dataset, month, snapshot: readSnapshotRow(stored) }
}
