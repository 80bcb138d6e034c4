/** Both costs of one month, line by line: the numbers between which a bridge of money runs. */
import { type CostLine, costLine } from '../costs.ts'
import type { TenantSide } from './tenant-facts.ts'

/** The vendor's bill of a tenant. */
export const billOf = ({ units, unitPrice }: TenantSide): CostLine => costLine(units, unitPrice)

/** The licence cost of a tenant: a line for each SKU that somebody holds; none without a list. */
export function licenceCostOf({ holders, skuPrice }: TenantSide): (CostLine & { skuId: string })[] {
  return [...(holders ?? [])].map(([skuId, held]) => ({ skuId, ...costLine(held, skuPrice(skuId)) }))
}
