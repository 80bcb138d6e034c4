/** Holders of each SKU by month, added up over tenants, from the stored SKU sets. */

import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { preparedRows } from '../database/prepared.ts'
import type { SkuCount } from '../state/holders.ts'
import type { MonthEnd } from './month-end.ts'
import type { Reading } from './reading.ts'

/** Holders of one SKU. */
export interface SkuHolders {
  /** In the last month, over all tenants. */
  now: SkuCount
  /** Holders in the last month, tenant by tenant. */
  byTenant: number[]
  /** By month; null if a tenant with earlier history has a gap, or no tenant had history yet. */
  holders: (number | null)[]
}

/** A tenant that has a list in the last month. */
interface TenantMonths {
  tenant: { id: number }
  ends: ReadonlyMap<Month, MonthEnd>
}

/** Every SKU held in one of `months`. */
export function holdersByMonth(
  reading: Reading,
  dataset: DatasetId,
  tenants: readonly TenantMonths[],
  months: readonly Month[],
): Map<string, SkuHolders> {
  const last = months.length - 1
  const ids = tenants.map(({ tenant }) => tenant.id)
  const lists = monthsWithList(reading, dataset, ids, months)
  const found = new Map<string, SkuHolders & { sums: number[] }>()
  const of = (skuId: string) =>
    getOrAdd(found, skuId, () => ({
      now: { holders: 0, enabled: 0, disabled: 0 },
      byTenant: [],
      holders: [],
      sums: months.map(() => 0),
    }))
  for (const { month, skus, holders, enabled, disabled } of sumSets(reading, dataset, ids, months)) {
    const index = months.indexOf(month)
    for (const skuId of skus) {
      const sku = of(skuId)
      sku.sums[index]! += holders
      if (index !== last) continue
      sku.now.holders += holders
      sku.now.enabled += enabled
      sku.now.disabled += disabled
    }
  }
  for (const { ends } of tenants) {
    for (const [skuId, holders] of reading.skuSets.holders(ends.get(months[last]!)!.snapshot.id)) of(skuId).byTenant.push(holders)
  }
  const complete = months.map((month) => isComplete(tenants, month, lists.get(month)))
  for (const sku of found.values()) {
    sku.holders = sku.sums.map((sum, index) => (complete[index] ? sum : null))
  }
  return found
}

interface SetSum extends SkuCount {
  month: Month
  skus: readonly string[]
}

/** Holders of each SKU set in each month, added up over the tenants. */
function sumSets({ db, skuSets }: Reading, dataset: DatasetId, tenantIds: readonly number[], months: readonly Month[]): SetSum[] {
  return preparedRows<[Month, setId: number, holders: number, enabled: number, disabled: number]>(
    db.sqlite,
    `select f.month, m.sku_set_id, sum(m.holders), sum(m.enabled), sum(m.disabled)
     from json_each(@tenants) t cross join month_fact f on f.tenant_id = t.value and f.dataset = @dataset and f.month between @from and @to
     cross join month_sku_set m on m.snapshot_id = f.snapshot_id group by f.month, m.sku_set_id`,
  )
    .all({ tenants: JSON.stringify(tenantIds), dataset, from: months[0], to: months.at(-1) })
    .map(([month, setId, holders, enabled, disabled]) => ({ month, skus: skuSets.skusOf(setId), holders, enabled, disabled }))
}

/** The tenants whose month-end has a list, by month. */
function monthsWithList(
  { db }: Reading,
  dataset: DatasetId,
  tenantIds: readonly number[],
  months: readonly Month[],
): Map<Month, Set<number>> {
  const rows = preparedRows<[Month, number]>(
    db.sqlite,
    `select f.month, f.tenant_id from json_each(@tenants) t
     cross join month_fact f on f.tenant_id = t.value and f.dataset = @dataset and f.month between @from and @to
     cross join snapshot s on s.id = f.snapshot_id where s.has_list = 1`,
  ).all({ tenants: JSON.stringify(tenantIds), dataset, from: months[0], to: months.at(-1) })
  const lists = new Map<Month, Set<number>>()
  for (const [month, tenantId] of rows) getOrAdd(lists, month, () => new Set<number>()).add(tenantId)
  return lists
}

function isComplete(tenants: readonly TenantMonths[], month: Month, withList: ReadonlySet<number> = new Set()): boolean {
  const begun = tenants.filter(({ ends }) => [...ends.keys()].some((each) => each <= month))
  return begun.length > 0 && begun.every(({ tenant }) => withList.has(tenant.id))
}
