/** Removes rows of evidence. Call only inside an erasure: the triggers require its permit. */
import type { WriteDb } from '../database/db.ts'
import { sha256 } from '../evidence/canonical.ts'
import { forgetSnapshots } from '../state/month-facts/store.ts'

/** The tables of intervals. */
export const intervalTables = ['entry_row', 'entry_sku_list', 'assignment', 'sku_rollup']

/** Removes a series with all its snapshots. */
export function removeSeries({ sqlite }: WriteDb, seriesId: number): void {
  for (const table of intervalTables) sqlite.prepare(`DELETE FROM ${table} WHERE series_id = ?`).run(seriesId)
  removeSnapshots({ sqlite }, seriesId, null)
  sqlite.prepare('DELETE FROM series WHERE id = ?').run(seriesId)
}

/** Removes a series' snapshots with these numbers (null: all) and the rows that belong only to them. Runs lose their reference. */
export function removeSnapshots({ sqlite }: Pick<WriteDb, 'sqlite'>, seriesId: number, numbers: number[] | null): void {
  const of = 'series_id = @seriesId AND (@numbers IS NULL OR number IN (SELECT value FROM json_each(@numbers)))'
  const those = `IN (SELECT id FROM snapshot WHERE ${of})`
  const values = { seriesId, numbers: numbers === null ? null : JSON.stringify(numbers) }
  forgetSnapshots({ sqlite }, sqlite.prepare<unknown[], number>(`SELECT id FROM snapshot WHERE ${of}`).pluck().all(values))
  sqlite.prepare(`DELETE FROM received WHERE snapshot_id ${those}`).run(values)
  sqlite.prepare(`DELETE FROM set_aside WHERE snapshot_id ${those}`).run(values)
  sqlite.prepare(`UPDATE run SET snapshot_id = NULL WHERE snapshot_id ${those}`).run(values)
  sqlite.prepare(`DELETE FROM snapshot WHERE ${of}`).run(values)
}

/** Removes runs with their stored payloads. */
export function removeRuns({ sqlite }: WriteDb, condition: string, value: number): void {
  sqlite.prepare(`DELETE FROM run_payload WHERE run_id IN (SELECT id FROM run WHERE ${condition})`).run(value)
  sqlite.prepare(`DELETE FROM run WHERE ${condition}`).run(value)
}

/** Replaces a series' entries of one id with tombstones that have the hash of the original, and removes received bytes that contain them. */
export function wipeEntries({ sqlite }: WriteDb, seriesId: number, vendorId: string): void {
  const of = 'series_id = @seriesId AND owner_id = 0 AND vendor_id = (SELECT id FROM vendor_id WHERE value = @vendorId)'
  const rows = sqlite
    .prepare<unknown[], { occurrence: number; fromNumber: number; toNumber: number | null; body: string }>(
      `SELECT occurrence, from_number fromNumber, to_number toNumber, body FROM entry WHERE ${of} AND body IS NOT NULL`,
    )
    .all({ seriesId, vendorId })
  const wipe = sqlite.prepare(
    `UPDATE entry_row SET packed = NULL, wiped_sha256 = @hash WHERE ${of} AND occurrence = @occurrence AND from_number = @fromNumber`,
  )
  const dropReceived = sqlite.prepare(
    `DELETE FROM received WHERE snapshot_id IN (SELECT id FROM snapshot WHERE series_id = @seriesId AND number >= @fromNumber
       AND (@toNumber IS NULL OR number < @toNumber))`,
  )
  for (const { occurrence, fromNumber, toNumber, body } of rows) {
    wipe.run({ seriesId, vendorId, hash: sha256(body), occurrence, fromNumber })
    dropReceived.run({ seriesId, fromNumber, toNumber })
  }
}

/** Removes ids, SKU lists and frames that are no longer referenced. */
export function removeOrphans({ sqlite }: WriteDb): void {
  sqlite.exec(`
    CREATE TEMP TABLE used (id INTEGER PRIMARY KEY);
    INSERT OR IGNORE INTO used SELECT vendor_id FROM entry_row;
    INSERT OR IGNORE INTO used SELECT vendor_id FROM entry_sku_list;
    INSERT OR IGNORE INTO used SELECT holder_id FROM assignment;
    INSERT OR IGNORE INTO used SELECT sku_id FROM assignment;
    INSERT OR IGNORE INTO used SELECT sku_id FROM sku_rollup;
    DELETE FROM vendor_id WHERE id NOT IN (SELECT id FROM used);
    DROP TABLE used;
    DELETE FROM sku_list WHERE id NOT IN (SELECT sku_list_id FROM entry_sku_list);
    DELETE FROM frame WHERE id NOT IN (SELECT frame_id FROM snapshot);`)
}
