/** Month-ends straight from the index: what lies between them is not read, and what was read is kept while the series stands still. */
import type { Database } from 'better-sqlite3'
import { type Calendar, monthRange } from '../../../shared/domain/month.ts'
import type { ReadDb } from '../history/db.ts'
import { prepared, preparedColumn } from '../history/prepared.ts'
import type { DatasetId } from '../providers/provider.ts'
import { notSetAside, type SnapshotRow, snapshotColumns } from './snapshots.ts'

interface Kept {
  /** Differs where a snapshot came, went, or was set aside. */
  version: string
  rows: readonly SnapshotRow[]
}

const kept = new WeakMap<Database, Map<string, Kept>>()

interface Span {
  first: number
  last: number
  version: string
}

/**
 * The last snapshot of each month of a tenant's dataset without billing periods, in time order: of what is not set aside, as
 * `snapshotsOfTenant` would end each month.
 */
export function lastOfMonths(db: ReadDb, tenantId: number, dataset: DatasetId, calendar: Calendar): readonly SnapshotRow[] {
  const span = prepared<unknown[], Span>(
    db.sqlite,
    `select min(first) first, max(last) last, group_concat(seen, ' ') version from (
       select (select min(s.reported_at) from snapshot s where s.series_id = se.id) first,
         (select max(s.reported_at) from snapshot s where s.series_id = se.id) last,
         (select max(s.id) from snapshot s where s.series_id = se.id and s.number = (select max(number) from snapshot where series_id = se.id))
           || '/' || (select min(number) from snapshot where series_id = se.id) seen
       from series se where se.tenant_id = ? and se.dataset = ?) having first is not null`,
  ).get(tenantId, dataset)
  if (span === undefined) return []
  const version = `${calendar.timeZone} ${span.version} ${span.last} ${setAsideVersion(db)}`
  const cache = kept.get(db.sqlite) ?? new Map<string, Kept>()
  kept.set(db.sqlite, cache)
  const key = `${tenantId} ${dataset}`
  const known = cache.get(key)
  if (known?.version === version) return known.rows
  const months = monthRange(calendar.monthOf(span.first), calendar.monthOf(span.last)).map((month) => calendar.bounds(month))
  const rows = prepared<unknown[], SnapshotRow>(
    db.sqlite,
    `select ${snapshotColumns} from json_each(?) b join series se on se.tenant_id = ? and se.dataset = ?
       join snapshot s on s.id = (select s.id from snapshot s where s.series_id = se.id and s.reported_at >= b.value ->> 0 and s.reported_at < b.value ->> 1
         and ${notSetAside} order by s.reported_at desc, s.number desc limit 1) order by s.reported_at`,
  ).all(JSON.stringify(months.map(({ start, end }) => [start, end])), tenantId, dataset)
  cache.set(key, { version, rows })
  return rows
}

/** Setting aside and taking back are rows that are only added and closed. */
function setAsideVersion({ sqlite }: ReadDb): string {
  return preparedColumn<string>(sqlite, "select count(*) || '/' || count(taken_back_at) from set_aside").get()!
}
