/** Sets a bad snapshot aside, and undoes that. Both are recorded. */
import { and, eq, isNull } from 'drizzle-orm'
import { AppError } from '../base/errors.ts'
import type { WriteDb } from '../database/db.ts'
import { setAsideTable } from '../database/schema/snapshots.ts'
import { snapshotKey } from '../evidence/read-payload.ts'
import { ownerOfSnapshot, refreshFacts } from '../state/month-facts/refresh.ts'

/** The open set-aside of a snapshot, of which there is at most one. */
const openSetAside = (snapshotId: number) => and(eq(setAsideTable.snapshotId, snapshotId), isNull(setAsideTable.takenBackAt))

/** The writes of this file. */
export const setAsideWrites = {
  /** Excludes a snapshot from every figure. Throws `NOT_FOUND`, `ALREADY_EXISTS`. */
  'snapshot.setAside': (db: WriteDb, input: { snapshotId: number; reason: string; at: number }): void => {
    const { snapshotId, reason, at } = input
    snapshotKey(db, snapshotId)
    if (db.orm.select().from(setAsideTable).where(openSetAside(snapshotId)).get() !== undefined) {
      throw new AppError('ALREADY_EXISTS', `Snapshot ${snapshotId} is already set aside. To change the reason, include it again first.`, {
        data: { snapshotId },
      })
    }
    db.orm.insert(setAsideTable).values({ snapshotId, reason, at }).run()
    refreshFacts(db, [ownerOfSnapshot(db, snapshotId)])
  },

  /** Includes a snapshot in figures again. Throws `NOT_FOUND`, also if it was not set aside. */
  'snapshot.takeBack': (db: WriteDb, input: { snapshotId: number; at: number }): void => {
    const { snapshotId, at } = input
    snapshotKey(db, snapshotId)
    const { changes } = db.orm.update(setAsideTable).set({ takenBackAt: at }).where(openSetAside(snapshotId)).run()
    if (changes === 0) {
      throw new AppError('NOT_FOUND', `Snapshot ${snapshotId} is not set aside, so it cannot be included again.`, { data: { snapshotId } })
    }
    refreshFacts(db, [ownerOfSnapshot(db, snapshotId)])
  },
}
