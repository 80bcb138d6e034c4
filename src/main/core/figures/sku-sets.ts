/** Reads the SKU sets stored in the month facts and applies rules to them. */
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb } from '../database/db.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'

/** Reads SKU sets. SKUs are internal ids. */
export interface SkuSets {
  /** The SKUs of a set. */
  skusOf(setId: number): readonly number[]
  /** Distinct people who hold at least one SKU that is not excluded, at a month-end with a list. */
  recount(snapshotId: number, excluded: ReadonlySet<string>): number
  /** The same at several month-ends; month-ends with zero are not in the map. */
  recounts(snapshotIds: readonly number[], excluded: ReadonlySet<string>): ReadonlyMap<number, number>
  /** Number of holders of each SKU at a month-end. Empty without a list. */
  holders(snapshotId: number): ReadonlyMap<number, number>
  /** Reads what `recount` and `holders` return for several month-ends, with one query each. */
  load(snapshotIds: readonly number[], excluded: ReadonlySet<string>): void
  /** The SKUs held at any of the given month-ends. */
  held(snapshotIds: readonly number[]): ReadonlySet<number>
}

/** Creates a reader for one answer. */
export function skuSetReader(db: ReadDb): SkuSets {
  const { sqlite } = db
  const body = preparedColumn<string>(sqlite, 'select skus from sku_set where id = ?')
  const known = new Map<number, readonly number[]>()
  const skusOf = (setId: number): readonly number[] => {
    let skus = known.get(setId)
    if (skus === undefined) {
      skus = parseSkus(body.get(setId)!)
      known.set(setId, skus)
    }
    return skus
  }
  const unbilled = new Map<ReadonlySet<string>, string>()
  const unbilledBy = (excluded: ReadonlySet<string>): string => {
    let sets = unbilled.get(excluded)
    if (sets === undefined) {
      sets = JSON.stringify(unbilledSets(db, excluded))
      unbilled.set(excluded, sets)
    }
    return sets
  }
  const recounts: SkuSets['recounts'] = (snapshotIds, excluded) => {
    const unbilled = unbilledBy(excluded)
    const billed = unbilled === '[]' ? '' : 'and sku_set_id not in (select value from json_each(@unbilled))'
    return new Map(
      preparedRows<[number, number]>(
        sqlite,
        `select snapshot_id, sum(holders) from json_each(@ids) i cross join month_sku_set on snapshot_id = i.value ${billed} group by snapshot_id`,
      ).all({ ids: JSON.stringify(snapshotIds), ...(unbilled === '[]' ? {} : { unbilled }) }),
    )
  }
  const loadedRecounts = new Map<ReadonlySet<string>, Map<number, number>>()
  const loadedHolders = new Map<number, string>()
  const holdersOf = 'select snapshot_id, sku_holders from month_fact where sku_holders is not null and snapshot_id'
  return {
    skusOf,
    recounts,
    recount: (snapshotId, excluded) =>
      loadedRecounts.get(excluded)?.get(snapshotId) ?? recounts([snapshotId], excluded).get(snapshotId) ?? 0,
    holders(snapshotId) {
      const stored = loadedHolders.get(snapshotId) ?? preparedRows<[number, string]>(sqlite, `${holdersOf} = ?`).get(snapshotId)?.[1]
      return new Map(stored === undefined ? [] : (JSON.parse(stored) as [number, number][]))
    },
    load(snapshotIds, excluded) {
      const counts = getOrAdd(loadedRecounts, excluded, () => new Map())
      const found = recounts(snapshotIds, excluded)
      for (const id of snapshotIds) counts.set(id, found.get(id) ?? 0)
      const rows = preparedRows<[number, string]>(sqlite, `${holdersOf} in (select value from json_each(?))`).all(
        JSON.stringify(snapshotIds),
      )
      for (const [id, holders] of rows) loadedHolders.set(id, holders)
    },
    held(snapshotIds) {
      const sets = preparedColumn<number>(
        sqlite,
        'select distinct sku_set_id from month_sku_set where snapshot_id in (select value from json_each(?))',
      )
      return new Set(sets.all(JSON.stringify(snapshotIds)).flatMap(skusOf))
    },
  }
}

/** Sets whose SKUs are all excluded; usually few. */
function unbilledSets({ sqlite }: ReadDb, excluded: ReadonlySet<string>): number[] {
  const numbers = new Set(
    preparedColumn<number>(sqlite, 'select id from vendor_id where value in (select value from json_each(?))').all(
      JSON.stringify([...excluded]),
    ),
  )
  if (numbers.size === 0) return []
  return preparedRows<[number, string]>(sqlite, 'select id, skus from sku_set')
    .all()
    .flatMap(([id, skus]) => (parseSkus(skus).every((sku) => numbers.has(sku)) ? [id] : []))
}

const parseSkus = (skus: string): number[] => JSON.parse(skus) as number[]
