/** Holders per SKU on both sides of a difference, and what they cost. */
import type { CostChange, SkuDelta } from '../../../shared/contract/diff-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { costChange, costLine } from './costs.ts'
import type { Reading } from './deps.ts'
import type { MonthEnd } from './months.ts'
import { skuHolders, vendorIds } from './series-state.ts'

/** Holders of each SKU on both sides, of SKUs that someone holds on one of them; by id. `byMonth` tells which sides are month-ends. */
export function skuSides(
  { db, skuSets }: Reading,
  nameOf: (id: string) => string,
  from: MonthEnd,
  to: MonthEnd,
  byMonth: { from: boolean; to: boolean },
): SkuDelta[] {
  const textOf = vendorIds(db)
  const holdersOf = ({ snapshot }: MonthEnd, ofMonth: boolean): ReadonlyMap<string, number> =>
    ofMonth ? new Map([...skuSets.holders(snapshot.id)].map(([sku, holders]) => [textOf(sku), holders])) : skuHolders(db, snapshot)
  const [before, after] = [holdersOf(from, byMonth.from), holdersOf(to, byMonth.to)]
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((skuId) => {
    const [was, is] = [before.get(skuId) ?? 0, after.get(skuId) ?? 0]
    return { skuId, name: nameOf(skuId), before: was, after: is, delta: is - was }
  })
}

/** What SKUs' holders cost on both sides. Free SKUs without a price are not missing from it. */
export function licenceCostChange({ rules }: Reading, skus: readonly SkuDelta[], from: Month, to: Month): CostChange {
  const pairs = skus.map(({ skuId, before, after }) => ({
    name: skuId,
    before: costLine(before, rules.skuPrice(skuId, from)),
    after: costLine(after, rules.skuPrice(skuId, to)),
  }))
  return costChange(
    pairs.filter((pair) => pair.before.unitPrice !== null || pair.after.unitPrice !== null || !rules.free(to).has(pair.name)),
  )
}
