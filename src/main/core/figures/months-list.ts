/** The months of a history, for pickers: their tenants, and whose month-end is early. */

import { isNull } from 'drizzle-orm'
import type { MonthsAnswer, TenantCoverage } from '../../../shared/contract/figure-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { resolveTenant } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'
import { approvalTable } from '../database/schema/user.ts'
import { reportTimeSql } from '../evidence/report-time.ts'
import { isEarly, monthSpan } from './month-end.ts'
import type { Reading } from './reading.ts'
import { allTenants, coverage, datasetOf, goneSince, isExpected, type ReportTenant, reportOf, withReport } from './tenants.ts'

/** Answers `months.list`, newest first; months without a snapshot are included as gaps. Throws `NOT_FOUND`, `AMBIGUOUS`. */
export function monthsList(reading: Reading, ref: number | string | undefined, dataset?: DatasetId): MonthsAnswer {
  const { db, calendar, openMonth } = reading
  const id = ref === undefined ? null : resolveTenant(db, ref).id
  const tenants = allTenants(db)
    .filter((tenant) => id === null || tenant.id === id)
    .map((tenant) => {
      const report = id === null ? reportOf(tenant) : otherReportOf(tenant, dataset)
      const ends = reading.monthEnds(tenant.id, report)
      return { tenant, report, ends, first: ends.first }
    })
  const months = monthSpan(
    tenants.flatMap(({ ends }) => [...ends.keys()]),
    openMonth,
  )
  const approved = approvedMonths(db)
  const early = earlyTenants(reading, tenants)
  return {
    timeZone: calendar.timeZone,
    openMonth,
    goneSince: id === null || tenants[0] === undefined ? null : goneSince(tenants[0].tenant, calendar),
    months: months.toReversed().map((month) => ({
      month,
      open: month >= openMonth,
      tenants: coverage(
        tenants.map(({ tenant, ends, first }) => ({
          id: tenant.id,
          present: ends.has(month),
          // A billing period may end in a future month, where no other tenant is expected yet.
          expected: month <= openMonth && isExpected(tenant, month, first, calendar),
        })),
      ),
      approvedAt: approved.get(month) ?? null,
      early: early.get(month) ?? [],
    })),
  }
}

/** The tenants of each month whose month-end is early, in the given order. */
function earlyTenants(
  { db, calendar, now }: Reading,
  tenants: readonly { tenant: ReportTenant; report: DatasetId }[],
): Map<Month, number[]> {
  const rows = preparedRows<[tenantId: number, month: Month, reportedAt: number, periodStart: string | null, periodEnd: string | null]>(
    db.sqlite,
    `select f.tenant_id, f.month, ${reportTimeSql}, s.period_start, s.period_end from json_each(?) report
     cross join month_fact f on f.tenant_id = report.value ->> 0 and f.dataset = report.value ->> 1
     cross join snapshot s on s.id = f.snapshot_id order by report.key`,
  ).all(JSON.stringify(tenants.map(({ tenant, report }) => [tenant.id, report])))
  const found = new Map<Month, number[]>()
  for (const [tenantId, month, reportedAt, periodStart, periodEnd] of rows) {
    if (isEarly({ reportedAt, periodStart, periodEnd }, month, calendar, now)) getOrAdd(found, month, () => []).push(tenantId)
  }
  return found
}

/** The month before the current one that has a snapshot of any tenant's report, the latest; null without any. */
export function latestEndedMonth({ db, openMonth }: Reading): Month | null {
  const reports = (['petra', 'own', 'customer'] as const).map(datasetOf)
  return (
    preparedColumn<Month | null>(
      db.sqlite,
      `select max(month) from month_fact where tenant_id is not null and dataset in (select value from json_each(@reports)) and month < @openMonth`,
    ).get({ reports: JSON.stringify(reports), openMonth }) ?? null
  )
}

/** Which tenants have a snapshot in a month, as in `monthsList`; null for a month before the first snapshot. */
export function coverageIn(reading: Reading, tenants: readonly ReportTenant[], month: Month): TenantCoverage | null {
  reading.loadMonthBounds()
  reading.loadMonthEnds(month, month)
  const all = tenants.map((tenant) => ({ tenant, ends: reading.monthEnds(tenant.id, reportOf(tenant)) }))
  if (!all.some(({ ends }) => ends.first !== null && ends.first <= month)) return null
  return coverage(
    all.map(({ tenant, ends }) => ({
      id: tenant.id,
      present: ends.has(month),
      expected: month <= reading.openMonth && isExpected(tenant, month, ends.first, reading.calendar),
    })),
  )
}

/** The report whose months are listed; only an own organisation has a choice. */
const otherReportOf = (tenant: ReportTenant, dataset: DatasetId | undefined): DatasetId =>
  reportOf(withReport(tenant, dataset, dataset === 'genesys.contract-charges' ? dataset : 'genesys.licence-users'))

/** When each approved month was approved. */
function approvedMonths({ orm }: ReadDb): Map<string, string> {
  const open = orm.select().from(approvalTable).where(isNull(approvalTable.withdrawnAt)).all()
  return new Map(open.map(({ month, at }) => [month, isoTime(at)]))
}
