/** The two sides of a difference: month-ends, or any two snapshots. */
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../errors.ts'
import { datasetById } from '../providers/providers.ts'
import type { Reading } from './deps.ts'
import { isEarly, type MonthEnd } from './months.ts'
import { lastSnapshotBetween, monthOfSnapshot, snapshotById } from './snapshots.ts'
import { datasetOf, type ReportTenant } from './tenants.ts'

/** A tenant's month-end snapshot; undefined for a gap. Without billing periods it is found without reading the others. */
export function monthEndOf(reading: Reading, tenant: ReportTenant, month: Month): MonthEnd | undefined {
  const { db, calendar, now } = reading
  const dataset = datasetOf(tenant.kind)
  if (datasetById(dataset).hasPeriods) return reading.monthEnds(tenant.id, dataset).get(month)
  const { start, end } = calendar.bounds(month)
  const snapshot = lastSnapshotBetween(db, tenant.id, dataset, start, end)
  return snapshot === undefined ? undefined : { month, snapshot, early: isEarly(snapshot, month, calendar, now) }
}

/** The month-end or the snapshot that a side names. Throws `NO_SNAPSHOT`, `NOT_FOUND`, `BAD_REQUEST`. */
export function sideOf(reading: Reading, tenant: ReportTenant, ref: string | number): MonthEnd {
  const { db, calendar } = reading
  if (typeof ref === 'string') {
    const end = monthEndOf(reading, tenant, parseMonth(ref))
    if (end) return end
    throw noSnapshot(tenant, ref, monthsOf(reading, tenant))
  }
  const snapshot = snapshotById(db, ref)
  if (snapshot === undefined) throw new AppError('NOT_FOUND', `There is no snapshot ${ref}.`, { data: { snapshotId: ref } })
  if (snapshot.tenantId !== tenant.id || snapshot.dataset !== datasetOf(tenant.kind)) {
    throw new AppError(
      'BAD_REQUEST',
      `Snapshot ${ref} is not one of tenant ${tenant.id}. Choose two snapshots of the same tenant and dataset.`,
      {
        data: { snapshotId: ref, tenant: tenant.id },
      },
    )
  }
  if (snapshot.setAside === 1) {
    throw new AppError('BAD_REQUEST', `Snapshot ${ref} is set aside and in no figure. Take it back first, or choose another.`, {
      data: { snapshotId: ref },
    })
  }
  return { month: monthOfSnapshot(snapshot, calendar), snapshot, early: false }
}

/** The months of which a tenant has a snapshot. */
function monthsOf({ snapshots, calendar }: Reading, tenant: ReportTenant): Month[] {
  return [...new Set(snapshots(tenant.id, datasetOf(tenant.kind)).map((snapshot) => monthOfSnapshot(snapshot, calendar)))]
}

/** `NO_SNAPSHOT` with the months that there are. */
export function noSnapshot(tenant: Pick<ReportTenant, 'id'>, month: string, months: readonly Month[]): AppError {
  const sorted = [...months].sort()
  const known =
    sorted.length === 0 ? 'There is none of this tenant yet: collect first.' : `There are some from ${sorted[0]} to ${sorted.at(-1)}.`
  return new AppError('NO_SNAPSHOT', `There is no snapshot of tenant ${tenant.id} in ${month}. ${known}`, {
    data: { tenant: tenant.id, month, first: sorted[0] ?? null, last: sorted.at(-1) ?? null },
  })
}
