/**
 * Keeps the vendors' rate limits across restarts and processes: when a route may be requested next is committed to the `pace` table before
 * each request is sent. The targets of one route (and, if limits count per key, of one connection) form a lane.
 */
import { eq } from 'drizzle-orm'
import { dayMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb, WriteDb, WriterOf } from '../database/db.ts'
import { paceTable } from '../database/schema/collecting.ts'
import type { Pace } from '../vendors/http.ts'

/** The longest delay by a rate limit or a back-off. A longer one means a wrong clock or a vendor's mistake. */
export const maxWaitMs = dayMs
/** A spacing widened after a 429 is kept for this long after the latest one. */
const keepWidenedMs = 3 * dayMs
const widenBy = 1.25
const maxWidening = 4

/** A row of the pace table. */
export type PaceRow = typeof paceTable.$inferSelect

/** The dependencies of pacing. */
export interface PaceDeps {
  writer: WriterOf<typeof paceWrites>
  clock: Clock
  /** Whether the vendor counts per key; each connection then has its own lanes. */
  limitsPerKey(): boolean
}

/** The pacing of one connection; null for requests before the connection is stored. */
export function createPace({ writer, clock, limitsPerKey }: PaceDeps, connectionId: number | null): Pace {
  const laneOf = (route: string) => laneName(route, limitsPerKey() ? connectionId : null)
  return {
    async reserve(route, spacingMs, signal) {
      for (;;) {
        signal.throwIfAborted()
        const waitMs = await writer.call('pace.reserve', { lane: laneOf(route), spacingMs, now: clock.now(), elapsed: clock.elapsed() })
        if (waitMs === 0) return
        await clock.sleep(waitMs, signal)
      }
    },
    async limited(route, at) {
      await writer.call('pace.limit', { lane: laneOf(route), at, now: clock.now(), elapsed: clock.elapsed() })
    },
  }
}

/** The key of a pace row: the route, shared by all connections unless limits count per key. */
export function laneName(route: string, connectionId: number | null): string {
  return connectionId === null ? route : `${route} #${connectionId}`
}

/** All pace rows, by lane. */
export function readPaces({ orm }: ReadDb): Map<string, PaceRow> {
  const rows = orm.select().from(paceTable).all()
  return new Map(rows.map((row) => [row.route, row]))
}

/** The spacing in force: the configured one, or the wider one that a recent 429 led to while the same spacing was configured. */
export function spacingInForce(row: PaceRow | undefined, configuredMs: number, now: number): number {
  if (row === undefined || row.widenedMs === null || row.spacingMs !== configuredMs) return configuredMs
  return now - (row.limitedAt ?? 0) > keepWidenedMs ? configuredMs : Math.max(configuredMs, row.widenedMs)
}

/**
 * How long a lane stays closed, ms, for planning. 0 also if the row is implausible: only `pace.reserve` can correct it, and then waits
 * as long as necessary.
 */
export function closedForMs(row: PaceRow | undefined, now: number): number {
  if (row === undefined) return 0
  const waitMs = row.nextAllowedAt - now
  return waitMs > maxWaitOf(row) ? 0 : Math.max(0, waitMs)
}

/** The longest plausible wait of a row: its spacing, or the vendor's latest limit. A longer one means that the clock was set back. */
function maxWaitOf({ nextAllowedAt, spacingMs, widenedMs, limitedAt }: PaceRow): number {
  const limitMs = limitedAt === null ? 0 : Math.min(nextAllowedAt - limitedAt, maxWaitMs)
  return Math.max(spacingMs, widenedMs ?? 0, limitMs)
}

/**
 * When this process may use a lane again, by the monotonic clock: no lane opens too early if the machine's clock is set forward. Lives as
 * long as the database handle.
 */
const openAgain = new WeakMap<WriteDb['sqlite'], Map<string, number>>()

function openAgainOf({ sqlite }: WriteDb): Map<string, number> {
  return getOrAdd(openAgain, sqlite, () => new Map<string, number>())
}

/** A time on both clocks, ms: the machine's, which can be set, and the monotonic one. */
export interface Moment {
  now: number
  elapsed: number
}

/** The writes of this file. */
export const paceWrites = {
  /** Takes the lane's next slot and returns 0 if it is open; otherwise takes nothing and returns how many ms to wait. */
  'pace.reserve': (db: WriteDb, { lane, spacingMs, now, elapsed }: { lane: string; spacingMs: number } & Moment): number => {
    const row = readPace(db, lane)
    const openAgainAt = openAgainOf(db)
    const waitMs = Math.max(row === undefined ? 0 : correctedWait(db, row, now), (openAgainAt.get(lane) ?? elapsed) - elapsed)
    if (waitMs > 0) return waitMs
    const inForce = spacingInForce(row, spacingMs, now)
    const widened = inForce > spacingMs ? { widenedMs: inForce, limitedAt: row?.limitedAt ?? null } : { widenedMs: null, limitedAt: null }
    putPace(db, lane, { nextAllowedAt: now + inForce, spacingMs, ...widened })
    openAgainAt.set(lane, elapsed + inForce)
    return 0
  },

  /** After a 429: closes the lane until `at` and widens its spacing. */
  'pace.limit': (db: WriteDb, { lane, at, now, elapsed }: { lane: string; at: number } & Moment): void => {
    const row = readPace(db, lane)
    const spacingMs = row?.spacingMs ?? 0
    const widenedMs = Math.ceil(Math.min(spacingInForce(row, spacingMs, now) * widenBy, spacingMs * maxWidening))
    const until = Math.min(at, now + maxWaitMs)
    const nextAllowedAt = closedForMs(row, now) === 0 ? until : Math.max(until, row?.nextAllowedAt ?? 0)
    putPace(db, lane, { nextAllowedAt, spacingMs, widenedMs: widenedMs === 0 ? null : widenedMs, limitedAt: now })
    // The row alone would open the lane too early if the clock was set forward since the last request.
    const openAgainAt = openAgainOf(db)
    openAgainAt.set(lane, Math.max(openAgainAt.get(lane) ?? elapsed, elapsed + nextAllowedAt - now))
  },
}

/**
 * How long a lane stays closed by its row, ms. A row from before the clock was set back is corrected: the remaining part of its wait is
 * unknown, so the whole wait counts from now.
 */
function correctedWait(db: WriteDb, row: PaceRow, now: number): number {
  const waitMs = row.nextAllowedAt - now
  const maxMs = maxWaitOf(row)
  const { route, spacingMs, widenedMs } = row
  const limitedAt = row.limitedAt === null ? null : Math.min(row.limitedAt, now)
  if (waitMs <= maxMs) {
    if (limitedAt !== row.limitedAt) putPace(db, route, { nextAllowedAt: row.nextAllowedAt, spacingMs, widenedMs, limitedAt })
    return Math.max(0, waitMs)
  }
  putPace(db, route, { nextAllowedAt: now + maxMs, spacingMs, widenedMs, limitedAt })
  return maxMs
}

function readPace({ orm }: WriteDb, lane: string): PaceRow | undefined {
  return orm.select().from(paceTable).where(eq(paceTable.route, lane)).get()
}

function putPace({ orm }: WriteDb, lane: string, values: Omit<PaceRow, 'route'>): void {
  orm
    .insert(paceTable)
    .values({ route: lane, ...values })
    .onConflictDoUpdate({ target: paceTable.route, set: values })
    .run()
}
