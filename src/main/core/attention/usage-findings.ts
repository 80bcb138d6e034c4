/** Genesys charges with unused commitments, grown overage, or unusual usage. */
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import type { UsageRow } from '../../../shared/contract/usage-answers.ts'
import { endOfUtcDay } from '../../../shared/domain/billing-period.ts'
import { type Decimal, decimalText, difference, moneyText, parseDecimal } from '../../../shared/domain/decimal.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { type UsageAt, usageAt } from '../charges/usage-at.ts'
import { noAllowanceNote } from '../charges/usage-rows.ts'
import { latestEnd, type MonthEnd } from '../figures/month-end.ts'
import type { Reading } from '../figures/reading.ts'
import { datasetOf, type ReportTenant } from '../figures/tenants.ts'
import { type Found, found } from './finding.ts'
import { type UsageOf, unusualUsage } from './unusual-usage.ts'

/** Growth of an overage by less than this share is normal variation. */
const newsAbove = '0.1'

/** Finds what there is to say of a customer's billing period of the month; without a month, of its latest period. */
export function usageFinder(reading: Reading, asked: Month | undefined): (tenant: ReportTenant) => Found[] {
  const known = new Map<number, UsageAt>()
  const usageOf: UsageOf = ({ snapshot }) => getOrAdd(known, snapshot.id, () => usageAt(reading.db, snapshot))
  return (tenant) => usageFindings(reading, usageOf, tenant, asked)
}

function usageFindings(reading: Reading, usageOf: UsageOf, tenant: ReportTenant, asked: Month | undefined): Found[] {
  const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
  const end = asked === undefined ? latestEnd(ends) : ends.get(asked)
  if (end === undefined || (asked === undefined && (tenant.goneAt !== null || end.month < previousMonth(reading.openMonth)))) return []
  const before = ends.get(previousMonth(end.month))
  // Until a period ends, its commitment may still be used; its overage is already due.
  const ended = isOver(reading, end) ? end : asked === undefined ? before : undefined
  const grown = before === undefined ? [] : grownOverage(usageOf, tenant, before, end)
  if (ended === undefined) return grown
  const seen = new Set(grown.flatMap(({ chargeId }) => chargeId ?? []))
  const left = unused(usageOf, tenant, ended).filter(({ chargeId }) => chargeId === null || !seen.has(chargeId))
  for (const { chargeId } of left) if (chargeId !== null) seen.add(chargeId)
  return [...grown, ...left, ...unusualUsage(reading, usageOf, tenant, ended, seen)]
}

/** Whether the period is over and was read at its end, so that no usage is missing. */
function isOver({ now }: Reading, { snapshot, early }: MonthEnd): boolean {
  return snapshot.periodEnd !== null && endOfUtcDay(snapshot.periodEnd) <= now && !early
}

function unused(usageOf: UsageOf, tenant: ReportTenant, end: MonthEnd): Found[] {
  const { rows, currency } = usageOf(end)
  return [...byCharge(rows)].flatMap(([chargeId, sent]) =>
    sent.flatMap((row, index): Found[] => {
      const left = rest(row)
      if (left === null) return []
      const price = parseDecimal(row.prepayPrice)
      return [
        found({
          kind: 'unused-commitments',
          tenant: tenant.id,
          month: end.month,
          end,
          key: [chargeId, ...(index === 0 ? [] : [String(index)])],
          chargeId,
          text: `${named(row)}: ${row.used} of ${row.committed} committed were used; ${quantity(decimalText(left), row)} were paid for but not used.`,
          money: currency === null || price === null ? [] : [total(left.times(price), currency)],
        }),
      ]
    }),
  )
}

/** The unused part of a commitment that costs something; null if there is none. */
function rest({ kind, used, committed, prepayPrice }: UsageRow): Decimal | null {
  const [all, taken] = [parseDecimal(committed), parseDecimal(used)]
  if ((kind !== 'usage' && kind !== 'third-party') || all === null || taken === null || taken.gte(all)) return null
  return parseDecimal(prepayPrice)?.eq(0) ? null : all.minus(taken)
}

/** Charges whose overage is larger than in the period before. Charges that were sent twice are skipped: they have no single overage. */
function grownOverage(usageOf: UsageOf, tenant: ReportTenant, before: MonthEnd, end: MonthEnd): Found[] {
  const earlier = usageOf(before)
  const now = usageOf(end)
  const earlierOf = byCharge(earlier.rows)
  return [...byCharge(now.rows)].flatMap(([chargeId, sent]): Found[] => {
    const row = single(sent)
    const was = single(earlierOf.get(chargeId))
    // Without an allowance row, the vendor's policy may cover the usage, so there may be no overage.
    if (row === null || was === null || row.note?.includes(noAllowanceNote)) return []
    const growth = difference(parseDecimal(was.over), parseDecimal(row.over))
    if (growth === null || growth.lte(0) || growth.lt(parseDecimal(was.over)!.times(newsAbove))) return []
    const more = difference(parseDecimal(was.overCost), parseDecimal(row.overCost))
    // At a price of 0, or one that fell, the overage costs no more than before.
    if (more?.lte(0)) return []
    return [
      found({
        kind: 'growing-overage',
        tenant: tenant.id,
        month: end.month,
        end,
        key: [chargeId],
        chargeId,
        text: `${named(row)}: ${quantity(row.over, row)} over commitment and allowance, ${decimalText(growth)} more than in ${before.month}.`,
        money: more === null || now.currency === null || now.currency !== earlier.currency ? [] : [total(more, now.currency)],
      }),
    ]
  })
}

const byCharge = (rows: readonly UsageRow[]): Map<string, UsageRow[]> => Map.groupBy(rows, ({ chargeId }) => chargeId)

const single = (rows: readonly UsageRow[] | undefined): UsageRow | null => (rows?.length === 1 ? rows[0]! : null)

const named = ({ name, chargeId }: UsageRow): string => name ?? chargeId

const quantity = (amount: string | null, { unit }: UsageRow): string => (unit === null ? `${amount}` : `${amount} (${unit})`)

const total = (amount: Decimal, currency: string): MoneyTotal => ({ currency, amount: moneyText(amount, currency) })
