/** Everyone's set of SKUs at a snapshot, in one pass: combinations, overlaps, and how many hold something that is billed. */
import type { ReadDb } from '../history/db.ts'
import { preparedRows } from '../history/prepared.ts'
import { keptWith } from './kept-with.ts'
import type { At } from './series-state.ts'

/** Those who hold exactly these SKUs, at least one; all by our numbers, in their order. */
export interface HolderSet {
  /** The same for the same SKUs. */
  key: string
  skuIds: readonly number[]
  holderIds: readonly number[]
}

/** The sets at a snapshot. */
export function holderSetsAt(db: ReadDb, at: At): readonly HolderSet[] {
  return keptWith(at, 'holder sets', () => readHolderSets(db, at))
}

function readHolderSets(db: ReadDb, at: At): HolderSet[] {
  const rows = preparedRows<[number, number]>(
    db.sqlite,
    `select holder_id, sku_id from assignment where series_id = ? and +from_number <= ? and (to_number is null or to_number > ?)
       order by holder_id, sku_id`,
  ).all(at.seriesId, at.number, at.number)
  const sets = new Map<string, HolderSet & { holderIds: number[] }>()
  const add = (holderId: number, skuIds: number[]) => {
    const key = skuIds.join(' ')
    const known = sets.get(key)
    if (known === undefined) sets.set(key, { key, skuIds, holderIds: [holderId] })
    else known.holderIds.push(holderId)
  }
  let holder = -1
  let skus: number[] = []
  for (const [holderId, skuId] of rows) {
    if (holderId !== holder) {
      if (skus.length > 0) add(holder, skus)
      holder = holderId
      skus = []
    }
    skus.push(skuId)
  }
  if (skus.length > 0) add(holder, skus)
  return [...sets.values()]
}
