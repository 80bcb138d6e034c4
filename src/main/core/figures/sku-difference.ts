/** Holders per SKU on both sides of a difference, and SKUs without a price. */
import type { SkuDelta } from '../../../shared/contract/diff-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { SideRef } from './bridge/side.ts'
import type { Standing } from './bridge/standing.ts'
import type { MonthEnd } from './month-end.ts'
import type { Reading } from './reading.ts'
import { skuHolders } from './series-state.ts'

const nobody: ReadonlyMap<string, number> = new Map()

/** Holders by SKU id on a side that has a list; read from the month facts if the side is a month-end. */
export function holdersBySku({ db, skuSets }: Reading, { snapshot }: MonthEnd, byMonth: boolean): ReadonlyMap<string, number> {
  return byMonth ? skuSets.holders(snapshot.id) : skuHolders(db, snapshot)
}

/**
 * Holders on both sides of each SKU held on either, by SKU id. On the side where a new or gone tenant does not exist the count is 0.
 * Empty if a list is missing.
 */
export function skuSides(reading: Reading, nameOf: (id: string) => string, standing: Standing, from: SideRef, to: SideRef): SkuDelta[] {
  const heldAt = ({ end, byMonth }: SideRef) => (end?.snapshot.hasList ? holdersBySku(reading, end, byMonth) : null)
  const before = standing === 'new' ? nobody : heldAt(from)
  const after = standing === 'gone' ? nobody : heldAt(to)
  if (before === null || after === null) return []
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((skuId) => {
    const [was, is] = [before.get(skuId) ?? 0, after.get(skuId) ?? 0]
    return { skuId, name: nameOf(skuId), before: was, after: is, delta: is - was }
  })
}

/** Adds up the SKU deltas of several tenants. */
export function addSkus(sides: readonly SkuDelta[]): SkuDelta[] {
  const bySku = new Map<string, SkuDelta>()
  for (const each of sides) {
    const known = bySku.get(each.skuId)
    if (known === undefined) bySku.set(each.skuId, each)
    else {
      const sum = (key: 'before' | 'after' | 'delta') => known[key]! + each[key]!
      bySku.set(each.skuId, { ...known, before: sum('before'), after: sum('after'), delta: sum('delta') })
    }
  }
  return [...bySku.values()].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

/** SKUs whose cost is unknown on either side. Free SKUs without a price are not counted as missing. */
export function licencesLeftOut({ rules }: Reading, standing: Standing, skus: readonly SkuDelta[], from: Month, to: Month): string[] {
  return skus
    .filter(({ skuId }) => {
      const [was, is] = [rules.skuPrice(skuId, from), rules.skuPrice(skuId, to)]
      if (was === null && is === null) return !rules.free(to).has(skuId)
      return (standing !== 'new' && was === null) || (standing !== 'gone' && is === null)
    })
    .map(({ skuId }) => skuId)
}
