/**
 * The one way out to a vendor: paced, bounded, never redirected, redacted. Providers say what to ask; this file says how.
 */

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
