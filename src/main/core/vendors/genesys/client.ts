/** The client of one Genesys organisation's API: tokens, rate limits and refusals. */
import { isoTime } from '../../../../shared/domain/iso-time.ts'
import type { Clock } from '../../base/clock.ts'
import { AppError } from '../../base/errors.ts'
import type { PacedHttp, PacedRequest, PacedResponse } from '../http.ts'
import { retryAt } from '../retry-after.ts'
import { createTokenSource } from './auth.ts'
import { type GenesysConfig, genesysOrigins } from './config.ts'
import { apiError, correlationId, type Refusal, readRefusal, refusalData } from './errors.ts'

/** 300 requests per minute and token (published limit `client.credentials.token.rate.per.minute`), plus a sixtieth to allow for clock differences. */
export const genesysSpacingMs = Math.ceil(61_000 / 300)

/** A 429 with a longer wait than this is a daily limit. It is reported instead of waited for, as in the vendor's own libraries. */
const longestWaitMs = 180_000
const waitsPerRequest = 2

/** The pacing key of every API request of a connection: the vendor counts per token, not per route. */
export function genesysRoute(config: GenesysConfig): string {
  return `${genesysOrigins(config).api}/api/v2`
}

/** A response with status 200. */
export interface GenesysAnswer {
  ok: true
  bytes: Uint8Array
  /** HTTP status, correlation id and how many API requests it took. */
  trace: Record<string, string | number>
}

/** A response with another status, which the caller interprets. */
export interface GenesysRefused {
  ok: false
  refusal: Refusal
  requests: number
}

/** The parameters of a request. */
export type QueryParams = Readonly<Record<string, string>>

/** A connection's client. */
export interface GenesysClient {
  /**
   * Sends a request, and again with a new token if the token is refused. Throws `UNAUTHORIZED`, `RATE_LIMITED` (`data.retryAt` in ms),
   * `VENDOR_ERROR` for the vendor's internal errors, and what `PacedHttp` throws. Returns other statuses.
   */
  ask(path: string, query: QueryParams, signal: AbortSignal): Promise<GenesysAnswer | GenesysRefused>
}

/** Creates a client, which keeps its token. */
export function createGenesysClient(
  config: GenesysConfig,
  deps: { http: PacedHttp; clock: Clock; readSecret(): Promise<string> },
): GenesysClient {
  const { http } = deps
  const origins = genesysOrigins(config)

  async function paced(request: PacedRequest, signal: AbortSignal): Promise<PacedResponse> {
    let requests = 0
    for (let waits = 0; ; waits += 1) {
      const response = await http.send(request, signal)
      requests += response.requests
      if (response.status !== 429) return { ...response, requests }
      const at = retryAt(response.headers, response.receivedAt)
      await http.limited(request.route, at)
      if (waits >= waitsPerRequest || at - response.receivedAt > longestWaitMs) throw rateLimited(response, at, requests)
    }
  }

  const tokens = createTokenSource({
    loginOrigin: origins.login,
    clientId: config.clientId,
    readSecret: deps.readSecret,
    post: (request, signal) =>
      paced({ method: 'POST', route: `${origins.login}/oauth/token`, spacingMs: genesysSpacingMs, ...request }, signal),
  })

  async function send(url: URL, token: string, signal: AbortSignal): Promise<PacedResponse> {
    const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
    return paced({ method: 'GET', url, route: genesysRoute(config), spacingMs: genesysSpacingMs, headers }, signal)
  }

  return {
    async ask(path, query, signal) {
      const url = new URL(path, origins.api)
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      let requests = 0
      for (let attempt = 0; ; attempt += 1) {
        const token = await tokens.token(signal)
        const response = await send(url, token, signal)
        requests += response.requests
        if (response.status === 200) return { ok: true, bytes: response.bytes, trace: traceOf(response, requests) }
        const refusal = readRefusal(response)
        if (response.status !== 401) {
          if (response.status >= 500 || response.status === 408) throw withRequests(apiError(refusal), requests)
          return { ok: false, refusal, requests }
        }
        // A new token does not help an address that is not allowed.
        if (refusal.code === 'ip.not.authorized' || attempt > 0) throw withRequests(apiError(refusal), requests)
        tokens.refused(token)
      }
    },
  }
}

/** Adds the number of requests to an error's data. */
function withRequests(error: AppError, requests: number): AppError {
  return new AppError(error.code, error.message, {
    data: { ...error.data, requests },
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  })
}

function traceOf(response: PacedResponse, requests: number): Record<string, string | number> {
  const id = correlationId(response.headers)
  return { status: response.status, requests, ...(id === null ? {} : { correlationId: id }) }
}

function rateLimited(response: PacedResponse, at: number, requests: number): AppError {
  return new AppError('RATE_LIMITED', `Genesys’s rate limit was reached. Seatledger retries at ${isoTime(at)} at the earliest.`, {
    data: { ...refusalData(readRefusal(response)), retryAt: at, requests },
  })
}
