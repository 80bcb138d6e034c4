/** Holders of each SKU by month, added up over tenants, from the stored SKU sets. */

import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { SkuCount } from '../state/holders.ts'
import type { Present } from './licence-scope.ts'
import type { Reading } from './reading.ts'
import type { SetSum } from './sku-sets.ts'

/** Holders of one SKU. */
export interface SkuHolders {
  /** In the last month, over all tenants. */
  now: SkuCount
  /** Holders in the last month, tenant by tenant. */
  byTenant: number[]
  /** By month; null if a tenant with earlier history has a gap, or no tenant had history yet. */
  holders: (number | null)[]
}

/** Every SKU held in one of `months` by tenants that have a list in the last one. `sets` are the SKU sets of the last month. */
export function holdersByMonth(
  reading: Reading,
  dataset: DatasetId,
  tenants: readonly Present[],
  months: readonly Month[],
  sets: readonly SetSum[],
): Map<string, SkuHolders> {
  const last = months.length - 1
  const ids = tenants.map(({ tenant }) => tenant.id)
  const lists = new Map<Month, Set<number>>()
  const found = new Map<string, SkuHolders & { sums: number[] }>()
  const of = (skuId: string) =>
    getOrAdd(found, skuId, () => ({
      now: { holders: 0, enabled: 0, disabled: 0 },
      byTenant: [],
      holders: [],
      sums: months.map(() => 0),
    }))
  for (const { tenantId, month, holders } of reading.skuSets.holdersIn(ids, dataset, months[0]!, months[last]!)) {
    getOrAdd(lists, month, () => new Set<number>()).add(tenantId)
    const index = months.indexOf(month)
    for (const [skuId, held] of holders) {
      const sku = of(skuId)
      sku.sums[index]! += held
      if (index === last) sku.byTenant.push(held)
    }
  }
  for (const { skuIds, holders, enabled, disabled } of sets) {
    for (const skuId of skuIds) {
      const { now } = of(skuId)
      now.holders += holders
      now.enabled += enabled
      now.disabled += disabled
    }
  }
  const complete = months.map((month) => isComplete(tenants, month, lists.get(month)))
  for (const sku of found.values()) {
    sku.holders = sku.sums.map((sum, index) => (complete[index] ? sum : null))
  }
  return found
}

function isComplete(tenants: readonly Present[], month: Month, withList: ReadonlySet<number> = new Set()): boolean {
  const begun = tenants.filter(({ ends }) => ends.first !== null && ends.first <= month)
  return begun.length > 0 && begun.every(({ tenant }) => withList.has(tenant.id))
}
