/** A wish: what somebody asked to be collected, kept as a row, so that the process that holds the collector's lock serves it, now or after a restart. */
import canonicalize from 'canonicalize'
import { dayMs, hourMs } from '../../../shared/domain/duration.ts'

/** What is wished for. */
export type WishRequest =
  /** Null: all connections, all tenants. `due`: only what the schedule would ask. */
  | { kind: 'collect'; connectionId: number | null; tenantId: number | null; due: boolean }
  /** Earlier answers of a connection, at most `periods` of each line; null: as far back as the vendor goes. */
  | { kind: 'backfill'; connectionId: number; periods: number | null }

/** A wish that is not finished. Times in ms. */
export interface Wish {
  id: number
  at: number
  /** The latest run when the wish was made. */
  afterRun: number
  /** Earlier than `at` where it continues an interrupted sweep: what was collected since is not asked again. */
  sweepAt: number
  sweepAfterRun: number
  request: WishRequest
}

/** The request as it is kept: equal requests are equal texts. */
export function requestText(request: WishRequest): string {
  return canonicalize(request) ?? ''
}

/** Whether a run or a candidate belongs to what is wished for. */
export function inScope(request: WishRequest, of: { connectionId: number; tenantId: number | null }): boolean {
  if (request.connectionId !== null && request.connectionId !== of.connectionId) return false
  return request.kind === 'backfill' || request.tenantId === null || request.tenantId === of.tenantId
}

/** A run as far as its place in time matters. Times in ms. */
export interface RunSpan {
  id: number
  startedAt: number
  finishedAt: number | null
}

/**
 * Whether a run ended after the wish was made, at `now` (ms) at the latest: it began later, or was under way. A run of before that is dated later
 * than the wish, or later than now, is one of a clock that ran ahead.
 */
export function isSinceWish({ id, startedAt, finishedAt }: RunSpan, wish: Pick<Wish, 'at' | 'afterRun'>, now: number): boolean {
  if (finishedAt === null) return false
  return id > wish.afterRun || (startedAt <= wish.at && finishedAt > wish.at && finishedAt <= now)
}

/** The same of the sweep that the wish belongs to. */
export function isSinceSweep(run: RunSpan, wish: Pick<Wish, 'sweepAt' | 'sweepAfterRun'>, now: number): boolean {
  return isSinceWish(run, { at: wish.sweepAt, afterRun: wish.sweepAfterRun }, now)
}

const shortestContinuedMs = hourMs

/**
 * The earliest beginning (ms) of an interrupted sweep that an equal wish at `now` continues: an hour ago, or twice the sweep's own length; of the
 * past, which stays as it is, a day ago.
 */
export function continuesSince(now: number, sweepMs: number, kind: WishRequest['kind']): number {
  return now - Math.max(kind === 'backfill' ? dayMs : shortestContinuedMs, 2 * sweepMs)
}
