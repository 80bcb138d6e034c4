/** What is asked next: for unfinished wishes, then for the schedule. Pure: from rows and the clock. */
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import { failureKindOf } from '../connections/failure-kind.ts'
import type { Candidate } from './candidate.ts'
import { backfillLines, type CandidateContext, candidatesAt, readOptions } from './candidates.ts'
import { dueCandidates, inOrder, isOpen, laneLengths } from './due.ts'
import type { Attempt, CollectRows } from './rows.ts'
import { inScope, isSinceSweep, isSinceWish, type Wish } from './wish.ts'

/** How often one target of a wish may meet the vendor's limit before the wish gives it up. */
const mostLimitsPerWish = 5

/** One thing to ask, and why. */
export interface Job {
  candidate: Candidate
  trigger: Attempt['trigger']
  /** Why it is in the queue, in a few words. */
  reason: string
  /** The schedule waits until then after a failure; null for what can be asked at once. */
  notBefore: number | null
}

/** A target of a wish that cannot be asked, since its connection's credential was refused. */
interface Skip {
  candidate: Candidate
  trigger: Attempt['trigger']
  code: ErrorCode
  message: string
}

/** A wish that is done. */
interface FinishedWish {
  id: number
  /** Whether a fault ended it before its end: the same wish goes on there. */
  cutShort: boolean
}

/** The plan. */
export interface Plan {
  /** In order; per lane the first one that may be asked is next. Those that back off come with `notBefore`. */
  jobs: Job[]
  skips: Skip[]
  /** Wishes that nothing is left to do for. */
  finished: FinishedWish[]
  /** Of the sweep under way: how many targets are done, and how many there are. */
  done: number
  total: number
}

/** What the plan depends on besides rows. */
export interface PlanContext extends CandidateContext {
  timeZone: string
  everyHours: number
  /** Whether this is for a process that keeps the schedule, not only wishes. */
  scheduled: boolean
  /** Connections that the schedule leaves alone for now: their credential cannot be read in this process. */
  held: ReadonlySet<number>
}

/** Makes the plan. What is under way already stays in it, as the first of its lane. */
export function planCollection(rows: CollectRows, context: PlanContext): Plan {
  const jobs = new Map<string, Job>()
  const skips = new Map<string, Skip>()
  const candidates = candidatesByDay(rows, context)
  const finished: FinishedWish[] = []
  let done = 0
  for (const wish of inTurn(rows.wishes)) {
    const part =
      wish.request.kind === 'backfill'
        ? backfillPart(rows, wish, context)
        : collectPart(rows, wish, candidates(Math.min(wish.sweepAt, context.now)), context)
    done += part.done
    if (part.jobs.length + part.skips.length === 0) finished.push({ id: wish.id, cutShort: part.cutShort })
    for (const skip of part.skips) skips.set(skip.candidate.key, skip)
    for (const job of part.jobs) if (!jobs.has(job.candidate.key)) jobs.set(job.candidate.key, job)
  }
  if (context.scheduled) {
    const part = schedulePart(rows, candidates(context.now), context)
    if (rows.wishes.length === 0) done += part.done
    for (const job of part.jobs) if (!jobs.has(job.candidate.key)) jobs.set(job.candidate.key, job)
  }
  const waiting = [...jobs.values()]
  return { jobs: waiting, skips: [...skips.values()], finished, done, total: done + waiting.length }
}

interface Part {
  jobs: Job[]
  skips: Skip[]
  done: number
  cutShort: boolean
}

/** What may be asked on the UTC day of a moment (ms), made once a day. */
function candidatesByDay(rows: CollectRows, context: PlanContext): (at: number) => readonly Candidate[] {
  const byDay = new Map<number, Candidate[]>()
  return (at) => {
    const day = Math.floor(at / dayMs)
    const candidates = byDay.get(day) ?? candidatesAt(rows, at, context)
    byDay.set(day, candidates)
    return candidates
  }
}

/** One tenant's wish is served before everyone's, and collecting before the past. */
function inTurn(wishes: readonly Wish[]): Wish[] {
  const turn = ({ request }: Wish) => (request.kind === 'backfill' ? 2 : request.tenantId === null ? 1 : 0)
  return [...wishes].sort((a, b) => turn(a) - turn(b) || a.id - b.id)
}

function collectPart(rows: CollectRows, wish: Wish, all: readonly Candidate[], context: PlanContext): Part {
  const attempts = attemptsByKey(rows.attempts)
  const done = (each: Candidate) => isDone(attempts.get(each.key) ?? [], wish, context.now)
  const left = wishCandidates(all, wish, rows, context).filter((each) => !done(each))
  const refused = refusedConnections(rows, wish, context)
  const skips = left.flatMap((candidate) => {
    const why = refused.get(candidate.connectionId)
    return why === undefined ? [] : [{ candidate, trigger: 'user' as const, ...why }]
  })
  const asked = left.filter((each) => !refused.has(each.connectionId))
  return {
    jobs: inOrder(asked, all, context.now, context.everyHours).map((candidate) => ({
      candidate,
      trigger: 'user',
      reason: 'asked for',
      notBefore: null,
    })),
    skips,
    done: all.filter((each) => inScope(wish.request, each) && done(each)).length,
    // The same wish asks again for what failed: everything else of its sweep is too old by then.
    cutShort: false,
  }
}

function wishCandidates(all: readonly Candidate[], wish: Wish, rows: CollectRows, context: PlanContext): Candidate[] {
  const request = wish.request
  const scoped = all.filter((each) => inScope(request, each))
  if (request.kind === 'backfill' || !request.due) return scoped.filter((each) => each.onceSince === null || isOpen(each, each.onceSince))
  const at = Math.min(wish.at, context.now)
  const due = new Set(dueCandidates(all, at, context).map((each) => each.key))
  const asked = askedConnections(rows, context)
  return scoped.filter((each) => due.has(each.key) && asked.has(each.connectionId) && (each.notBefore ?? 0) <= at)
}

