/** The sides of a difference. */
import type { Month } from '../../../../shared/domain/month.ts'
import type { MonthEnd } from '../month-end.ts'
import type { Reading } from '../reading.ts'
import { type ReportTenant, reportOf } from '../tenants.ts'

/** A side to read: a month with its month-end snapshot, if any, or a single snapshot. */
export interface SideRef {
  month: Month
  end: MonthEnd | undefined
  /** True for a month: its units may be settled, and its counts are in the month facts. */
  byMonth: boolean
}

/** A month as a side. */
export function monthSide(reading: Reading, tenant: ReportTenant, month: Month): SideRef {
  return { month, end: reading.monthEnds(tenant.id, reportOf(tenant)).get(month), byMonth: true }
}
