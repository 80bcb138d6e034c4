/** The sides of a difference. */
import type { Month } from '../../../../shared/domain/month.ts'
import type { Reading } from '../deps.ts'
import type { MonthEnd } from '../months.ts'
import { datasetOf, type ReportTenant } from '../tenants.ts'

/** A side to read: a month with its month-end, where there is one, or a snapshot that stands for itself. */
export interface SideRef {
  month: Month
  end: MonthEnd | undefined
  /** Whether it is a month with its month-end: its units may be settled, and its counts are in the month facts. */
  byMonth: boolean
}

/** A month as a side. */
export function monthSide(reading: Reading, tenant: ReportTenant, month: Month): SideRef {
  return { month, end: reading.monthEnds(tenant.id, datasetOf(tenant.kind)).get(month), byMonth: true }
}
