/** Month-end snapshots from the month facts. Snapshot rows are read on demand. */

import type { Calendar } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { type DatasetId, datasetIds } from '../../../shared/domain/vendors.ts'
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

/** The first and the last month of a dataset. */
export interface MonthBounds {
  first: Month
  last: Month
}

/** Month-end snapshots of one dataset by month, in time order. */
export class MonthEnds implements ReadonlyMap<Month, MonthEnd> {
  readonly #db: ReadDb
  readonly #owner: MonthsOwner & { dataset: DatasetId }
  readonly #clock: { calendar: Calendar; now: number }
  readonly #ends = new Map<Month, MonthEnd>()
  #bounds: MonthBounds | null | undefined
  #snapshotIds: ReadonlyMap<Month, number> | undefined

  constructor(db: ReadDb, owner: MonthsOwner & { dataset: DatasetId }, clock: { calendar: Calendar; now: number }) {
    this.#db = db
    this.#owner = owner
    this.#clock = clock
  }

  /** The first month; null without any. */
  get first(): Month | null {
    return this.#knownBounds()?.first ?? null
  }

  /** The last month; null without any. It may be in the future: a billing period belongs to the month in which it ends. */
  get last(): Month | null {
    return this.#knownBounds()?.last ?? null
  }

  get size(): number {
    return this.#ids().size
  }

  has(month: Month): boolean {
    return this.#ends.has(month) || (this.#isInBounds(month) && this.#ids().has(month))
  }

  get(month: Month): MonthEnd | undefined {
    const known = this.#ends.get(month)
    if (known !== undefined || !this.#isInBounds(month)) return known
    const id = this.#ids().get(month)
    return id === undefined ? undefined : this.keep(month, snapshotRow(this.#db, id))
  }

  keys(): MapIterator<Month> {
    return this.#ids().keys()
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

  /** Caches a month's snapshot that was read elsewhere. */
  keep(month: Month, snapshot: SnapshotRow): MonthEnd {
    const end = { month, snapshot, early: isEarly(snapshot, month, this.#clock.calendar, this.#clock.now) }
    this.#ends.set(month, end)
    return end
  }

  /** Caches bounds that were read elsewhere. */
  keepBounds(bounds: MonthBounds): void {
    this.#bounds = bounds
  }

  #knownBounds(): MonthBounds | null {
    if (this.#bounds === undefined) {
      const [first] = this.#ids().keys()
      this.#bounds = first === undefined ? null : { first, last: [...this.#ids().keys()].at(-1)! }
    }
    return this.#bounds
  }

  #isInBounds(month: Month): boolean {
    const bounds = this.#knownBounds()
    return bounds !== null && month >= bounds.first && month <= bounds.last
  }

  #ids(): ReadonlyMap<Month, number> {
    this.#snapshotIds ??= new Map(
      preparedRows<[Month, number]>(
        this.#db.sqlite,
        `select f.month, f.snapshot_id from month_fact f where ${ofOwner(this.#owner)} order by f.month`,
      ).all(this.#owner),
    )
    return this.#snapshotIds
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

/** The first and last month of every tenant's datasets, with one query that looks up both ends, because most months are between them. */
export function readMonthBounds({ sqlite }: ReadDb): (MonthBounds & { tenantId: number; dataset: DatasetId })[] {
  const month = (order: 'asc' | 'desc') =>
    `(select month from month_fact where tenant_id = t.id and dataset = d.value order by month ${order} limit 1)`
  return prepared<unknown[], MonthBounds & { tenantId: number; dataset: DatasetId }>(
    sqlite,
    `select t.id tenantId, d.value dataset, ${month('asc')} first, ${month('desc')} last from tenant t cross join json_each(?) d
     where first is not null`,
  ).all(JSON.stringify(datasetIds))
}

/** Month-end snapshots of all tenants in a span, with one query. */
export function* readMonthEnds(
  { sqlite }: ReadDb,
  from: Month,
  to: Month,
): Generator<{ tenantId: number; dataset: DatasetId; month: Month; snapshot: SnapshotRow }> {
  // Looked up by tenant, since most rows of the table are outside the span.
  const rows = prepared<unknown[], StoredRow<SnapshotRow> & { tenantId: number; month: Month }>(
    sqlite,
    `select f.month, ${snapshotColumns} from tenant t cross join json_each(@datasets) d
     cross join month_fact f on f.tenant_id = t.id and f.dataset = d.value and f.month between @from and @to
     cross join snapshot s on s.id = f.snapshot_id cross join series se on se.id = s.series_id`,
  ).all({ datasets: JSON.stringify(datasetIds), from, to })
  for (const { month, ...stored } of rows)
    yield { tenantId: stored.tenantId, dataset: stored.dataset, month, snapshot: readSnapshotRow(stored) }
}