/**
 * Collected since the sweep began: not asked again. Failed since the wish was made: it had its turn. What we cut short ourselves had not,
 * and the vendor's limit is waited for.
 */
function isDone(attempts: readonly Attempt[], wish: Wish, now: number): boolean {
  let limits = 0
  for (const attempt of attempts) {
    if (!isSinceSweep(attempt, wish, now)) continue
    if (attempt.outcome === 'recorded' || attempt.outcome === 'unchanged') return true
    if (!isSinceWish(attempt, wish, now) || attempt.errorCode === null) continue
    const kind = failureKindOf(attempt.errorCode)
    if (kind === 'wait') limits++
    else if (kind !== 'again') return true
  }
  return limits >= mostLimitsPerWish
}

/**
 * Connections that are stopped, whose options cannot be read, or whose credential was refused in this wish, or before it and not replaced since. A variable may hold
 * another value by now, so that one is tried.
 */
function refusedConnections(rows: CollectRows, wish: Wish, context: PlanContext): Map<number, { code: ErrorCode; message: string }> {
  const refused = new Map<number, { code: ErrorCode; message: string }>()
  for (const connection of rows.connections) {
    const { id, state, secretKind, stateCode, stateMessage } = connection
    const options = readOptions(connection, context)
    if (!options.ok) refused.set(id, { code: options.error.code, message: options.error.message })
    else if (state === 'stopped' || (state === 'needs-credential' && secretKind !== 'env')) {
      refused.set(id, {
        code: (stateCode ?? 'UNAUTHORIZED') as ErrorCode,
        message: stateMessage ?? 'The vendor did not accept the credential.',
      })
    }
  }
  for (const attempt of rows.attempts) {
    const { connectionId, errorCode, errorMessage, outcome } = attempt
    if (!isSinceWish(attempt, wish, context.now) || errorCode === null || outcome !== 'failed') continue
    if (failureKindOf(errorCode) === 'connection') refused.set(connectionId, { code: errorCode, message: errorMessage ?? '' })
  }
  return refused
}

/** Walks each line to its first step that was not asked since the sweep began. A line that a fault ends is gone on with there by the same wish. */
function backfillPart(rows: CollectRows, wish: Wish, context: PlanContext): Part {
  const { request } = wish
  if (request.kind !== 'backfill') return { jobs: [], skips: [], done: 0, cutShort: false }
  const attempts = attemptsByKey(rows.attempts)
  const refused = refusedConnections(rows, wish, context)
  const jobs: Job[] = []
  const skips: Skip[] = []
  let done = 0
  let cutShort = false
  for (const line of backfillLines(rows, request.connectionId, Math.min(wish.sweepAt, context.now), context)) {
    let empty = 0
    for (let step = 1; request.periods === null || step <= request.periods; step++) {
      const candidate = line.at(step)
      if (candidate === null) break
      const mine = (attempts.get(candidate.key) ?? []).filter((each) => each.trigger === 'backfill')
      if (!isDone(mine, wish, context.now)) {
        const why = refused.get(candidate.connectionId)
        if (why === undefined) jobs.push({ candidate, trigger: 'backfill', reason: 'earlier answers', notBefore: null })
        else skips.push({ candidate, trigger: 'backfill', ...why })
        break
      }
      done++
      const last = mine.findLast((each) => each.finishedAt !== null)
      cutShort ||= last?.outcome === 'failed'
      if (last?.outcome === 'failed' || last?.outcome === 'skipped') break
      empty = last?.listed === 0 ? empty + 1 : 0
      if (line.endsAfterEmpty !== null && empty >= line.endsAfterEmpty) break
    }
  }
  return { jobs, skips, done, cutShort }
}

function schedulePart(rows: CollectRows, today: readonly Candidate[], context: PlanContext): Part {
  const asked = askedConnections(rows, context)
  const all = today.filter((each) => asked.has(each.connectionId))
  const due = dueCandidates(all, context.now, context)
  return {
    jobs: due.map((candidate) => ({ candidate, trigger: 'schedule', ...scheduleReason(candidate, context.now) })),
    skips: [],
    done:
      all.filter((each) => each.stopCode === null && each.onceSince === null).length - due.filter((each) => each.onceSince === null).length,
    cutShort: false,
  }
}

function scheduleReason(candidate: Candidate, now: number): { reason: string; notBefore: number | null } {
  if (candidate.notBefore !== null && candidate.notBefore > now) return { reason: 'after a failure', notBefore: candidate.notBefore }
  if (candidate.lastSuccessAt === null) return { reason: 'never collected', notBefore: null }
  const moved = candidate.movedAt !== null && candidate.movedAt > candidate.lastSuccessAt
  return { reason: moved ? 'its numbers moved' : 'due', notBefore: null }
}

function askedConnections(rows: CollectRows, { held }: PlanContext): Set<number> {
  return new Set(rows.connections.filter((each) => each.state === 'ok' && !held.has(each.id)).map((each) => each.id))
}

function attemptsByKey(attempts: readonly Attempt[]): Map<string, Attempt[]> {
  return Map.groupBy(attempts, (each) => each.key)
}

/** How long one sweep over what is asked takes, ms: the longest lane. */
export function sweepLength(rows: CollectRows, context: PlanContext): number {
  return Math.max(0, ...laneLengths(candidatesAt(rows, context.now, context)).values())
}
