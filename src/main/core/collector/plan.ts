/** What is collected next: pending requests first, then the schedule. Pure: depends only on rows and the clock. */
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import { failureKindOf } from '../connections/failure-kind.ts'
import { backfillSeries, type Candidate, type CandidateContext, candidatesAt, readOptions } from './candidates.ts'
import { dueCandidates, inOrder, isOpen, laneLengths } from './due.ts'
import { endedSinceRequest, endedSinceSweep, inScope, type PendingRequest } from './requests.ts'
import type { Attempt, CollectRows } from './rows.ts'

/** After this many rate limits, a request gives up on a target. */
const maxLimitsPerRequest = 5

/** A candidate to collect, and why. */
export interface Job {
  candidate: Candidate
  trigger: Attempt['trigger']
  /** Why it is in the queue, for users. */
  reason: string
  /** The schedule waits until then after a failure; null if it can be collected now. */
  notBefore: number | null
}

/** A target of a request that cannot be collected because its connection's credential was refused. */
interface Skip {
  candidate: Candidate
  trigger: Attempt['trigger']
  code: ErrorCode
  message: string
}

/** A request with nothing left to do. */
interface FinishedRequest {
  id: number
  /** Whether a failure ended it early; an equal request then resumes it. */
  endedEarly: boolean
}

/** The plan. */
export interface Plan {
  /** In order; each lane takes its first job that may start. Jobs that back off have a `notBefore`. */
  jobs: Job[]
  skips: Skip[]
  finished: FinishedRequest[]
  /** How many targets of the current sweep are done, and how many it has. */
  done: number
  total: number
}

/** What the plan depends on besides rows. */
export interface PlanContext extends CandidateContext {
  timeZone: string
  everyHours: number
  /** Whether the plan includes the schedule, or pending requests only. */
  scheduled: boolean
  /** Connections that the schedule skips for now, because this process cannot read their credential. */
  onHold: ReadonlySet<number>
  /** Connections that another machine of the team currently collects, each with the text for users. */
  elsewhere: ReadonlyMap<number, string>
}

/** Makes the plan. It includes running jobs, as the first of their lane. */
export function planCollection(rows: CollectRows, context: PlanContext): Plan {
  const jobs = new Map<string, Job>()
  const skips = new Map<string, Skip>()
  const candidates = candidatesByDay(rows, context)
  const finished: FinishedRequest[] = []
  let done = 0
  for (const pending of byUrgency(rows.pending)) {
    const part =
      pending.request.kind === 'backfill'
        ? backfillPart(rows, pending, context)
        : collectPart(rows, pending, candidates(Math.min(pending.sweepAt, context.now)), context)
    done += part.done
    if (part.jobs.length + part.skips.length === 0) finished.push({ id: pending.id, endedEarly: part.endedEarly })
    for (const skip of part.skips) skips.set(skip.candidate.key, skip)
    for (const job of part.jobs) if (!jobs.has(job.candidate.key)) jobs.set(job.candidate.key, job)
  }
  if (context.scheduled) {
    const part = schedulePart(rows, candidates(context.now), context)
    if (rows.pending.length === 0) done += part.done
    for (const job of part.jobs) if (!jobs.has(job.candidate.key)) jobs.set(job.candidate.key, job)
  }
  const waiting = [...jobs.values()]
  return { jobs: waiting, skips: [...skips.values()], finished, done, total: done + waiting.length }
}

interface Part {
  jobs: Job[]
  skips: Skip[]
  done: number
  endedEarly: boolean
}

/** The candidates on the UTC day of a moment (ms), determined once a day. */
function candidatesByDay(rows: CollectRows, context: PlanContext): (at: number) => readonly Candidate[] {
  const byDay = new Map<number, Candidate[]>()
  return (at) => {
    const day = Math.floor(at / dayMs)
    const candidates = byDay.get(day) ?? candidatesAt(rows, at, context)
    byDay.set(day, candidates)
    return candidates
  }
}

