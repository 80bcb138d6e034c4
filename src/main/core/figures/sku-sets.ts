/** Reads the SKU sets stored in the month facts and applies rules to them. */
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb } from '../database/db.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'
import type { SkuCount } from '../state/holders.ts'

/** Reads SKU sets. SKUs are vendor ids. */
export interface SkuSets {
  /** The SKUs of a set, sorted. */
  skusOf(setId: number): readonly string[]
  /** Reads what `skusOf` returns for several sets, with one query. */
  loadSets(setIds: Iterable<number>): void
  /** The holders of each set at several month-ends, added up. People without a SKU are in none. */
  sums(snapshotIds: readonly number[]): SetSum[]
  /** Distinct people who hold at least one SKU that is not excluded, at a month-end with a list. */
  recount(snapshotId: number, excluded: ReadonlySet<string>): number
  /** The same at several month-ends; month-ends without a list are not in the map. */
  recounts(snapshotIds: readonly number[], excluded: ReadonlySet<string>): ReadonlyMap<number, number>
  /** Number of holders of each SKU at a month-end. Empty without a list. */
  holders(snapshotId: number): ReadonlyMap<string, number>
  /** Reads what `holders` returns for several month-ends, with one query. */
  loadHolders(snapshotIds: readonly number[]): void
  /** Number of holders of each SKU at the month-ends of some tenants that have a list, from one month to another, with one query. */
  holdersIn(tenantIds: readonly number[], dataset: DatasetId, from: Month, to: Month): Generator<TenantHolders>
  /** Reads what `recount` and `holders` return for several month-ends, with one query each. */
  load(snapshotIds: readonly number[], excluded: ReadonlySet<string>): void
  /** The SKUs held at any of the given month-ends. */
  held(snapshotIds: readonly number[]): ReadonlySet<string>
}

/** How many people hold exactly these SKUs. */
export interface SetSum extends SkuCount {
  skuIds: readonly string[]
}

/** The holders of each SKU at a tenant's month-end. */
export interface TenantHolders {
  tenantId: number
  month: Month
  holders: ReadonlyMap<string, number>
}

/** Creates a reader for one answer. `textOf` gives the vendor id behind an internal id. */
export function skuSetReader(db: ReadDb, textOf: (id: number) => string): SkuSets {
  const { sqlite } = db
  const sets = new Map<number, readonly string[]>()
  const loadSets = (setIds: Iterable<number>) => {
    const rows = preparedRows<[number, string]>(sqlite, 'select id, skus from sku_set where id in (select value from json_each(?))').all(
      JSON.stringify([...setIds]),
    )
    for (const [id, skus] of rows) sets.set(id, parse<number[]>(skus).map(textOf).sort())
  }
  const skusOf = (setId: number) => {
    if (!sets.has(setId)) loadSets([setId])
    return sets.get(setId)!
  }
  const unbilled = new Map<ReadonlySet<string>, string>()
  const unbilledBy = (excluded: ReadonlySet<string>) => getOrAdd(unbilled, excluded, () => JSON.stringify(unbilledSets(db, excluded)))
  const recounts: SkuSets['recounts'] = (snapshotIds, excluded) =>
    new Map(preparedRows<[number, number]>(sqlite, billedHolders).all({ ids: JSON.stringify(snapshotIds), unbilled: unbilledBy(excluded) }))
  const loadedRecounts = new Map<ReadonlySet<string>, Map<number, number>>()
  const loadedHolders = new Map<number, ReadonlyMap<string, number>>()
  /** From `sku_holders` of `month_fact`. */
  const parseHolders = (json: string): ReadonlyMap<string, number> => {
    const holders = new Map<string, number>()
    for (const count of parse<[skuId: number, holders: number][]>(json)) holders.set(textOf(count[0]), count[1])
    return holders
  }
  const loadHolders = (snapshotIds: readonly number[]) => {
    const rows = preparedRows<[number, string]>(
      sqlite,
      'select snapshot_id, sku_holders from json_each(?) i cross join month_fact on snapshot_id = i.value where sku_holders is not null',
    ).all(JSON.stringify(snapshotIds))
    for (const [id, holders] of rows) loadedHolders.set(id, parseHolders(holders))
  }
  const holders = (snapshotId: number) => {
    if (!loadedHolders.has(snapshotId)) loadHolders([snapshotId])
    return loadedHolders.get(snapshotId) ?? nobody
  }
  return {
    skusOf,
    loadSets,
    sums(snapshotIds) {
      const rows = preparedRows<[setId: number, holders: number, enabled: number, disabled: number]>(
        sqlite,
        `select m.sku_set_id, sum(m.holders), sum(m.enabled), sum(m.disabled)
         from json_each(?) s cross join month_sku_set m on m.snapshot_id = s.value group by m.sku_set_id`,
      ).all(JSON.stringify(snapshotIds))
      loadSets(rows.map(([setId]) => setId))
      return rows.map(([setId, holders, enabled, disabled]) => ({ skuIds: skusOf(setId), holders, enabled, disabled }))
    },
    recounts,
    recount: (snapshotId, excluded) =>
      loadedRecounts.get(excluded)?.get(snapshotId) ?? recounts([snapshotId], excluded).get(snapshotId) ?? 0,
    holders,
    loadHolders,
    *holdersIn(tenantIds, dataset, from, to) {
      const rows = preparedRows<[number, Month, string]>(
        sqlite,
        `select f.tenant_id, f.month, f.sku_holders from json_each(@tenants) t
         cross join month_fact f on f.tenant_id = t.value and f.dataset = @dataset and f.month between @from and @to where f.sku_holders is not null`,
      ).all({ tenants: JSON.stringify(tenantIds), dataset, from, to })
      for (const [tenantId, month, holders] of rows) yield { tenantId, month, holders: parseHolders(holders) }
    },
    load(snapshotIds, excluded) {
      const counts = getOrAdd(loadedRecounts, excluded, () => new Map())
      for (const [id, count] of recounts(snapshotIds, excluded)) counts.set(id, count)
      loadHolders(snapshotIds)
    },
    held: (snapshotIds) => {
      loadHolders(snapshotIds.filter((id) => !loadedHolders.has(id)))
      return new Set(snapshotIds.flatMap((id) => [...holders(id).keys()]))
    },
  }
}

const nobody: ReadonlyMap<string, number> = new Map()

/** People with a SKU, minus those whose SKUs are all excluded. */
const billedHolders = `
  select f.snapshot_id, f.holders - ifnull((select sum(m.holders) from json_each(@unbilled) u
    cross join month_sku_set m on m.snapshot_id = f.snapshot_id and m.sku_set_id = u.value), 0)
  from json_each(@ids) i cross join month_fact f on f.snapshot_id = i.value where f.holders is not null`

/** Sets whose SKUs are all excluded; usually few. */
function unbilledSets({ sqlite }: ReadDb, excluded: ReadonlySet<string>): number[] {
  const numbers = preparedColumn<number>(sqlite, 'select id from vendor_id where value in (select value from json_each(?))').all(
    JSON.stringify([...excluded]),
  )
  if (numbers.length === 0) return []
  return preparedColumn<number>(
    sqlite,
    'select id from sku_set where not exists (select 1 from json_each(skus) where value not in (select value from json_each(?)))',
  ).all(JSON.stringify(numbers))
}

const parse = <T>(json: string): T => JSON.parse(json) as T
