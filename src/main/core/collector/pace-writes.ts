/** The rows of the pacing. */
import { eq } from 'drizzle-orm'
import { dayMs } from '../../../shared/domain/duration.ts'
import type { WriteDb } from '../database/db.ts'
import { paceTable } from '../database/schema/collecting.ts'

/** The longest that a limit or a back-off may keep anything waiting: one further away is a clock that was wrong, or a vendor's mistake. */
export const longestWaitMs = dayMs
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

/**
 * How long a lane is still closed, ms, as far as a plan may rely on it: 0 also where the row cannot be right, since only `pace.reserve` can correct it
 * and then waits as long as is needed.
 */
export function closedForMs(row: PaceRow | undefined, now: number): number {
  if (row === undefined) return 0
  const waitMs = row.nextAllowedAt - now
  return waitMs > mostWaitMs(row) ? 0 : Math.max(0, waitMs)
}

/** The longest wait that can have led to a row: its spacing, or what the vendor's latest limit asked for. A longer one means that the clock was set back. */
function mostWaitMs({ nextAllowedAt, spacingMs, widenedMs, limitedAt }: PaceRow): number {
  const limitMs = limitedAt === null ? 0 : Math.min(nextAllowedAt - limitedAt, longestWaitMs)
  return Math.max(spacingMs, widenedMs ?? 0, limitMs)
}

/**
 * When this process may ask on a lane again, by the clock that cannot be set: while it runs, a clock that is set forward opens no lane too early. Kept
 * with the history's handle, and no longer than it.
 */
const openAgain = new WeakMap<WriteDb['sqlite'], Map<string, number>>()

function lanesOf({ sqlite }: WriteDb): Map<string, number> {
  const lanes = openAgain.get(sqlite) ?? new Map<string, number>()
  openAgain.set(sqlite, lanes)
  return lanes
}

/** A moment by both clocks, ms: the machine's, which may be set, and the one that only runs on. */
export interface Moment {
  now: number
  elapsed: number
}

export const paceWrites = {
  /** Takes the lane's next slot when it is open and answers 0; else answers how many ms to wait, and takes nothing. */
  'pace.reserve': (db: WriteDb, { lane, spacingMs, now, elapsed }: { lane: string; spacingMs: number } & Moment): number => {
    const row = db.orm.select().from(paceTable).where(eq(paceTable.route, lane)).get()
    const lanes = lanesOf(db)
    const waitMs = Math.max(row === undefined ? 0 : boundedWait(db, row, now), (lanes.get(lane) ?? elapsed) - elapsed)
    if (waitMs > 0) return waitMs
    const inForce = spacingInForce(row, spacingMs, now)
    const learned = inForce > spacingMs ? { widenedMs: inForce, limitedAt: row?.limitedAt ?? null } : { widenedMs: null, limitedAt: null }
    putRow(db, lane, { nextAllowedAt: now + inForce, spacingMs, ...learned })
    lanes.set(lane, elapsed + inForce)
    return 0
  },

  /** After a 429: the lane stays closed until `at`, and its spacing is wider from now on. */
  'pace.limit': (db: WriteDb, { lane, at, now, elapsed }: { lane: string; at: number } & Moment): void => {
    const row = db.orm.select().from(paceTable).where(eq(paceTable.route, lane)).get()
    const spacingMs = row?.spacingMs ?? 0
    const widenedMs = Math.ceil(Math.min(spacingInForce(row, spacingMs, now) * widenBy, spacingMs * widestFactor))
    const until = Math.min(at, now + longestWaitMs)
    const nextAllowedAt = closedForMs(row, now) === 0 ? until : Math.max(until, row?.nextAllowedAt ?? 0)
    putRow(db, lane, { nextAllowedAt, spacingMs, widenedMs: widenedMs === 0 ? null : widenedMs, limitedAt: now })
    lanesOf(db).set(lane, elapsed + nextAllowedAt - now)
  },
}

/**
 * How long a lane is still closed by its row, ms. A row from before the clock was set back is corrected at once: what is left of its wait is not known, and
 * no longer than the whole of it from now on.
 */
function boundedWait(db: WriteDb, row: PaceRow, now: number): number {
  const waitMs = row.nextAllowedAt - now
  const mostMs = mostWaitMs(row)
  const { route, spacingMs, widenedMs } = row
  const limitedAt = row.limitedAt === null ? null : Math.min(row.limitedAt, now)
  if (waitMs <= mostMs) {
    if (limitedAt !== row.limitedAt) putRow(db, route, { nextAllowedAt: row.nextAllowedAt, spacingMs, widenedMs, limitedAt })
    return Math.max(0, waitMs)
  }
  putRow(db, route, { nextAllowedAt: now + mostMs, spacingMs, widenedMs, limitedAt })
  return mostMs
}

function putRow({ orm }: WriteDb, lane: string, values: Omit<PaceRow, 'route'>): void {
  orm
    .insert(paceTable)
    .values({ route: lane, ...values })
    .onConflictDoUpdate({ target: paceTable.route, set: values })
    .run()
}
