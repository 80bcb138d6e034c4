/** Removing the beginning of a series: intervals are clipped at the first kept snapshot, never cut in the middle. */

import type { WriteDb } from './db.ts'
import { intervalTables, removeSnapshots } from './erase-rows.ts'

/** Removes a series' snapshots before number `firstKept`. Only inside an erasure. */
export function prunePrefix(db: WriteDb, seriesId: number, firstKept: number): void {
  const { sqlite } = db
  // Intervals begin and end at snapshots with a list.
  const firstList = sqlite
    .prepare<[number, number], number | null>('SELECT min(number) FROM snapshot WHERE series_id = ? AND number >= ? AND has_list = 1')
    .pluck()
    .get(seriesId, firstKept)
  if (firstList == null) {
    for (const table of intervalTables) {
      sqlite.prepare(`DELETE FROM ${table} WHERE series_id = ?`).run(seriesId)
    }
  } else {
    for (const table of intervalTables.filter((name) => name !== 'sku_rollup')) {
      sqlite.prepare(`DELETE FROM ${table} WHERE series_id = ? AND to_number <= ?`).run(seriesId, firstList)
      sqlite.prepare(`UPDATE ${table} SET from_number = ? WHERE series_id = ? AND from_number < ?`).run(firstList, seriesId, firstList)
    }
    clipRollup(db, seriesId, firstList)
  }
  removeSnapshots(db, seriesId, firstKept)
}

/** Of each SKU's steps up to the first kept list the last one stays, moved there; a last step of zero goes too. */
function clipRollup({ sqlite }: WriteDb, seriesId: number, firstList: number): void {
  sqlite
    .prepare(
      `DELETE FROM sku_rollup WHERE series_id = @seriesId AND from_number < @firstList AND EXISTS (SELECT 1 FROM sku_rollup later
         WHERE later.series_id = sku_rollup.series_id AND later.sku_id = sku_rollup.sku_id
           AND later.from_number > sku_rollup.from_number AND later.from_number <= @firstList)`,
    )
    .run({ seriesId, firstList })
  sqlite.prepare('DELETE FROM sku_rollup WHERE series_id = ? AND from_number <= ? AND holders = 0').run(seriesId, firstList)
  sqlite.prepare('UPDATE sku_rollup SET from_number = ? WHERE series_id = ? AND from_number < ?').run(firstList, seriesId, firstList)
}
