/** Holders per SKU on both sides of a difference, and what they cost. */
import type { CostChange, SkuDelta } from '../../../shared/contract/diff-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { costChange, costLine } from './costs.ts'
import type { Reading } from './deps.ts'
import type { MonthEnd } from './months.ts'
import { skuHolders } from './series-state.ts'

/** Holders of each SKU on both sides, of SKUs that someone holds on one of them; by id. */
export function skuSides({ db }: Reading, nameOf: (id: string) => string, from: MonthEnd, to: MonthEnd): SkuDelta[] {
  const [before, after] = [skuHolders(db, from.snapshot), skuHolders(db, to.snapshot)]
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
