/** Everyone's set of SKUs at a snapshot, in one pass: combinations, overlaps, and how many hold something that is billed. */
import type { ReadDb } from '../history/db.ts'
import { preparedRows } from '../history/prepared.ts'
import type { At } from './series-state.ts'

/** Calls `visit` with each holder and what it holds; the array is used again for the next holder. */
export function eachHolderSet(db: ReadDb, at: At, visit: (holderId: number, skuIds: readonly number[]) => void): void {
  const rows = preparedRows<[number, number]>(
    db.sqlite,
    `select holder_id, sku_id from assignment where series_id = ? and +from_number <= ? and (to_number is null or to_number > ?)
       order by holder_id, sku_id`,
  )
  let holder = -1
  const skus: number[] = []
  for (const [holderId, skuId] of rows.all(at.seriesId, at.number, at.number)) {
    if (holderId !== holder) {
      if (skus.length > 0) visit(holder, skus)
      holder = holderId
      skus.length = 0
    }
    skus.push(skuId)
  }
  if (skus.length > 0) visit(holder, skus)
}
