/**
 * The one way out to a vendor: paced, bounded, never redirected, redacted. Providers say what to ask; this file says how.
 */
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { cancelled, defaultLimits, type Exchanged, type ExchangeLimits, exchange } from './http-exchange.ts'
import { isLoopback } from './origin.ts'
import { retryAt } from './retry-after.ts'

const mostRetries = 3
const retryWindowMs = 60_000
const backoffMs = [1_000, 5_000, 15_000]

/** One request to a vendor. */
export interface PacedRequest {
  method: 'GET' | 'POST'
  /** Absolute; https, or http on loopback. */
  url: URL
  /** The pacing key: base URL and route without ids and query. */
  route: string
  /** Smallest spacing between two sends on this route, in ms. */
  spacingMs: number
  headers: Record<string, string>
  body?: string
}

/** An answer with any status: bytes after decompression. */
export interface PacedResponse {
  status: number
  headers: Headers
  bytes: Uint8Array
  /** When the answer began, ms: what a `Retry-After` in seconds counts from. */
  receivedAt: number
  /** How often the request was sent, retries included. Errors carry it too, as `data.requests`. */
  requests: number
}

/** Keeps the vendors' limits over restarts and processes; the collector implements it on the `pace` table. */
export interface Pace {
  /** Waits until the route may be asked, commits its next allowed moment, then resolves. Rejects, reserving nothing, when the signal aborts first. */
  reserve(route: string, spacingMs: number, signal: AbortSignal): Promise<void>
  /** See `PacedHttp.limited`. */
  limited(route: string, at: number): Promise<void>
}

/** Sends requests; 5xx and network faults are tried again, at most three times within 60 s and each through the pace. Errors are `AppError`s: NETWORK, TIMEOUT, REDIRECTED, ANSWER_TOO_LARGE, ANSWER_INCOMPLETE, CANCELLED; HTTP statuses are answers. */
export interface PacedHttp {
  send(request: PacedRequest, signal: AbortSignal): Promise<PacedResponse>
  /** Told after a 429: the route may not be asked before `at` (ms); its spacing is widened and remembered. */
  limited(route: string, at: number): Promise<void>
}

/** What `createPacedHttp` works with. */
export interface PacedHttpOptions {
  fetch: typeof globalThis.fetch
  clock: Clock
  pace: Pace
  /** E.g. `Seatledger/1.0.0`; Petra refuses requests without one. */
  userAgent: string
  limits?: ExchangeLimits
}

/** The client that every provider gets. */
export function createPacedHttp(options: PacedHttpOptions): PacedHttp {
  const { clock, pace } = options
  return {
    async send(request, signal) {
      checkRequest(request)
      const headers = { ...request.headers, 'user-agent': options.userAgent }
      await orCancelled(pace.reserve(request.route, request.spacingMs, signal), signal)
      // By the clock that cannot be set.
      const deadline = clock.elapsed() + retryWindowMs
      for (let requests = 1; ; requests += 1) {
        const sentAt = clock.elapsed()
        const outcome = await exchange(options.fetch, { ...request, headers }, options.limits ?? defaultLimits, signal)
        const receivedAt = clock.now()
        const pauseMs = pauseBeforeRetry(outcome, receivedAt, requests, clock.random())
        const mayRetry = pauseMs !== null && Math.max(clock.elapsed() + pauseMs, sentAt + request.spacingMs) <= deadline
        if (mayRetry && (await waitForRetry(options, request, pauseMs, deadline, signal))) continue
        const end = mayRetry && signal.aborted ? cancelled(signal.reason) : outcome
        if (end instanceof AppError) throw new AppError(end.code, end.message, { data: { ...end.data, requests }, cause: end.cause })
        return { ...end, receivedAt, requests }
      }
    },
    limited: (route, at) => pace.limited(route, at),
  }
}

/** Null: what happened will not get better by asking again. */
function pauseBeforeRetry(outcome: Exchanged | AppError, at: number, requests: number, random: number): number | null {
  const backoff = backoffMs[requests - 1]
  if (requests > mostRetries || backoff === undefined) return null
  const pauseMs = backoff * (0.5 + random)
  if (outcome instanceof AppError) {
    const passes =
      outcome.code === 'TIMEOUT' || outcome.code === 'ANSWER_INCOMPLETE' || (outcome.code === 'NETWORK' && outcome.data?.kind !== 'tls')
    return passes ? pauseMs : null
  }
  if (outcome.status < 500) return null
  return outcome.headers.has('retry-after') ? Math.max(pauseMs, retryAt(outcome.headers, at) - at) : pauseMs
}

/** Waits out the pause and the pace; false when the limit would push the retry past the window, or the user has had enough. */
async function waitForRetry(
  { clock, pace }: PacedHttpOptions,
  request: PacedRequest,
  pauseMs: number,
  deadline: number,
  signal: AbortSignal,
): Promise<boolean> {
  const tooLate = new AbortController()
  const either = AbortSignal.any([signal, tooLate.signal])
  const waited = clock.sleep(pauseMs, either).then(() => pace.reserve(request.route, request.spacingMs, either))
  const window = clock.sleep(deadline - clock.elapsed(), either).then(
    () => tooLate.abort(),
    // Aborted below or by the user.
    () => {},
  )
  try {
    await waited
    return true
  } catch (error) {
    if (either.aborted) return false
    throw error
  } finally {
    tooLate.abort()
    await window
  }
}

function checkRequest({ url, headers }: PacedRequest): void {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new AppError('BAD_REQUEST', `${url.origin} is not asked: vendors are asked over https only. Correct the connection’s address.`)
  }
  for (const [name, value] of Object.entries(headers)) {
    // The HTTP library's own complaint would quote the value, which may be a secret.
    if (!/^[\t\x20-\x7e]*$/.test(value))
      throw new AppError(
        'BAD_REQUEST',
        `The request header ${name} contains characters that cannot be sent. Enter the connection’s credential again.`,
      )
  }
}

async function orCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await promise
  } catch (error) {
    throw signal.aborted ? cancelled(error) : error
  }
}
