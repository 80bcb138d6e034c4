/** The HTTP client for vendors: requests are paced, retried and bounded, and redirects are not followed. */
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

/** A response with any status; its bytes are decompressed. */
export interface PacedResponse {
  status: number
  headers: Headers
  bytes: Uint8Array
  /** When the response was received, ms. A `Retry-After` in seconds counts from it. */
  receivedAt: number
  /** How often the request was sent, retries included. Errors have it as `data.requests`. */
  requests: number
}

/** Keeps vendors' rate limits across restarts and processes; the collector implements it on the `pace` table. */
export interface Pace {
  /** Waits until the route is free, commits the time of its next request, then resolves. If the signal aborts first, rejects and reserves nothing. */
  reserve(route: string, spacingMs: number, signal: AbortSignal): Promise<void>
  /** See `PacedHttp.limited`. */
  limited(route: string, at: number): Promise<void>
}

/**
 * Sends requests. Retries 5xx and network errors at most three times within 60 s, each paced. Throws `AppError`s: NETWORK, TIMEOUT,
 * REDIRECTED, ANSWER_TOO_LARGE, ANSWER_INCOMPLETE, CANCELLED. Any HTTP status is a response, not an error.
 */
export interface PacedHttp {
  send(request: PacedRequest, signal: AbortSignal): Promise<PacedResponse>
  /** Call it after a 429: no request is sent on the route before `at` (ms), and its spacing is widened permanently. */
  limited(route: string, at: number): Promise<void>
}

/** Options of `createPacedHttp`. */
export interface PacedHttpOptions {
  fetch: typeof globalThis.fetch
  clock: Clock
  pace: Pace
  /** E.g. `Seatledger/1.0.0`. Petra refuses requests without one. */
  userAgent: string
  limits?: ExchangeLimits
}

/** Creates the client that every provider uses. */
export function createPacedHttp(options: PacedHttpOptions): PacedHttp {
  const { clock, pace } = options
  return {
    async send(request, signal) {
      checkRequest(request)
      const headers = { ...request.headers, 'user-agent': options.userAgent }
      await orCancelled(pace.reserve(request.route, request.spacingMs, signal), signal)
      // By the monotonic clock, which cannot be set.
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

/** The pause before a retry, ms; null if a retry would not help. */
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

/** Waits for the pause and the pace. False if the pace would delay the retry past the window, or if the user cancelled. */
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
    throw new AppError(
      'BAD_REQUEST',
      `Requests to vendors must use https, so nothing was sent to ${url.origin}. Correct the connection’s address.`,
    )
  }
  for (const [name, value] of Object.entries(headers)) {
    // The HTTP library's error would quote the value, which may be a secret.
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
