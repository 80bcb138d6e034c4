/** The schedule's sweep that is under way, which a wish for everything joins instead of beginning another. */
import type { ReadDb } from '../database/db.ts'
import { candidatesAt } from './candidates.ts'
import { dueCandidates, laneLengths } from './due.ts'
import type { PlanContext } from './plan.ts'
import { sweepStart } from './rhythm.ts'
import type { CollectRows } from './rows.ts'
import { inScope, type Wish, type WishRequest } from './wish.ts'

/** A pause between two requests that is longer than this, and than three times the lane's spacing, ends a sweep. */
const longestPauseMs = 600_000

type Sweep = Pick<Wish, 'sweepAt' | 'sweepAfterRun'>

/** When the sweep began, and the run before its first; null where none is under way, or the wish is for less. */
export function scheduledSweep(db: ReadDb, rows: CollectRows, request: WishRequest, context: PlanContext): Sweep | null {
  if (request.kind !== 'collect' || request.tenantId !== null || request.due) return null
  const { now, timeZone, everyHours } = context
  const all = candidatesAt(rows, now, context)
  const asked = new Set(rows.connections.filter((each) => each.state === 'ok').map((each) => each.id))
  const left = dueCandidates(all, now, context).filter(
    (each) => inScope(request, each) && asked.has(each.connectionId) && each.onceSince === null && (each.notBefore ?? 0) <= now,
  )
  if (left.length === 0) return null
  const lengths = laneLengths(all)
  const starts = left.map(({ lane }) => sweepStart(now, { timeZone, everyHours, sweepMs: lengths.get(lane) ?? 0 }))
  const pauseMs = Math.max(longestPauseMs, ...left.map((each) => 3 * each.spacingMs))
  const runs = scheduledRuns(db, Math.max(...starts), request.connectionId)
  return withoutPause(runs, now, pauseMs)
}

interface ScheduledRun {
  id: number
  startedAt: number
  finishedAt: number | null
}

/** Newest first. */
function scheduledRuns(db: ReadDb, since: number, connectionId: number | null): Iterable<ScheduledRun> {
  return db.sqlite
    .prepare<[number, number | null, number | null], ScheduledRun>(
      `select id, started_at startedAt, finished_at finishedAt from run
       where trigger = 'schedule' and started_at >= ? and (? is null or connection_id = ?) order by id desc`,
    )
    .all(since, connectionId, connectionId)
}

/** Back to the first run after which there was no long pause; one that is dated later than what followed it is of a clock that ran ahead. Pure. */
function withoutPause(runs: Iterable<ScheduledRun>, now: number, pauseMs: number): Sweep | null {
  let sweep: Sweep | null = null
  for (const { id, startedAt, finishedAt } of runs) {
    const before = sweep?.sweepAt ?? now
    if (startedAt > before || before - (finishedAt ?? now) > pauseMs) break
    sweep = { sweepAt: startedAt, sweepAfterRun: id - 1 }
  }
  return sweep
}
