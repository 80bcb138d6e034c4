/** Accepts a collect request: checks that there is something to collect, decides which sweep it belongs to, and stores it. */
import { and, desc, eq, gte } from 'drizzle-orm'
import { minuteMs } from '../../../shared/domain/duration.ts'
import { AppError } from '../base/errors.ts'
import { readConnections } from '../connections/read.ts'
import type { ReadDb, WriterOf } from '../database/db.ts'
import { runTable } from '../database/schema/collecting.ts'
import { candidatesAt, readOptions } from './candidates.ts'
import { dueCandidates, laneLengths, sweepStart } from './due.ts'
import { type PlanContext, sweepLength } from './plan.ts'
import {
  type CollectRequest,
  inScope,
  type PendingRequest,
  type RunSpan,
  type requestWrites,
  resumableSince,
  type SweepPosition,
} from './requests.ts'
import { type CollectRows, readCollectRows } from './rows.ts'

/** A sweep has ended if no run followed for longer than this and than three times the lane's spacing. */
const maxPauseMs = 10 * minuteMs

/** Stores a request. Throws if there is nothing to collect: `NOT_FOUND`, or `STOPPED` if it is paused, gone or cannot be read. */
export async function submitRequest(
  { reader, writer }: { reader: ReadDb; writer: WriterOf<typeof requestWrites> },
  request: CollectRequest,
  context: PlanContext,
): Promise<PendingRequest> {
  const rows = readCollectRows(reader)
  checkRequest(reader, rows, request, context)
  return writer.call('collectRequest.add', {
    at: context.now,
    request,
    resumableSince: resumableSince(context.now, sweepLength(rows, context), request.kind),
    scheduledSweep: scheduledSweep(reader, rows, request, context),
  })
}

function checkRequest(
  reader: ReadDb,
  rows: CollectRows,
  request: CollectRequest,
  context: Pick<PlanContext, 'providerOf' | 'elsewhere'>,
): void {
  const known = readConnections(reader)
  if (known.length === 0) {
    throw new AppError('NOT_FOUND', 'There are no connections yet. Add one with `seatledger connect`, or in Settings.')
  }
  const named = known.find((each) => each.id === request.connectionId)
  if (named?.paused === true) {
    throw new AppError(
      'STOPPED',
      `"${named.name}" is paused, so nothing is collected from it. Resume it with \`seatledger connections resume\`, or in Settings.`,
      { data: { connection: named.name } },
    )
  }
  if (rows.connections.length === 0) {
    throw new AppError(
      'STOPPED',
      'Every connection is paused, so nothing is collected. Resume one with `seatledger connections resume`, or in Settings.',
    )
  }
  const elsewhere = rows.connections
    .filter(({ id }) => request.connectionId === null || id === request.connectionId)
    .map(({ id }) => context.elsewhere.get(id))
  const [other] = elsewhere
  if (other !== undefined && elsewhere.every((each) => each !== undefined)) throw new AppError('COLLECTED_ELSEWHERE', other)
  // Requested on its own, an unreadable connection is an error; among others, it gets a failed run.
  const connection = rows.connections.find((each) => each.id === request.connectionId)
  const options = connection === undefined ? null : readOptions(connection, context)
  if (options?.ok === false) throw options.error
  if (request.kind !== 'collect' || request.tenantId === null) return
  if (!rows.tenants.some((tenant) => inScope(request, { connectionId: tenant.connectionId, tenantId: tenant.id }))) {
    throw new AppError(
      'STOPPED',
      'This tenant is not collected: it is paused, or the vendor no longer lists it. Resume it with `seatledger tenants resume`, or refresh the list of tenants.',
      { data: { tenant: request.tenantId } },
    )
  }
}

/** The schedule's current sweep, which a request for all tenants joins instead of starting another one; null if there is none. */
function scheduledSweep(db: ReadDb, rows: CollectRows, request: CollectRequest, context: PlanContext): SweepPosition | null {
  if (request.kind !== 'collect' || request.tenantId !== null || request.due) return null
  const { now, timeZone, everyHours } = context
  const all = candidatesAt(rows, now, context)
  const active = new Set(rows.connections.filter((each) => each.state === 'ok').map((each) => each.id))
  const left = dueCandidates(all, now, context).filter(
    (each) => inScope(request, each) && active.has(each.connectionId) && each.onceSince === null && (each.notBefore ?? 0) <= now,
  )
  if (left.length === 0) return null
  const lengths = laneLengths(all)
  const starts = left.map(({ lane }) => sweepStart(now, { timeZone, everyHours, sweepMs: lengths.get(lane) ?? 0 }))
  const pauseMs = Math.max(maxPauseMs, ...left.map((each) => 3 * each.spacingMs))
  return firstWithoutPause(scheduledRuns(db, Math.max(...starts), request.connectionId), now, pauseMs)
}

/** Newest first. */
function scheduledRuns({ orm }: ReadDb, since: number, connectionId: number | null): RunSpan[] {
  return orm
    .select({ id: runTable.id, startedAt: runTable.startedAt, finishedAt: runTable.finishedAt })
    .from(runTable)
    .where(
      and(
        eq(runTable.trigger, 'schedule'),
        gte(runTable.startedAt, since),
        connectionId === null ? undefined : eq(runTable.connectionId, connectionId),
      ),
    )
    .orderBy(desc(runTable.id))
    .all()
}

/**
 * Goes back to the first run after the latest long pause. A run with a later date than its successor was dated by a clock that was ahead,
 * and ends the search.
 */
function firstWithoutPause(runs: readonly RunSpan[], now: number, pauseMs: number): SweepPosition | null {
  let sweep: SweepPosition | null = null
  for (const { id, startedAt, finishedAt } of runs) {
    const next = sweep?.sweepAt ?? now
    if (startedAt > next || next - (finishedAt ?? now) > pauseMs) break
    sweep = { sweepAt: startedAt, sweepAfterRun: id - 1 }
  }
  return sweep
}
