/** The own organisation's report. Genesys prepares it first: the request is repeated with the same pair of dates until it is ready. */
import { dayMs } from '../../../../shared/domain/duration.ts'
import { isJsonObject, parseJsonBytes } from '../../../../shared/domain/json.ts'
import type { Clock } from '../../base/clock.ts'
import { AppError } from '../../base/errors.ts'
import type { Answer, ConnectionMemory } from '../provider.ts'
import type { GenesysAnswer, GenesysClient, GenesysRefused } from './client.ts'
import { type ReportSpan, reportSpan, utcDay } from './cycle.ts'
import { apiError, permissionStep, refusalData } from './errors.ts'

/** How often and for how long a run requests a report in preparation. The next run continues with the same dates. */
const preparation = { firstPauseMs: 5_000, longestPauseMs: 30_000, deadlineMs: 180_000 }

const path = '/api/v2/billing/reports/billableusage'

interface Waiting extends ReportSpan {
  askedAt: number
}

/** The dependencies of fetching a report. */
export interface UsageReportDeps {
  client: GenesysClient
  clock: Clock
  memory: ConnectionMemory
}

/**
 * Fetches the report of a cycle. A report that is still being prepared is requested with exactly the same dates, also after a restart.
 * Throws `REPORT_NOT_READY` at the deadline, `NO_MORE_PERIODS` before the vendor's first report, `VENDOR_FORBIDDEN`, and what the client
 * throws.
 */
export async function fetchUsageReport(deps: UsageReportDeps, cycle: ReportSpan, signal: AbortSignal): Promise<Answer> {
  const { clock, memory } = deps
  const key = `billable-usage ${cycle.startDate}`
  const deadline = clock.elapsed() + preparation.deadlineMs
  let span = (await waitingFor(memory, key, clock)) ?? (await remember(memory, key, cycle, clock))
  let requests = 0
  for (let pauseMs = preparation.firstPauseMs; ; pauseMs = Math.min(Math.round(pauseMs * 1.5), preparation.longestPauseMs)) {
    const answer = await deps.client.ask(path, { startDate: span.startDate, endDate: span.endDate }, signal)
    requests += answer.ok ? Number(answer.trace.requests) : answer.requests
    if (!answer.ok) {
      await memory.set(key, null)
      span = await remember(memory, key, shorterSpan(answer, cycle, span, clock, requests), clock)
      continue
    }
    if (!isInPreparation(answer)) {
      await memory.set(key, null)
      return { bytes: answer.bytes, trace: { ...answer.trace, requests } }
    }
    if (clock.elapsed() + pauseMs > deadline) throw notReady(span, answer, requests)
    await clock.sleep(pauseMs, signal)
  }
}

async function remember(memory: ConnectionMemory, key: string, span: ReportSpan, clock: Clock): Promise<Waiting> {
  const waiting = { startDate: span.startDate, endDate: span.endDate, askedAt: clock.now() }
  await memory.set(key, JSON.stringify(waiting))
  return waiting
}

async function waitingFor(memory: ConnectionMemory, key: string, clock: Clock): Promise<Waiting | null> {
  const text = await memory.get(key)
  if (text === null) return null
  const waiting: unknown = JSON.parse(text)
  if (!isJsonObject(waiting)) return null
  const { startDate, endDate, askedAt } = waiting
  if (typeof startDate !== 'string' || typeof endDate !== 'string' || typeof askedAt !== 'number') return null
  // After a day without a report, start again with new dates, since the dates may be why it is not finished. A time in the future was recorded
  // by a wrong clock.
  return Math.abs(clock.now() - askedAt) > dayMs ? null : { startDate, endDate, askedAt }
}

function isInPreparation(answer: GenesysAnswer): boolean {
  try {
    const body: unknown = parseJsonBytes(answer.bytes)
    return isJsonObject(body) && body.status === 'InProgress'
  } catch {
    // Not JSON: recording it fails with the proper error and keeps the answer.
    return false
  }
}

/** After a refusal: the cycle up to yesterday, if the vendor accepts no end in the future. Throws any other refusal as an error. */
function shorterSpan(answer: GenesysRefused, cycle: ReportSpan, asked: ReportSpan, clock: Clock, requests: number): ReportSpan {
  const { refusal } = answer
  const data = { ...refusalData(refusal), requests }
  const today = utcDay(clock.now())
  const isOver = cycle.endDate.slice(0, 10) < today
  if (refusal.status === 403) {
    throw new AppError('VENDOR_FORBIDDEN', `This OAuth client may not read the organisation’s billable usage. ${step(answer)}`, { data })
  }
  if (isOver && (refusal.status === 400 || refusal.status === 404)) {
    throw new AppError('NO_MORE_PERIODS', `Genesys has no report for the cycle from ${cycle.startDate.slice(0, 10)} or earlier.`, { data })
  }
  if (refusal.status !== 400 || asked.endDate !== cycle.endDate) throw withData(answer, requests)
  const start = cycle.startDate.slice(0, 10)
  const yesterday = utcDay(clock.now() - dayMs)
  if (yesterday < start) {
    throw new AppError(
      'REPORT_NOT_READY',
      'The billing cycle began today and Genesys reports only whole days. Seatledger retries tomorrow.',
      { data },
    )
  }
  return reportSpan(start, yesterday)
}

function step(answer: GenesysRefused): string {
  if (answer.refusal.permissions.length > 0) return permissionStep(answer.refusal)
  return 'Give it a role with billing:subscription:view in all divisions; it can take five minutes to take effect.'
}

function withData(answer: GenesysRefused, requests: number): AppError {
  const error = apiError(answer.refusal)
  return new AppError(error.code, error.message, { data: { ...error.data, requests } })
}

function notReady(span: ReportSpan, answer: GenesysAnswer, requests: number): AppError {
  const { correlationId } = answer.trace
  return new AppError(
    'REPORT_NOT_READY',
    `Genesys is still preparing the report from ${span.startDate.slice(0, 10)} to ${span.endDate.slice(0, 10)}. The next run requests the same report again.`,
    { data: { startDate: span.startDate, endDate: span.endDate, requests, ...(correlationId === undefined ? {} : { correlationId }) } },
  )
}
