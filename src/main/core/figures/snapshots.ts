/** Snapshots for figures: those not set aside, by day, ordered by report time and number. */

import type { Calendar } from '../../../shared/domain/calendar.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import { hasPossiblePeriodSql, reportTimeSql } from '../evidence/report-time.ts'
import type { SnapshotColumns } from '../evidence/snapshot-row.ts'
import { inTimeOrder, notSetAside } from '../state/month-facts/month-snapshots.ts'

/** A snapshot's own numbers. Times are ms since 1970 UTC; an implausible report time is replaced by our collection time. */
export interface SnapshotRow extends Omit<SnapshotColumns, 'volatile' | 'unchanged' | 'sha256'> {
  dataset: DatasetId
  /** Null for a connection's dataset. */
  tenantId: number | null
  connectionId: number
}

/** The columns of a `SnapshotRow`, from `snapshot s` and `series se`. */
export const snapshotColumns = `s.id, s.series_id seriesId, s.number, se.dataset, se.tenant_id tenantId, se.connection_id connectionId, ${reportTimeSql} reportedAt,
  s.observed_at observedAt, s.period_start periodStart, s.period_end periodEnd, s.has_list hasList, s.reported, s.units, s.listed, s.holders,
  s.enabled, s.disabled, s.without_id withoutId, s.duplicates, s.frame_id frameId, s.warnings`

/** Reads a row of `snapshotColumns`. */
export const readSnapshotRow = booleansOf<SnapshotRow>({ hasList: true })

/** SQL: a `snapshot s` counts in figures. One with an impossible billing period belongs to no month. */
const counts = `${notSetAside} and ${hasPossiblePeriodSql}`

/** The snapshots of one dataset of a tenant that are not set aside, in time order. */
export function snapshotsOfTenant(db: ReadDb, tenantId: number, dataset: DatasetId): SnapshotRow[] {
  return prepared<unknown[], StoredRow<SnapshotRow>>(
    db.sqlite,
    `select ${snapshotColumns} from series se join snapshot s on s.series_id = se.id where se.tenant_id = ? and se.dataset = ? and ${counts}`,
  )
    .all(tenantId, dataset)
    .map(readSnapshotRow)
    .sort(inTimeOrder)
}

/** The snapshots of a connection's own dataset that are not set aside, in time order. */
export function snapshotsOfConnection(db: ReadDb, connectionId: number, dataset: DatasetId): SnapshotRow[] {
  return prepared<unknown[], StoredRow<SnapshotRow>>(
    db.sqlite,
    `select ${snapshotColumns} from series se join snapshot s on s.series_id = se.id
       where se.connection_id = ? and se.tenant_id is null and se.dataset = ? and ${counts}`,
  )
    .all(connectionId, dataset)
    .map(readSnapshotRow)
    .sort(inTimeOrder)
}

/** A snapshot that must exist. */
export function snapshotRow(db: ReadDb, id: number): SnapshotRow {
  const row = prepared<unknown[], StoredRow<SnapshotRow>>(
    db.sqlite,
    `select ${snapshotColumns} from snapshot s join series se on se.id = s.series_id where s.id = ?`,
  ).get(id)!
  return readSnapshotRow(row)
}

/** A snapshot by its id, whether set aside or not; undefined if there is none. */
export function snapshotById(db: ReadDb, id: number): AnySnapshotRow | undefined {
  const row = prepared<unknown[], StoredRow<AnySnapshotRow>>(
    db.sqlite,
    `select ${snapshotColumns}, not (${notSetAside}) setAside from snapshot s join series se on se.id = s.series_id where s.id = ?`,
  ).get(id)
  return row && readAnySnapshotRow(row)
}

interface AnySnapshotRow extends SnapshotRow {
  setAside: boolean
}

const readAnySnapshotRow = booleansOf<AnySnapshotRow>({ hasList: true, setAside: true })

/** The day that a snapshot is about; null for a billing period that was read outside it. */
export function dayOfSnapshot(snapshot: SnapshotRow, calendar: Calendar): string | null {
  const { periodStart, periodEnd } = snapshot
  if (periodEnd === null) return calendar.dayOf(snapshot.reportedAt)
  if (periodStart === periodEnd) return periodEnd
  const day = calendar.dayOf(snapshot.reportedAt)
  return (periodStart === null || day >= periodStart) && day <= periodEnd ? day : null
}
