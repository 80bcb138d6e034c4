/** The rows of wishes. */
import { and, between, desc, eq, isNull, max } from 'drizzle-orm'
import type { WriteDb } from '../database/db.ts'
import { runTable, wishTable } from '../database/schema/collecting.ts'
import type { Wish } from './wish.ts'

export const wishWrites = {
  /**
   * Keeps a wish. It continues the sweep of an equal wish that was interrupted, or is still under way, when that began after `continuesSince` (ms) and
   * not in the future; its place is taken over. Else it joins the sweep that the schedule is in, where there is one.
   */
  'wish.add': (
    db: WriteDb,
    {
      at,
      request,
      continuesSince,
      scheduled,
    }: { at: number; request: string; continuesSince: number; scheduled: Pick<Wish, 'sweepAt' | 'sweepAfterRun'> | null },
  ): Omit<Wish, 'request'> => {
    const interrupted = db.orm
      .select()
      .from(wishTable)
      .where(and(eq(wishTable.request, request), between(wishTable.sweepAt, continuesSince, at)))
      .orderBy(desc(wishTable.id))
      .limit(1)
      .get()
    const afterRun =
      db.orm
        .select({ id: max(runTable.id) })
        .from(runTable)
        .get()?.id ?? 0
    const continues = interrupted !== undefined && (interrupted.finishedAt === null || interrupted.cancelled)
    const sweep = continues
      ? { sweepAt: interrupted.sweepAt, sweepAfterRun: interrupted.sweepAfterRun }
      : (scheduled ?? { sweepAt: at, sweepAfterRun: afterRun })
    return db.orm
      .insert(wishTable)
      .values({ at, afterRun, ...sweep, request })
      .returning()
      .get()
  },

  'wish.finish': (db: WriteDb, { ids, at, cancelled }: { ids: number[]; at: number; cancelled: boolean }): void => {
    for (const id of ids) {
      db.orm
        .update(wishTable)
        .set({ finishedAt: at, cancelled })
        .where(and(eq(wishTable.id, id), isNull(wishTable.finishedAt)))
        .run()
    }
  },
}
