/** Genesys charges whose usage changed more than it did before. */
import type { UsageRow } from '../../../shared/contract/usage-answers.ts'
import { decimalText, difference, moneyText, parseDecimal } from '../../../shared/domain/decimal.ts'
import { addMonths, type Month, monthRange, previousMonth } from '../../../shared/domain/month.ts'
import { chargesSentOnce, type UsageAt } from '../charges/usage-at.ts'
import { prepared } from '../database/prepared.ts'
import { reportTimeSql } from '../evidence/report-time.ts'
import { isEarly, type MonthEnd } from '../figures/month-end.ts'
import type { Reading } from '../figures/reading.ts'
import type { SnapshotRow } from '../figures/snapshots.ts'
import { datasetOf, type ReportTenant } from '../figures/tenants.ts'
import { type Found, found } from './finding.ts'
import { usualRange } from './usual-range.ts'

/** Reads the usage at a month-end. */
export type UsageOf = (end: MonthEnd) => UsageAt

/** Billing periods before the current one that are read. */
const monthsOfHistory = 25

/** The findings of an ended period, without the charges in `known`. The amount is the change of the overage's cost. */
export function unusualUsage(reading: Reading, usageOf: UsageOf, tenant: ReportTenant, end: MonthEnd, known: ReadonlySet<string>): Found[] {
  const now = usageOf(end)
  const measured = [...chargesSentOnce(now.rows).values()].filter((row) => row.used !== null && isUsage(row) && !known.has(row.chargeId))
  if (measured.length === 0) return []
  const last = previousMonth(end.month)
  const months = monthRange(addMonths(end.month, -monthsOfHistory), last)
  const earlier = readUsed(reading, tenant, months)
  return measured.flatMap((row): Found[] => {
    const used = months.map((month) => earlier.get(month)?.get(row.chargeId) ?? null)
    const range = usualRange(used.map(numberOf))
    const change = difference(parseDecimal(used.at(-1)), parseDecimal(row.used))
    if (range === null || change === null) return []
    if (change.gte(range.low) && change.lte(range.high)) return []
    const before = reading.monthEnds(tenant.id, dataset).get(last)
    const overCost = before === undefined ? null : chargesSentOnce(usageOf(before).rows).get(row.chargeId)?.overCost
    const cost = difference(parseDecimal(overCost), parseDecimal(row.overCost))
    const unit = row.unit === null ? '' : ` (${row.unit})`
    return [
      found({
        kind: 'unusual-usage',
        tenant: tenant.id,
        month: end.month,
        end,
        key: [row.chargeId, end.month],
        chargeId: row.chargeId,
        text: `${row.name ?? row.chargeId}: ${signed(decimalText(change))}${unit} used since ${last} (now ${row.used}); a period usually changes it by ${signed(String(range.low))} to ${signed(String(range.high))}.`,
        money:
          cost === null || cost.eq(0) || now.currency === null
            ? []
            : [{ currency: now.currency, amount: moneyText(cost.abs(), now.currency) }],
      }),
    ]
  })
}

const dataset = datasetOf('customer')

/** The usage of each charge by month, from the month facts. A period that was read before its end lacks usage: it is a gap here. */
function readUsed({ db, calendar, now }: Reading, tenant: ReportTenant, months: readonly Month[]): Map<Month, Map<string, string>> {
  const rows = prepared<[object], Pick<SnapshotRow, 'periodStart' | 'periodEnd' | 'reportedAt'> & { month: Month; used: string }>(
    db.sqlite,
    `select f.month, f.charges_used used, s.period_start periodStart, s.period_end periodEnd, ${reportTimeSql} reportedAt
     from month_fact f join snapshot s on s.id = f.snapshot_id
     where f.tenant_id = @tenantId and f.dataset = @dataset and f.month between @from and @to`,
  ).all({ tenantId: tenant.id, dataset, from: months[0], to: months.at(-1) })
  return new Map(
    rows
      .filter(({ month, ...snapshot }) => !isEarly(snapshot, month, calendar, now))
      .map(({ month, used }) => [month, new Map(JSON.parse(used) as [string, string][])]),
  )
}

const isUsage = ({ kind }: UsageRow): boolean => kind === 'usage' || kind === 'third-party'

/** For statistics only; shown values keep all digits. */
const numberOf = (text: string | null): number | null => (text === null ? null : Number(text))

/** `+7`, `−3`, `±0`. */
const signed = (value: string): string => (value === '0' ? '±0' : value.startsWith('-') ? `−${value.slice(1)}` : `+${value}`)
