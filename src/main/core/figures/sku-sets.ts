/** Reads the SKU sets stored in the month facts and applies rules to them. */
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb } from '../database/db.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'

/** Reads SKU sets. SKUs are vendor ids. */
export interface SkuSets {
  /** The SKUs of a set, sorted. */
  skusOf(setId: number): readonly string[]
  /** Reads what `skusOf` returns for several sets, with one query. */
  loadSets(setIds: Iterable<number>): void
  /** Distinct people who hold at least one SKU that is not excluded, at a month-end with a list. */
  recount(snapshotId: number, excluded: ReadonlySet<string>): number
  /** The same at several month-ends; month-ends without a list are not in the map. */
  recounts(snapshotIds: readonly number[], excluded: ReadonlySet<string>): ReadonlyMap<number, number>
  /** Number of holders of each SKU at a month-end. Empty without a list. */
  holders(snapshotId: number): ReadonlyMap<string, number>
  /** Reads what `recount` and `holders` return for several month-ends, with one query each. */
  load(snapshotIds: readonly number[], excluded: ReadonlySet<string>): void
  /** The SKUs held at any of the given month-ends. */
  held(snapshotIds: readonly number[]): ReadonlySet<string>
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
  const readHolders = (snapshotIds: readonly number[]) => {
    const rows = preparedRows<[number, string]>(
      sqlite,
      'select snapshot_id, sku_holders from json_each(?) i cross join month_fact on snapshot_id = i.value where sku_holders is not null',
    ).all(JSON.stringify(snapshotIds))
    for (const [id, counts] of rows) {
      const holders = new Map<string, number>()
      for (const count of parse<[skuId: number, holders: number][]>(counts)) holders.set(textOf(count[0]), count[1])
      loadedHolders.set(id, holders)
    }
  }
  const holders = (snapshotId: number) => {
    if (!loadedHolders.has(snapshotId)) readHolders([snapshotId])
    return loadedHolders.get(snapshotId) ?? nobody
  }
  return {
    skusOf,
    loadSets,
    recounts,
    recount: (snapshotId, excluded) =>
      loadedRecounts.get(excluded)?.get(snapshotId) ?? recounts([snapshotId], excluded).get(snapshotId) ?? 0,
    holders,
    load(snapshotIds, excluded) {
      const counts = getOrAdd(loadedRecounts, excluded, () => new Map())
      for (const [id, count] of recounts(snapshotIds, excluded)) counts.set(id, count)
      readHolders(snapshotIds)
    },
    held: (snapshotIds) => {
      readHolders(snapshotIds.filter((id) => !loadedHolders.has(id)))
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
