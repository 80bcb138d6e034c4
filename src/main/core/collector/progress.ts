/** Progress and queue for users, made from rows, so that every process of a data folder shows the same. Pure. */
import type { QueueAnswer } from '../../../shared/contract/collecting-answers.ts'
import type { Events } from '../../../shared/contract/events.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { closedForMs } from './pace.ts'
import type { Job, Plan } from './plan.ts'
import type { CollectRows } from './rows.ts'

const unknownAnswerMs = 500

/** Progress as sent in events. */
export type Progress = Events['collect.progress']

/** How much of the sweep is done, and when its last run is expected to end. Targets that are backing off are not included. */
export function progressOf(rows: CollectRows, plan: Plan, now: number): Progress {
  const running = runningKeys(rows)
  const startable = plan.jobs.filter((job) => job.notBefore === null)
  const current = startable.find((job) => running.has(job.candidate.key))?.candidate
  return {
    running: startable.length > 0 || running.size > 0,
    done: plan.done,
    total: plan.done + startable.length,
    expectedFinish: isoTime(forecastJobs(rows, startable, now).finish),
    tenant: current?.tenantId ?? null,
    dataset: current?.dataset ?? null,
  }
}

/** The queue: running, waiting and backing-off jobs, with their expected start. */
export function queueOf(rows: CollectRows, plan: Plan, now: number): QueueAnswer {
  const running = runningKeys(rows)
  const { items, finish } = forecastJobs(rows, plan.jobs, now)
  const current = plan.jobs.filter((job) => running.has(job.candidate.key))
  return {
    expectedFinish: isoTime(finish),
    items: [
      ...current.map(({ candidate }) => ({
        tenant: candidate.tenantId,
        dataset: candidate.dataset,
        notBefore: isoTime(now),
        reason: 'running',
      })),
      ...items.map(({ item: { job }, startsAt }) => ({
        tenant: job.candidate.tenantId,
        dataset: job.candidate.dataset,
        notBefore: isoTime(startsAt),
        reason: isLimited(rows, job, now) ? `${job.reason}; waiting for the vendor’s rate limit` : job.reason,
      })),
    ],
  }
}

interface WaitingJob extends Waiting {
  job: Job
}

function forecastJobs(rows: CollectRows, jobs: readonly Job[], now: number) {
  const running = runningKeys(rows)
  const answerMs = ({ job }: WaitingJob) => rows.answerMs.get(job.candidate.dataset) ?? unknownAnswerMs
  const asWaiting = (job: Job): WaitingJob => ({
    job,
    lane: job.candidate.lane,
    spacingMs: job.candidate.spacingMs,
    notBefore: job.notBefore,
  })
  const lanes = new Map([...rows.paces].map(([lane, row]) => [lane, now + closedForMs(row, now)]))
  const waiting = forecastStarts(jobs.filter((job) => !running.has(job.candidate.key)).map(asWaiting), lanes, now, answerMs)
  const ends = jobs.filter((job) => running.has(job.candidate.key)).map((job) => now + answerMs(asWaiting(job)))
  return { items: waiting.items, finish: ends.length === 0 ? waiting.finish : Math.max(waiting.finish ?? 0, ...ends) }
}

/** Whether a lane is closed for longer than its own spacing, which only a vendor's limit causes. */
function isLimited(rows: CollectRows, { candidate }: Job, now: number): boolean {
  return closedForMs(rows.paces.get(candidate.lane), now) > candidate.spacingMs
}

function runningKeys(rows: CollectRows): Set<string> {
  return new Set(rows.attempts.filter((each) => each.outcome === null).map((each) => each.key))
}

/** An item of a queue. */
export interface Waiting {
  lane: string
  spacingMs: number
  /** Not started before this time (ms), because of back-off; null: as soon as the lane allows. */
  notBefore: number | null
}

/** An item with its expected start, ms. */
export interface ForecastItem<T> {
  item: T
  startsAt: number
}

/**
 * When each waiting item starts, and when the last one ends (`finish`; null if nothing waits). Starts in a lane are at least the
 * spacing and the duration of an answer (`answerMs`) apart. `lanes` has the time at which each lane opens. Items that are backing off
 * come last.
 */
export function forecastStarts<T extends Waiting>(
  items: readonly T[],
  lanes: ReadonlyMap<string, number>,
  now: number,
  answerMs: (item: T) => number,
): { items: ForecastItem<T>[]; finish: number | null } {
  const free = new Map<string, number>()
  const placed: ForecastItem<T>[] = []
  let finish: number | null = null
  const backingOff = (item: T) => item.notBefore !== null && item.notBefore > now
  for (const item of [...items.filter((each) => !backingOff(each)), ...items.filter(backingOff)]) {
    const startsAt = Math.max(now, free.get(item.lane) ?? lanes.get(item.lane) ?? now, item.notBefore ?? now)
    const takesMs = answerMs(item)
    free.set(item.lane, startsAt + Math.max(item.spacingMs, takesMs))
    placed.push({ item, startsAt })
    finish = Math.max(finish ?? 0, startsAt + takesMs)
  }
  return { items: placed, finish }
}
