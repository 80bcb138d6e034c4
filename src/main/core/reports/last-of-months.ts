/** Month-ends straight from the index: what lies between them is not read. */
import type { Calendar } from '../../../shared/domain/calendar.ts'
import { monthRange } from '../../../shared/domain/month.ts'
import type { ReadDb } from '../history/db.ts'
import { prepared } from '../history/prepared.ts'
import { isBelievedSql } from '../history/report-time.ts'
import type { DatasetId } from '../providers/provider.ts'
import { notSetAside, type SnapshotRow, snapshotColumns, snapshotsOfTenant } from './snapshots.ts'

/**
 * The last snapshot of each month of a tenant's dataset without billing periods, in time order: of what is not set aside, as
 * `snapshotsOfTenant` would end each month.
 */
export function lastOfMonths(db: ReadDb, tenantId: number, dataset: DatasetId, calendar: Calendar): SnapshotRow[] {
  const span = prepared<unknown[], { first: number; last: number; believed: 0 | 1 }>(
    db.sqlite,
    `select min(first) first, max(last) last, min(believed) believed from (
       select (select min(s.reported_at) from snapshot s where s.series_id = se.id) first,
         (select max(s.reported_at) from snapshot s where s.series_id = se.id) last,
         (select ${isBelievedSql} from snapshot s where s.series_id = se.id order by s.reported_at limit 1)
           and (select ${isBelievedSql} from snapshot s where s.series_id = se.id order by s.reported_at desc limit 1) believed
       from series se where se.tenant_id = ? and se.dataset = ?) having first is not null`,
  ).get(tenantId, dataset)
  if (span === undefined) return []
  // Where one of the two is wrongly dated, every snapshot has to be looked at for when it counts.
  if (span.believed === 0) return lastOfEachMonth(snapshotsOfTenant(db, tenantId, dataset), calendar)
  const months = monthRange(calendar.monthOf(span.first), calendar.monthOf(span.last)).map((month) => calendar.bounds(month))
  return prepared<unknown[], SnapshotRow>(
    db.sqlite,
    `select ${snapshotColumns} from json_each(?) b join series se on se.tenant_id = ? and se.dataset = ?
       join snapshot s on s.id = (select s.id from snapshot s where s.series_id = se.id and s.reported_at >= b.value ->> 0 and s.reported_at < b.value ->> 1
         and ${notSetAside} and ${isBelievedSql} order by s.reported_at desc, s.number desc limit 1) order by s.reported_at`,
  ).all(JSON.stringify(months.map(({ start, end }) => [start, end])), tenantId, dataset)
}

function lastOfEachMonth(snapshots: readonly SnapshotRow[], calendar: Calendar): SnapshotRow[] {
  return [...new Map(snapshots.map((snapshot) => [calendar.monthOf(snapshot.reportedAt), snapshot])).values()]
}
