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
}

/** Sends requests. Errors are `AppError`s: NETWORK, TIMEOUT, REDIRECTED, ANSWER_TOO_LARGE, ANSWER_INCOMPLETE, CANCELLED; HTTP statuses are answers. */
export interface PacedHttp {
  send(request: PacedRequest, signal: AbortSignal): Promise<PacedResponse>
  /** Told after a 429: the route may not be asked before `at` (ms); its spacing is widened and remembered. */
  limited(route: string, at: number): Promise<void>
}
