/** Genesys charges whose usage changed more than it did before. */
import type { UsageRow } from '../../../shared/contract/usage-answers.ts'
import { decimalText, difference, moneyText, parseDecimal } from '../../../shared/domain/decimal.ts'
import { addMonths, monthRange, previousMonth } from '../../../shared/domain/month.ts'
import { usageAt } from '../charges/usage-at.ts'
import type { MonthEnd } from '../figures/month-end.ts'
import type { Reading } from '../figures/reading.ts'
import { datasetOf, type ReportTenant } from '../figures/tenants.ts'
import { type Found, found } from './finding.ts'
import { usualRange } from './usual-range.ts'

/** Billing periods before the current one that are read. */
const monthsOfHistory = 25

/** The findings of an ended period, without the charges in `known`. The amount is the change of the overage's cost. */
export function unusualUsage(reading: Reading, tenant: ReportTenant, end: MonthEnd, known: ReadonlySet<string>): Found[] {
  const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
  const months = monthRange(addMonths(end.month, -monthsOfHistory), previousMonth(end.month))
  const now = usageAt(reading.db, end.snapshot)
  const measured = single(now.rows).filter((row) => row.used !== null && isUsage(row) && !known.has(row.chargeId))
  if (measured.length === 0) return []
  // A period last read before its end lacks usage, so it is a gap here.
  const earlier = months.map((month) => {
    const at = ends.get(month)
    return at === undefined || at.early ? null : new Map(single(usageAt(reading.db, at.snapshot).rows).map((row) => [row.chargeId, row]))
  })
  return measured.flatMap((row): Found[] => {
    const before = earlier.at(-1)?.get(row.chargeId)
    const range = usualRange(earlier.map((rows) => numberOf(rows?.get(row.chargeId)?.used ?? null)))
    const change = difference(parseDecimal(before?.used), parseDecimal(row.used))
    if (before === undefined || range === null || change === null) return []
    if (change.gte(range.low) && change.lte(range.high)) return []
    const cost = difference(parseDecimal(before.overCost), parseDecimal(row.overCost))
    const unit = row.unit === null ? '' : ` (${row.unit})`
    return [
      found({
        kind: 'unusual-usage',
        tenant: tenant.id,
        month: end.month,
        end,
        key: [row.chargeId, end.month],
        chargeId: row.chargeId,
        text: `${row.name ?? row.chargeId}: ${signed(decimalText(change))}${unit} used since ${previousMonth(end.month)} (now ${row.used}); a period usually changes it by ${signed(String(range.low))} to ${signed(String(range.high))}.`,
        money:
          cost === null || cost.eq(0) || now.currency === null
            ? []
            : [{ currency: now.currency, amount: moneyText(cost.abs(), now.currency) }],
      }),
    ]
  })
}

const isUsage = ({ kind }: UsageRow): boolean => kind === 'usage' || kind === 'third-party'

/** Without charges that were sent twice, which have no single usage. */
const single = (rows: readonly UsageRow[]): UsageRow[] =>
  [...Map.groupBy(rows, ({ chargeId }) => chargeId).values()].flatMap((same) => (same.length === 1 ? same : []))

/** For statistics only; shown values keep all digits. */
const numberOf = (text: string | null): number | null => (text === null ? null : Number(text))

/** `+7`, `−3`, `±0`. */
const signed = (value: string): string => (value === '0' ? '±0' : value.startsWith('-') ? `−${value.slice(1)}` : `+${value}`)