/** Requests for one tenant first, then for all tenants, then backfills. */
function byUrgency(pending: readonly PendingRequest[]): PendingRequest[] {
  const urgency = ({ request }: PendingRequest) => (request.kind === 'backfill' ? 2 : request.tenantId === null ? 1 : 0)
  return [...pending].sort((a, b) => urgency(a) - urgency(b) || a.id - b.id)
}

function collectPart(rows: CollectRows, pending: PendingRequest, all: readonly Candidate[], context: PlanContext): Part {
  const attempts = attemptsByKey(rows.attempts)
  const done = (each: Candidate) => isDone(attempts.get(each.key) ?? [], pending, context.now)
  const left = requestedCandidates(all, pending, rows, context).filter((each) => !done(each))
  const refused = refusedConnections(rows, pending, context)
  const skips = left.flatMap((candidate) => {
    const why = refused.get(candidate.connectionId)
    return why === undefined ? [] : [{ candidate, trigger: 'user' as const, ...why }]
  })
  const open = left.filter((each) => !refused.has(each.connectionId))
  return {
    jobs: inOrder(open, all, context.now, context.everyHours).map((candidate) => ({
      candidate,
      trigger: 'user',
      reason: 'requested',
      notBefore: null,
    })),
    skips,
    done: all.filter((each) => inScope(pending.request, each) && done(each)).length,
    // A later equal request starts a new sweep, since the answers of this one are too old by then.
    endedEarly: false,
  }
}

function requestedCandidates(all: readonly Candidate[], pending: PendingRequest, rows: CollectRows, context: PlanContext): Candidate[] {
  const request = pending.request
  const scoped = all.filter((each) => inScope(request, each))
  if (request.kind === 'backfill' || !request.due) return scoped.filter((each) => each.onceSince === null || isOpen(each, each.onceSince))
  const at = Math.min(pending.at, context.now)
  const due = new Set(dueCandidates(all, at, context).map((each) => each.key))
  const active = scheduledConnections(rows, context)
  return scoped.filter((each) => due.has(each.key) && active.has(each.connectionId) && (each.notBefore ?? 0) <= at)
}

/**
 * Whether a target was collected since the sweep began, or has failed since the request was made. Interruptions by us do not count as
 * failures, nor do rate limits until there were too many.
 */
function isDone(attempts: readonly Attempt[], pending: PendingRequest, now: number): boolean {
  let limits = 0
  for (const attempt of attempts) {
    if (!endedSinceSweep(attempt, pending, now)) continue
    if (attempt.outcome === 'recorded' || attempt.outcome === 'unchanged') return true
    if (!endedSinceRequest(attempt, pending, now) || attempt.errorCode === null) continue
    const kind = failureKindOf(attempt.errorCode)
    if (kind === 'wait') limits++
    else if (kind !== 'again') return true
  }
  return limits >= maxLimitsPerRequest
}

/**
 * Connections that are stopped, whose options cannot be read, or whose credential was refused: since the request was made, or earlier and
 * not replaced since. A credential from an environment variable is tried again, since the variable may have another value now.
 */
function refusedConnections(
  rows: CollectRows,
  pending: PendingRequest,
  context: PlanContext,
): Map<number, { code: ErrorCode; message: string }> {
  const refused = new Map<number, { code: ErrorCode; message: string }>()
  for (const connection of rows.connections) {
    const { id, state, secretKind, stateCode, stateMessage } = connection
    const options = readOptions(connection, context)
    const elsewhere = context.elsewhere.get(id)
    if (elsewhere !== undefined) refused.set(id, { code: 'COLLECTED_ELSEWHERE', message: elsewhere })
    else if (!options.ok) refused.set(id, { code: options.error.code, message: options.error.message })
    else if (state === 'stopped' || (state === 'needs-credential' && secretKind !== 'env')) {
      refused.set(id, {
        code: (stateCode ?? 'UNAUTHORIZED') as ErrorCode,
        message: stateMessage ?? 'The vendor did not accept the credential.',
      })
    }
  }
  for (const attempt of rows.attempts) {
    const { connectionId, errorCode, errorMessage, outcome } = attempt
    if (!endedSinceRequest(attempt, pending, context.now) || errorCode === null || outcome !== 'failed') continue
    if (failureKindOf(errorCode) === 'connection') refused.set(connectionId, { code: errorCode, message: errorMessage ?? '' })
  }
  return refused
}

