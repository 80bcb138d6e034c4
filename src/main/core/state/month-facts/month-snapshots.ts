/** Which snapshots a month's figures are read from, found in the evidence. */

import { endOfUtcDay } from '../../../../shared/domain/billing-period.ts'
import { type Calendar, lastDayOf, monthOfDay } from '../../../../shared/domain/calendar.ts'
import type { Month } from '../../../../shared/domain/month.ts'
import type { DatasetId } from '../../../../shared/domain/vendors.ts'
import { booleansOf, type StoredRow } from '../../database/booleans.ts'
import type { ReadDb } from '../../database/db.ts'
import { prepared } from '../../database/prepared.ts'
import { hasPossiblePeriodSql, reportTimeSql } from '../../evidence/report-time.ts'
import { datasetById } from '../../vendors/providers.ts'

/** Whose dataset: a tenant's, or the connection's if `tenantId` is null. */
export interface FactOwner {
  connectionId: number
  tenantId: number | null
  dataset: DatasetId
}

/** The snapshots of a month. */
export interface MonthSnapshots {
  /** The month-end: the last snapshot that is not set aside. */
  snapshotId: number
  /** For totals of all tenants: the snapshot that settles the month's units. */
  settlingId: number | null
  /** For people: the month-end before this one; null in the first month. */
  previousId: number | null
}

/** What decides a snapshot's place in time. */
export interface Timed {
  id: number
  number: number
  reportedAt: number
  periodEnd: string | null
}

/** A snapshot with what decides whether it settles its month. */
export interface Candidate extends Timed {
  observedAt: number
  hasList: boolean
}

/** Reads a row of these columns. */
export const readCandidate = booleansOf<Candidate>({ hasList: true })

/** Orders by billing period if there is one, then by report time, then by number. */
export function inTimeOrder(a: Timed, b: Timed): number {
  const [periodA, periodB] = [a.periodEnd ?? '', b.periodEnd ?? '']
  if (periodA !== periodB) return periodA < periodB ? -1 : 1
  return a.reportedAt - b.reportedAt || a.number - b.number || a.id - b.id
}

/** The month of a snapshot: that of its period's last UTC day, or of its report time in the reporting time zone. */
export function monthOfSnapshot({ periodEnd, reportedAt }: Pick<Timed, 'periodEnd' | 'reportedAt'>, calendar: Calendar): Month {
  return periodEnd === null ? calendar.monthOf(reportedAt) : monthOfDay(periodEnd)
}

/**
 * Whether a snapshot can settle the units of its month: it has totals as of the month's last day and was received after the month ended
 * (in the reporting time zone and in UTC).
 */
export function canSettle({ periodEnd, observedAt, hasList }: Candidate, month: Month, dataset: DatasetId, calendar: Calendar): boolean {
  if (datasetById(dataset).kind !== 'totals' || !hasList) return false
  const lastDay = lastDayOf(month)
  return periodEnd === lastDay && observedAt >= Math.max(calendar.bounds(month).end, endOfUtcDay(lastDay))
}

/** Whether `month_move` is kept for a dataset: one list of people per tenant, not one for each billing period. */
export const hasMoves = (dataset: DatasetId): boolean => datasetById(dataset).kind === 'people'

/** SQL: a `snapshot s` is not set aside. */
export const notSetAside = 'not exists (select 1 from set_aside a where a.snapshot_id = s.id and a.taken_back_at is null)'

/** The months of an owner's dataset, each with its snapshots, from every snapshot that is not set aside. */
export function monthSnapshots({ sqlite }: ReadDb, owner: FactOwner, calendar: Calendar): Map<Month, MonthSnapshots> {
  const { connectionId, tenantId, dataset } = owner
  const snapshots = prepared<unknown[], StoredRow<Candidate>>(
    sqlite,
    `select s.id, s.number, ${reportTimeSql} reportedAt, s.observed_at observedAt, s.period_end periodEnd, s.has_list hasList
     from series se join snapshot s on s.series_id = se.id
     where se.connection_id = ? and se.tenant_id is ? and se.dataset = ? and ${notSetAside} and ${hasPossiblePeriodSql}`,
  )
    .all(connectionId, tenantId, dataset)
    .map(readCandidate)
  const months = new Map<Month, MonthSnapshots>()
  for (const snapshot of snapshots.sort(inTimeOrder)) {
    const month = monthOfSnapshot(snapshot, calendar)
    const settlingId = canSettle(snapshot, month, dataset, calendar) ? snapshot.id : (months.get(month)?.settlingId ?? null)
    months.set(month, { snapshotId: snapshot.id, settlingId, previousId: null })
  }
  if (!hasMoves(dataset)) return months
  let previousId: number | null = null
  for (const [, snapshots] of [...months].sort(([a], [b]) => (a < b ? -1 : 1))) {
    snapshots.previousId = previousId
    previousId = snapshots.snapshotId
  }
  return months
}
