/** Both costs of one month by line: the two ends of a money bridge. */
import { costInMinorUnits } from '../../../../shared/domain/minor-units.ts'
import { type CostLine, costLine } from '../costs.ts'
import type { TenantSide } from './tenant-facts.ts'

/** A tenant's licence cost: one line per SKU held; empty without a list. */
export function licenceCostOf({ holders, skuPrice }: Pick<TenantSide, 'holders' | 'skuPrice'>): (CostLine & { skuId: string })[] {
  return [...(holders ?? [])].map(([skuId, held]) => ({ skuId, ...costLine(held, skuPrice(skuId)) }))
}

/** Amounts by currency, in its smallest unit. */
export type Amounts = Map<string, bigint>

/** A tenant's month added up, with the same rounding as the lines above. */
export interface MonthCosts {
  /** Empty without units or without a price. */
  bill: Amounts
  licences: Amounts
  /** SKUs held that have no price. */
  withoutPrice: string[]
}

/** Adds up both costs of a tenant's month. */
export function monthCosts({ units, unitPrice, holders, skuPrice }: TenantSide): MonthCosts {
  const costs: MonthCosts = { bill: new Map(), licences: new Map(), withoutPrice: [] }
  if (units !== null && unitPrice !== null) {
    const { currency, scaled } = unitPrice
    costs.bill.set(currency, costInMinorUnits(BigInt(units), scaled, currency))
  }
  for (const [skuId, held] of holders ?? []) {
    const price = skuPrice(skuId)
    if (price === null) costs.withoutPrice.push(skuId)
    else addAmount(costs.licences, price.currency, costInMinorUnits(BigInt(held), price.scaled, price.currency))
  }
  return costs
}

/** Adds amounts of several tenants. */
export function sumAmounts(all: readonly Amounts[]): Amounts {
  const total: Amounts = new Map()
  for (const amounts of all) for (const [currency, amount] of amounts) addAmount(total, currency, amount)
  return total
}

const addAmount = (amounts: Amounts, currency: string, amount: bigint) => amounts.set(currency, (amounts.get(currency) ?? 0n) + amount)
