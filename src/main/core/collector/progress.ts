/** What is shown of the queue: made from rows, so that every process on the data folder shows the same. Pure. */

import type { Events, QueueAnswer } from '../../../shared/contract/answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { forecast, type Waiting } from './forecast.ts'
import { closedForMs } from './pace-writes.ts'
import type { Job, Plan } from './plan.ts'
import type { CollectRows } from './rows.ts'

const unknownAnswerMs = 500

/** Progress as events carry it. */
export type Progress = Events['collect.progress']

/** How far the sweep is, and when its last request is expected to end. What backs off is not waited for. */
export function progressOf(rows: CollectRows, plan: Plan, now: number): Progress {
  const running = runningKeys(rows)
  const asked = plan.jobs.filter((job) => job.notBefore === null)
  const current = asked.find((job) => running.has(job.candidate.key))?.candidate
  return {
    running: asked.length > 0 || running.size > 0,
    done: plan.done,
    total: plan.done + asked.length,
    expectedFinish: isoTime(foresee(rows, asked, now).finish),
    tenant: current?.tenantId ?? null,
    dataset: current?.dataset ?? null,
  }
}

/** The queue: what runs, what waits and for how long, what backs off. */
export function queueOf(rows: CollectRows, plan: Plan, now: number): QueueAnswer {
  const running = runningKeys(rows)
  const { items, finish } = foresee(rows, plan.jobs, now)
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
        reason: isLimited(rows, job, now) ? `${job.reason}; waits for the vendor’s limit` : job.reason,
      })),
    ],
  }
}

interface WaitingJob extends Waiting {
  job: Job
}

function foresee(rows: CollectRows, jobs: readonly Job[], now: number) {
  const running = runningKeys(rows)
  const answerMs = ({ job }: WaitingJob) => rows.answerMs.get(job.candidate.dataset) ?? unknownAnswerMs
  const asWaiting = (job: Job): WaitingJob => ({
    job,
    lane: job.candidate.lane,
    spacingMs: job.candidate.spacingMs,
    notBefore: job.notBefore,
  })
  const lanes = new Map([...rows.paces].map(([lane, row]) => [lane, now + closedForMs(row, now)]))
  const waiting = forecast(jobs.filter((job) => !running.has(job.candidate.key)).map(asWaiting), lanes, now, answerMs)
  const ends = jobs.filter((job) => running.has(job.candidate.key)).map((job) => now + answerMs(asWaiting(job)))
  return { items: waiting.items, finish: ends.length === 0 ? waiting.finish : Math.max(waiting.finish ?? 0, ...ends) }
}

/** Longer than the lane's own spacing: the vendor has said so. */
function isLimited(rows: CollectRows, { candidate }: Job, now: number): boolean {
  return closedForMs(rows.paces.get(candidate.lane), now) > candidate.spacingMs
}

function runningKeys(rows: CollectRows): Set<string> {
  return new Set(rows.attempts.filter((each) => each.outcome === null).map((each) => each.key))
}
