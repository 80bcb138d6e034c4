/**
 * Collect requests: what a user asked to be collected. Each is a row, so that the process that holds the collector's lock handles it, now
 * or after a restart. (The SQL table is still called `wish`.)
 */
import canonicalize from 'canonicalize'
import { and, between, desc, eq, inArray, isNull, max } from 'drizzle-orm'
import { dayMs, hourMs } from '../../../shared/domain/duration.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { collectRequestTable, runTable } from '../database/schema/collecting.ts'

/** What to collect. */
export type CollectRequest =
  /** Null: all connections, all tenants. `due`: only what the schedule would collect now. */
  | { kind: 'collect'; connectionId: number | null; tenantId: number | null; due: boolean }
  /** Earlier answers of a connection, at most `periods` of each series; null: as far back as the vendor goes. */
  | { kind: 'backfill'; connectionId: number; periods: number | null }

/** A request that is not finished. Times in ms. */
export interface PendingRequest {
  id: number
  at: number
  /** The latest run when the request was made. */
  afterRun: number
  /** Earlier than `at` if the request resumes an interrupted sweep: what was collected since then is not collected again. */
  sweepAt: number
  sweepAfterRun: number
  request: CollectRequest
}

/** Where a sweep begins: its time and the run before it. */
export type SweepPosition = Pick<PendingRequest, 'sweepAt' | 'sweepAfterRun'>

/** Whether a run or a candidate is part of a request. */
export function inScope(request: CollectRequest, of: { connectionId: number; tenantId: number | null }): boolean {
  if (request.connectionId !== null && request.connectionId !== of.connectionId) return false
  return request.kind === 'backfill' || request.tenantId === null || request.tenantId === of.tenantId
}

/** The times and the position of a run. Times in ms. */
export interface RunSpan {
  id: number
  startedAt: number
  finishedAt: number | null
}

/**
 * Whether a run ended after the request was made and no later than `now` (ms): it started later, or was running at that time. An earlier
 * run with a later or future end was dated by a clock that was ahead.
 */
export function endedSinceRequest(
  { id, startedAt, finishedAt }: RunSpan,
  request: Pick<PendingRequest, 'at' | 'afterRun'>,
  now: number,
): boolean {
  if (finishedAt === null) return false
  return id > request.afterRun || (startedAt <= request.at && finishedAt > request.at && finishedAt <= now)
}

/** The same for the sweep that the request belongs to. */
export function endedSinceSweep(run: RunSpan, { sweepAt, sweepAfterRun }: SweepPosition, now: number): boolean {
  return endedSinceRequest(run, { at: sweepAt, afterRun: sweepAfterRun }, now)
}

const minResumableMs = hourMs

/**
 * The earliest start (ms) of an interrupted sweep that an equal request at `now` resumes: an hour ago, or twice the sweep's own length. A
 * backfill can be resumed for a day, since past periods do not change.
 */
export function resumableSince(now: number, sweepMs: number, kind: CollectRequest['kind']): number {
  return now - Math.max(kind === 'backfill' ? dayMs : minResumableMs, 2 * sweepMs)
}

/** The unfinished requests, oldest first. */
export function readPendingRequests({ orm }: ReadDb): PendingRequest[] {
  return orm
    .select()
    .from(collectRequestTable)
    .where(isNull(collectRequestTable.finishedAt))
    .orderBy(collectRequestTable.id)
    .all()
    .map(({ id, at, afterRun, sweepAt, sweepAfterRun, request }) => ({
      id,
      at,
      afterRun,
      sweepAt,
      sweepAfterRun,
      request: JSON.parse(request) as CollectRequest,
    }))
}

/** The writes of this file. */
export const requestWrites = {
  /**
   * Stores a request. It resumes the sweep of the latest equal request if that one was interrupted or is still pending and its sweep began
   * between `resumableSince` (ms) and now. Otherwise it joins the sweep that the schedule is in, if any.
   */
  'collectRequest.add': (
    { orm }: WriteDb,
    {
      at,
      request,
      resumableSince,
      scheduledSweep,
    }: { at: number; request: CollectRequest; resumableSince: number; scheduledSweep: SweepPosition | null },
  ): PendingRequest => {
    // Canonical JSON: equal requests are equal texts.
    const text = canonicalize(request) ?? ''
    const latest = orm
      .select()
      .from(collectRequestTable)
      .where(and(eq(collectRequestTable.request, text), between(collectRequestTable.sweepAt, resumableSince, at)))
      .orderBy(desc(collectRequestTable.id))
      .limit(1)
      .get()
    const lastRun = orm
      .select({ id: max(runTable.id) })
      .from(runTable)
      .get()
    const afterRun = lastRun?.id ?? 0
    const resumed = latest !== undefined && (latest.finishedAt === null || latest.cancelled) ? latest : null
    const { sweepAt, sweepAfterRun } = resumed ?? scheduledSweep ?? { sweepAt: at, sweepAfterRun: afterRun }
    const { id } = orm
      .insert(collectRequestTable)
      .values({ at, afterRun, sweepAt, sweepAfterRun, request: text })
      .returning({ id: collectRequestTable.id })
      .get()
    return { id, at, afterRun, sweepAt, sweepAfterRun, request }
  },

  'collectRequest.finish': ({ orm }: WriteDb, { ids, at, cancelled }: { ids: number[]; at: number; cancelled: boolean }): void => {
    orm
      .update(collectRequestTable)
      .set({ finishedAt: at, cancelled })
      .where(and(inArray(collectRequestTable.id, ids), isNull(collectRequestTable.finishedAt)))
      .run()
  },
}