/**
 * The first step of each series that was not collected since the sweep began. If a failure ends a series, an equal request resumes it
 * there.
 */
function backfillPart(rows: CollectRows, pending: PendingRequest, context: PlanContext): Part {
  const { request } = pending
  if (request.kind !== 'backfill') return { jobs: [], skips: [], done: 0, endedEarly: false }
  const attempts = attemptsByKey(rows.attempts)
  const refused = refusedConnections(rows, pending, context)
  const jobs: Job[] = []
  const skips: Skip[] = []
  let done = 0
  let endedEarly = false
  for (const series of backfillSeries(rows, request.connectionId, Math.min(pending.sweepAt, context.now), context)) {
    let empty = 0
    for (let step = 1; request.periods === null || step <= request.periods; step++) {
      const candidate = series.at(step)
      if (candidate === null) break
      const mine = (attempts.get(candidate.key) ?? []).filter((each) => each.trigger === 'backfill')
      if (!isDone(mine, pending, context.now)) {
        const why = refused.get(candidate.connectionId)
        if (why === undefined) jobs.push({ candidate, trigger: 'backfill', reason: 'earlier answers', notBefore: null })
        else skips.push({ candidate, trigger: 'backfill', ...why })
        break
      }
      done++
      const last = mine.findLast((each) => each.finishedAt !== null)
      endedEarly ||= last?.outcome === 'failed'
      if (last?.outcome === 'failed' || last?.outcome === 'skipped') break
      empty = last?.listed === 0 ? empty + 1 : 0
      if (series.endsAfterEmpty !== null && empty >= series.endsAfterEmpty) break
    }
  }
  return { jobs, skips, done, endedEarly }
}

function schedulePart(rows: CollectRows, today: readonly Candidate[], context: PlanContext): Part {
  const active = scheduledConnections(rows, context)
  const all = today.filter((each) => active.has(each.connectionId))
  const due = dueCandidates(all, context.now, context)
  return {
    jobs: due.map((candidate) => ({ candidate, trigger: 'schedule', ...scheduleReason(candidate, context.now) })),
    skips: [],
    done:
      all.filter((each) => each.stopCode === null && each.onceSince === null).length - due.filter((each) => each.onceSince === null).length,
    endedEarly: false,
  }
}

function scheduleReason(candidate: Candidate, now: number): { reason: string; notBefore: number | null } {
  if (candidate.notBefore !== null && candidate.notBefore > now) return { reason: 'after a failure', notBefore: candidate.notBefore }
  if (candidate.lastSuccessAt === null) return { reason: 'never collected', notBefore: null }
  const moved = candidate.movedAt !== null && candidate.movedAt > candidate.lastSuccessAt
  return { reason: moved ? 'its numbers changed' : 'due', notBefore: null }
}

function scheduledConnections(rows: CollectRows, { onHold, elsewhere }: PlanContext): Set<number> {
  return new Set(rows.connections.filter(({ id, state }) => state === 'ok' && !onHold.has(id) && !elsewhere.has(id)).map(({ id }) => id))
}

function attemptsByKey(attempts: readonly Attempt[]): Map<string, Attempt[]> {
  return Map.groupBy(attempts, (each) => each.key)
}

/** How long one sweep takes, ms: the length of the longest lane. */
export function sweepLength(rows: CollectRows, context: PlanContext): number {
  return Math.max(0, ...laneLengths(candidatesAt(rows, context.now, context)).values())
}
