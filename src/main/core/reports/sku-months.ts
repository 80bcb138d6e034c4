/** Holders of every SKU over some months, added up over tenants. */
import type { Month } from '../../../shared/domain/month.ts'
import type { ReadDb } from '../history/db.ts'
import type { SkuCount } from '../history/holders.ts'
import type { MonthEnd } from './months.ts'
import { holdersAt, skuCountsAt } from './series-state.ts'

/** What is asked of one SKU. */
export interface SkuMonths {
  /** In the last month, of all tenants. */
  now: SkuCount
  /** Holders in the last month, tenant by tenant. */
  byTenant: number[]
  /** By month: null where a tenant that had begun by then has a gap, or none had begun. */
  holders: (number | null)[]
}

/** Every SKU that somebody held in one of `months`, by our number. Each tenant has a list in the last of them. */
export function skuMonths(db: ReadDb, tenants: readonly ReadonlyMap<Month, MonthEnd>[], months: readonly Month[]): Map<number, SkuMonths> {
  const last = months.length - 1
  const found = new Map<number, SkuMonths & { sums: number[] }>()
  const of = (skuId: number) => {
    const known = found.get(skuId)
    if (known !== undefined) return known
    const none = { now: { holders: 0, enabled: 0, disabled: 0 }, byTenant: [], holders: [], sums: months.map(() => 0) }
    found.set(skuId, none)
    return none
  }
  for (const ends of tenants) {
    const lists = months.flatMap((month, index) => {
      const snapshot = ends.get(month)?.snapshot
      return snapshot?.hasList === 1 ? [{ index, snapshot }] : []
    })
    const held = holdersAt(
      db,
      lists.map(({ snapshot }) => snapshot),
    )
    lists.forEach(({ index }, position) => {
      for (const [skuId, holders] of held[position]!) {
        of(skuId).sums[index]! += holders
      }
    })
    const { snapshot } = ends.get(months[last]!)!
    for (const [skuId, holders, enabled, disabled] of skuCountsAt(db, snapshot)) {
      const { now, byTenant } = of(skuId)
      byTenant.push(holders)
      now.holders += holders
      now.enabled += enabled
      now.disabled += disabled
    }
  }
  const complete = months.map((month) => isComplete(tenants, month))
  for (const sku of found.values()) sku.holders = sku.sums.map((sum, index) => (complete[index] ? sum : null))
  return found
}

function isComplete(tenants: readonly ReadonlyMap<Month, MonthEnd>[], month: Month): boolean {
  const begun = tenants.filter((ends) => [...ends.keys()].some((each) => each <= month))
  return begun.length > 0 && begun.every((ends) => ends.get(month)?.snapshot.hasList === 1)
}
