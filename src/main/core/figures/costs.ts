/**
 * The two costs, which are never added to each other: the vendor's bill (units × a price per connection) and licences (SKU price × holders).
 * Each line is rounded half-up to its currency's digits; totals add rounded lines and list what they leave out.
 */
import type { MoneyTotal, VendorCostLine } from '../../../shared/contract/licence-answers.ts'
import { type Decimal, decimalText, moneyText, parseDecimal, zero } from '../../../shared/domain/decimal.ts'
import { costInMinorUnits, minorUnitsText, scaledDecimal } from '../../../shared/domain/minor-units.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { Price, RuleBook } from '../rules/rule-book.ts'
import type { Units } from './tenant-totals.ts'
import type { ReportTenant } from './tenants.ts'

/** One line of a cost; null where there is no price or no quantity. */
export interface CostLine {
  unitPrice: string | null
  currency: string | null
  cost: string | null
}

/** A quantity at a price. */
export function costLine(quantity: number | null, price: Price | null): CostLine {
  return quantity === null ? { ...costOfEach([], price), cost: null } : costOfEach([quantity], price)
}

/** Quantities of several tenants at one price. Each is rounded on its own, so that the tenants' costs add up to the total. */
export function costOfEach(quantities: readonly number[], price: Price | null): CostLine {
  if (price === null) return { unitPrice: null, currency: null, cost: null }
  const { amount: unitPrice, currency } = price
  const each = scaledDecimal(unitPrice)
  const total = quantities.reduce((sum, quantity) => sum + costInMinorUnits(BigInt(quantity), each, currency), 0n)
  return { unitPrice, currency, cost: minorUnitsText(total, currency) }
}

/** A tenant's line of the vendor's bill. */
export function vendorLine(rules: RuleBook, tenant: ReportTenant, month: Month, units: Units | null): VendorCostLine {
  return {
    tenant: tenant.id,
    units: units?.value ?? null,
    state: units?.state ?? null,
    ...costLine(units?.value ?? null, rules.unitPrice(tenant.connectionId, month)),
  }
}

/** One total per currency, sorted by currency. */
export function moneyTotals(lines: readonly CostLine[]): MoneyTotal[] {
  return [...totalsByCurrency(lines)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount: moneyText(amount, currency) }))
}

function totalsByCurrency(lines: readonly CostLine[]): Map<string, Decimal> {
  const totals = new Map<string, Decimal>()
  for (const { currency, cost } of lines) {
    if (currency === null || cost === null) continue
    totals.set(currency, (totals.get(currency) ?? zero).plus(parseDecimal(cost) ?? zero))
  }
  return totals
}

/** The change between two decimal strings; the delta is null if either is missing. */
export function decimalChange(
  before: string | null,
  after: string | null,
): { before: string | null; after: string | null; delta: string | null } {
  const [was, is] = [parseDecimal(before), parseDecimal(after)]
  return { before, after, delta: was === null || is === null ? null : decimalText(is.minus(was)) }
}
