/** Removes from a copy of a history everything that became known after an instant. */
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import type { WriteDb } from '../database/db.ts'
import { removeSeries } from '../history/erase-rows.ts'
import { pruneSnapshots } from '../maintenance/prune.ts'
import { factOwners, refreshFacts } from '../state/month-facts/refresh.ts'
import { forgetSnapshots, removeStrayFacts } from '../state/month-facts/store.ts'
import { datasetById } from '../vendors/providers.ts'
import { forgetLaterDecisions, forgetLaterTenants, forgetTeam } from './later-rows.ts'

/**
 * Removes what became known at or after `end` (ms): snapshots received, and decisions made; then rebuilds the month facts. Only for a copy, since
 * evidence is deleted. The search index of people keeps later names: a search checks each hit against the entries. `watch` receives the number
 * of series done.
 */
export function forgetLater(db: WriteDb, end: number, watch: (done: number, total: number) => void = () => {}): void {
  const { sqlite } = db
  sqlite
    .transaction(() => {
      sqlite.prepare('INSERT INTO wipe_permit (id) VALUES (1)').run()
      forgetTeam(db)
      forgetLaterDecisions(db, end)
      const later = laterSeries(db, end)
      for (const [index, series] of later.entries()) {
        watch(index, later.length)
        forgetIn(db, series, end)
      }
      forgetLaterSnapshots(db, end)
      for (const { id, kept } of later) if (kept === 0) removeSeries(db, id)
      forgetLaterTenants(db, end)
      removeStrayFacts(db)
      refreshFacts(db, factOwners(db))
      sqlite.prepare('DELETE FROM wipe_permit').run()
    })
    .immediate()
}

interface LaterSeries {
  id: number
  dataset: DatasetId
  /** Number of snapshots that remain. */
  kept: number
  /** The last remaining number, and the first removed one. */
  lastKept: number | null
  firstGone: number
}

/** The series that have snapshots from `end` on. */
function laterSeries({ sqlite }: WriteDb, end: number): LaterSeries[] {
  return sqlite
    .prepare<{ end: number }, LaterSeries>(
      `SELECT se.id, se.dataset, count(*) FILTER (WHERE s.observed_at < @end) kept, max(s.number) FILTER (WHERE s.observed_at < @end) lastKept,
         min(s.number) FILTER (WHERE s.observed_at >= @end) firstGone
       FROM series se JOIN snapshot s ON s.series_id = se.id GROUP BY se.id HAVING firstGone IS NOT NULL`,
    )
    .all({ end })
}

/** Restores a series' intervals to the remaining snapshots. The snapshots themselves are removed by the caller, unless they must be renumbered here. */
function forgetIn(db: WriteDb, { id, dataset, lastKept, firstGone }: LaterSeries, end: number): void {
  const { sqlite } = db
  if (lastKept === null) return
  if (lastKept > firstGone) {
    // A team's snapshots are numbered in the order of pulling, which can differ from the order of receiving.
    const gone = sqlite.prepare<[number, number], number>('SELECT number FROM snapshot WHERE series_id = ? AND observed_at >= ?').pluck()
    pruneSnapshots(db, id, new Set(gone.all(id, end)), datasetById(dataset))
    return
  }
  // `from_number > 1` lets SQLite use the partial index; the first snapshot always remains.
  const begun = 'series_id = ? AND from_number > 1 AND from_number > ?'
  for (const table of ['entry_row', 'entry_sku_list', 'assignment', 'sku_rollup'])
    sqlite.prepare(`DELETE FROM ${table} WHERE ${begun}`).run(id, lastKept)
  for (const table of ['entry_row', 'entry_sku_list', 'assignment']) {
    sqlite.prepare(`UPDATE ${table} SET to_number = NULL WHERE series_id = ? AND to_number IS NOT NULL AND to_number > ?`).run(id, lastKept)
  }
}

function forgetLaterSnapshots(db: WriteDb, end: number): void {
  const { sqlite } = db
  const later = sqlite.prepare<[number], number>('SELECT id FROM snapshot WHERE observed_at >= ?').pluck().all(end)
  forgetSnapshots(db, later)
  const ids = JSON.stringify(later)
  const those = 'IN (SELECT value FROM json_each(?))'
  for (const table of ['received', 'set_aside']) sqlite.prepare(`DELETE FROM ${table} WHERE snapshot_id ${those}`).run(ids)
  sqlite.prepare(`UPDATE run SET snapshot_id = NULL WHERE snapshot_id ${those}`).run(ids)
  sqlite.prepare(`DELETE FROM snapshot WHERE id ${those}`).run(ids)
}
