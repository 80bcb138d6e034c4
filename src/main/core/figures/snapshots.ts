/** Snapshots for figures: those not set aside, by day, ordered by report time and number. */
import type { Calendar } from '../../../shared/domain/calendar.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { hasPossiblePeriodSql, reportTimeSql } from '../evidence/report-time.ts'
import { inTimeOrder, notSetAside } from '../state/month-facts/month-snapshots.ts'
import type { DatasetId } from '../vendors/provider.ts'

/** A snapshot's own numbers. Times are ms since 1970 UTC. */
export interface SnapshotRow {
  id: number
  seriesId: number
  number: number
  dataset: DatasetId
  /** Null for a connection's dataset. */
  tenantId: number | null
  connectionId: number
  /** The vendor's report time, or our collection time if the vendor's is implausible. */
  reportedAt: number
  observedAt: number
  periodStart: string | null
  periodEnd: string | null
  hasList: 0 | 1
  reported: number | null
  units: number | null
  listed: number | null
  holders: number | null
  enabled: number | null
  disabled: number | null
  withoutId: number | null
  duplicates: number | null
  frameId: number
  /** JSON array of warnings; null without any. */
  warnings: string | null
}

/** The columns of a `SnapshotRow`, from `snapshot s` and `series se`. */
export const snapshotColumns = `s.id, s.series_id seriesId, s.number, se.dataset, se.tenant_id tenantId, se.connection_id connectionId, ${reportTimeSql} reportedAt,
  s.observed_at observedAt, s.period_start periodStart, s.period_end periodEnd, s.has_list hasList, s.reported, s.units, s.listed, s.holders,
  s.enabled, s.disabled, s.without_id withoutId, s.duplicates, s.frame_id frameId, s.warnings`

/** SQL condition for a `snapshot s` that counts in figures; one with an impossible billing period does not. */
const counts = `${notSetAside} and ${hasPossiblePeriodSql}`

/** The snapshots of one dataset of a tenant that are not set aside, in time order. */
export function snapshotsOfTenant(db: ReadDb, tenantId: number, dataset: DatasetId): SnapshotRow[] {
  return prepared<unknown[], SnapshotRow>(
    db.sqlite,
    `select ${snapshotColumns} from series se join snapshot s on s.series_id = se.id where se.tenant_id = ? and se.dataset = ? and ${counts}`,
  )
    .all(tenantId, dataset)
    .sort(inTimeOrder)
}

/** The snapshots of a connection's own dataset that are not set aside, in time order. */
export function snapshotsOfConnection(db: ReadDb, connectionId: number, dataset: DatasetId): SnapshotRow[] {
  return prepared<unknown[], SnapshotRow>(
    db.sqlite,
    `select ${snapshotColumns} from series se join snapshot s on s.series_id = se.id
       where se.connection_id = ? and se.tenant_id is null and se.dataset = ? and ${counts}`,
  )
    .all(connectionId, dataset)
    .sort(inTimeOrder)
}

/** A snapshot that must exist. */
export function snapshotRow(db: ReadDb, id: number): SnapshotRow {
  return prepared<unknown[], SnapshotRow>(
    db.sqlite,
    `select ${snapshotColumns} from snapshot s join series se on se.id = s.series_id where s.id = ?`,
  ).get(id)!
}

/** A snapshot by id, set aside or not; undefined if there is none. */
export function snapshotById(db: ReadDb, id: number): (SnapshotRow & { setAside: 0 | 1 }) | undefined {
  return prepared<unknown[], SnapshotRow & { setAside: 0 | 1 }>(
    db.sqlite,
    `select ${snapshotColumns}, not (${notSetAside}) setAside from snapshot s join series se on se.id = s.series_id where s.id = ?`,
  ).get(id)
}

/** The day that a snapshot counts for; null if a billing period was read on a day outside it. */
export function dayOfSnapshot(snapshot: SnapshotRow, calendar: Calendar): string | null {
  const { periodStart, periodEnd } = snapshot
  if (periodEnd === null) return calendar.dayOf(snapshot.reportedAt)
  if (periodStart === periodEnd) return periodEnd
  const day = calendar.dayOf(snapshot.reportedAt)
  return (periodStart === null || day >= periodStart) && day <= periodEnd ? day : null
}
