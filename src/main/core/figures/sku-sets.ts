/** Reads the SKU sets stored in the month facts and applies rules to them. */
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
  /** Number of holders of each SKU at a month-end. */
  holders(snapshotId: number): ReadonlyMap<number, number>
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
  return {
    skusOf,
    recount: (snapshotId, excluded) =>
      preparedColumn<number>(
        sqlite,
        `select coalesce(sum(holders), 0) from month_sku_set
         where snapshot_id = ? and sku_set_id not in (select value from json_each(?))`,
      ).get(snapshotId, unbilledBy(excluded))!,
    recounts: (snapshotIds, excluded) =>
      new Map(
        preparedRows<[number, number]>(
          sqlite,
          `select snapshot_id, sum(holders) from month_sku_set where snapshot_id in (select value from json_each(?))
             and sku_set_id not in (select value from json_each(?)) group by snapshot_id`,
        ).all(JSON.stringify(snapshotIds), unbilledBy(excluded)),
      ),
    holders(snapshotId) {
      const holders = new Map<number, number>()
      const sets = preparedRows<[number, number]>(sqlite, 'select sku_set_id, holders from month_sku_set where snapshot_id = ?')
      for (const [setId, count] of sets.all(snapshotId)) {
        for (const sku of skusOf(setId)) holders.set(sku, (holders.get(sku) ?? 0) + count)
      }
      return holders
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
