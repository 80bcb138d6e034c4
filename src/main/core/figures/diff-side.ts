/** Resolves the two sides of a difference: month-ends or any two snapshots. */
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { unknownSnapshot } from '../database/not-found.ts'
import { monthOfSnapshot } from '../state/month-facts/month-snapshots.ts'
import type { SideRef } from './bridge/side.ts'
import type { Reading } from './reading.ts'
import { snapshotById } from './snapshots.ts'
import { goneSince, type ReportTenant, reportOf } from './tenants.ts'

/** Resolves a side: a month, with its month-end snapshot if it has one, or a snapshot. Throws `NOT_FOUND`, `BAD_REQUEST`. */
export function sideOf(reading: Reading, tenant: ReportTenant, ref: string | number): SideRef {
  const { db, calendar } = reading
  if (typeof ref === 'string') {
    const month = parseMonth(ref)
    return { month, end: reading.monthEnds(tenant.id, reportOf(tenant)).get(month), byMonth: true }
  }
  const snapshot = snapshotById(db, ref)
  if (snapshot === undefined) throw unknownSnapshot(ref)
  if (snapshot.tenantId !== tenant.id || snapshot.dataset !== reportOf(tenant)) {
    throw new AppError(
      'BAD_REQUEST',
      `Snapshot ${ref} does not belong to tenant ${tenant.id}. Choose two snapshots of the same tenant and dataset.`,
      {
        data: { snapshotId: ref, tenant: tenant.id },
      },
    )
  }
  if (snapshot.setAside) {
    throw new AppError(
      'BAD_REQUEST',
      `Snapshot ${ref} is set aside and not used in figures. Include it again first, or choose another one.`,
      {
        data: { snapshotId: ref },
      },
    )
  }
  const month = monthOfSnapshot(snapshot, calendar)
  return { month, end: { month, snapshot, early: false }, byMonth: false }
}

/** `NO_SNAPSHOT` with the months that have one, and since when the tenant is gone if that is why. */
export function noSnapshot({ calendar }: Reading, tenant: ReportTenant, month: string, months: readonly Month[]): AppError {
  const sorted = [...months].sort()
  const left = goneSince(tenant, calendar)
  const gone = left !== null && month >= left ? left : null
  const known =
    sorted.length === 0 ? 'This tenant has none yet. Collect first.' : `There are snapshots from ${sorted[0]} to ${sorted.at(-1)}.`
  const why =
    gone === null
      ? `There is no snapshot of tenant ${tenant.id} in ${month}.`
      : `There is no snapshot of tenant ${tenant.id} in ${month}: the vendor has not listed it since ${gone}.`
  return new AppError('NO_SNAPSHOT', `${why} ${known}`, {
    data: { tenant: tenant.id, month, first: sorted[0] ?? null, last: sorted.at(-1) ?? null, goneSince: gone },
  })
}
