/** Sets a bad snapshot aside, and takes that back. Both are recorded. */
import { AppError } from '../base/errors.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { snapshotKey } from '../evidence/read-payload.ts'
import { ownerOfSnapshot, refreshFacts } from '../state/month-facts/refresh.ts'

/** The open set-aside of a snapshot; null if it is not set aside. `at` is in ms. */
function openSetAside({ sqlite }: ReadDb, snapshotId: number): { reason: string; at: number } | null {
  return (
    sqlite
      .prepare<[number], { reason: string; at: number }>('SELECT reason, at FROM set_aside WHERE snapshot_id = ? AND taken_back_at IS NULL')
      .get(snapshotId) ?? null
  )
}

/** The writes of this file. */
export const setAsideWrites = {
  /** Excludes a snapshot from every figure. Throws `NOT_FOUND`, `ALREADY_EXISTS`. */
  'snapshot.setAside': (db: WriteDb, input: { snapshotId: number; reason: string; at: number }): void => {
    const { snapshotId, reason, at } = input
    snapshotKey(db, snapshotId)
    if (openSetAside(db, snapshotId) !== null) {
      throw new AppError('ALREADY_EXISTS', `Snapshot ${snapshotId} is set aside already. Take that back first to give another reason.`, {
        data: { snapshotId },
      })
    }
    db.sqlite.prepare('INSERT INTO set_aside (snapshot_id, reason, at) VALUES (?, ?, ?)').run(snapshotId, reason, at)
    refreshFacts(db, [ownerOfSnapshot(db, snapshotId)])
  },

  /** Includes a snapshot in figures again. Throws `NOT_FOUND`, also if it was not set aside. */
  'snapshot.takeBack': (db: WriteDb, input: { snapshotId: number; at: number }): void => {
    const { snapshotId, at } = input
    snapshotKey(db, snapshotId)
    const { changes } = db.sqlite
      .prepare('UPDATE set_aside SET taken_back_at = ? WHERE snapshot_id = ? AND taken_back_at IS NULL')
      .run(at, snapshotId)
    if (changes === 0) {
      throw new AppError('NOT_FOUND', `Snapshot ${snapshotId} is not set aside: there is nothing to take back.`, { data: { snapshotId } })
    }
    refreshFacts(db, [ownerOfSnapshot(db, snapshotId)])
  },
}
