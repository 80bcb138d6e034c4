/** The rows of the pacing. */
import { eq } from 'drizzle-orm'
import { dayMs } from '../../../shared/domain/duration.ts'
import type { WriteDb } from '../history/db.ts'
import { paceTable } from '../history/schema/collecting.ts'

/** A limit further away than this is a clock that was wrong, or a vendor's mistake. */
const longestWaitMs = dayMs
/** What a 429 taught is believed for this long after the latest one. */
const learnedForMs = 3 * dayMs
const widenBy = 1.25
const widestFactor = 4

/** A row of the pace table. */
export type PaceRow = typeof paceTable.$inferSelect

/** The spacing that holds: the configured one, or the wider one that a 429 taught lately about the same configuration. */
export function spacingInForce(row: PaceRow | undefined, configuredMs: number, now: number): number {
  if (row === undefined || row.widenedMs === null || row.spacingMs !== configuredMs) return configuredMs
  return now - (row.limitedAt ?? 0) > learnedForMs ? configuredMs : Math.max(configuredMs, row.widenedMs)
}

/** How long a lane is still closed, ms. */
export function closedForMs(row: PaceRow | undefined, now: number): number {
  const waitMs = (row?.nextAllowedAt ?? now) - now
  return waitMs > longestWaitMs ? 0 : Math.max(0, waitMs)
}

export const paceWrites = {
  /** Takes the lane's next slot when it is open and answers 0; else answers how many ms to wait, and takes nothing. */
  'pace.reserve': (db: WriteDb, { lane, spacingMs, now }: { lane: string; spacingMs: number; now: number }): number => {
    const row = db.orm.select().from(paceTable).where(eq(paceTable.route, lane)).get()
    const waitMs = closedForMs(row, now)
    if (waitMs > 0) return waitMs
    const inForce = spacingInForce(row, spacingMs, now)
    const learned = inForce > spacingMs ? { widenedMs: inForce, limitedAt: row?.limitedAt ?? null } : { widenedMs: null, limitedAt: null }
    const values = { nextAllowedAt: now + inForce, spacingMs, ...learned }
    db.orm
      .insert(paceTable)
      .values({ route: lane, ...values })
      .onConflictDoUpdate({ target: paceTable.route, set: values })
      .run()
    return 0
  },

  /** After a 429: the lane stays closed until `at`, and its spacing is wider from now on. */
  'pace.limit': (db: WriteDb, { lane, at, now }: { lane: string; at: number; now: number }): void => {
    const row = db.orm.select().from(paceTable).where(eq(paceTable.route, lane)).get()
    const spacingMs = row?.spacingMs ?? 0
    const widenedMs = Math.ceil(Math.min(spacingInForce(row, spacingMs, now) * widenBy, spacingMs * widestFactor))
    const until = Math.min(at, now + longestWaitMs)
    const nextAllowedAt = closedForMs(row, now) === 0 ? until : Math.max(until, row?.nextAllowedAt ?? 0)
    const values = { nextAllowedAt, spacingMs, widenedMs: widenedMs === 0 ? null : widenedMs, limitedAt: now }
    db.orm
      .insert(paceTable)
      .values({ route: lane, ...values })
      .onConflictDoUpdate({ target: paceTable.route, set: values })
      .run()
  },
}
