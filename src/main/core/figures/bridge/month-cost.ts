/** Both costs of one month by line: the two ends of a money bridge. */
import { type CostLine, costLine } from '../costs.ts'
import type { TenantSide } from './tenant-facts.ts'

/** A tenant's line of the vendor's bill. */
export const billOf = ({ units, unitPrice }: TenantSide): CostLine => costLine(units, unitPrice)

/** A tenant's licence cost: one line per SKU held; empty without a list. */
export function licenceCostOf({ holders, skuPrice }: Pick<TenantSide, 'holders' | 'skuPrice'>): (CostLine & { skuId: string })[] {
  return [...(holders ?? [])].map(([skuId, held]) => ({ skuId, ...costLine(held, skuPrice(skuId)) }))
}
