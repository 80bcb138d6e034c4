/** One HTTP request and its response, bounded in time and size. */
import { AppError } from '../base/errors.ts'
import { networkFault } from './network-fault.ts'

/** Limits of a request. Measured in real time because they guard a real socket; the core's clock may be simulated. */
export interface ExchangeLimits {
  /** The longest time without receiving a byte. */
  silenceMs: number
  totalMs: number
  /** The largest body, after decompression. */
  bodyBytes: number
}

/** The limits of every vendor request. */
export const defaultLimits: ExchangeLimits = { silenceMs: 30_000, totalMs: 300_000, bodyBytes: 128_000_000 }

/** A response of any status with its complete body. */
export interface Exchanged {
  status: number
  headers: Headers
  bytes: Uint8Array
}

/** The request to send. */
export interface ExchangeRequest {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string>
  body?: string
}

/**
 * Sends a request once. Returns failures as an `AppError` (NETWORK, TIMEOUT, REDIRECTED, ANSWER_TOO_LARGE, ANSWER_INCOMPLETE, CANCELLED)
 * instead of throwing, since the caller decides whether to retry.
 */
export async function exchange(
  fetch: typeof globalThis.fetch,
  request: ExchangeRequest,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<Exchanged | AppError> {
  const host = request.url.host
  const bounds = new Bounds(host, limits, signal)
  let answered = false
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
      // Chromium's network stack would otherwise use its cache and add cookies.
      cache: 'no-store',
      credentials: 'omit',
      signal: bounds.signal,
    })
    answered = true
    bounds.byteCame()
    if (isRedirect(response)) return redirected(request.url, response.headers.get('location'))
    return { status: response.status, headers: response.headers, bytes: await readBody(response, host, limits.bodyBytes, bounds) }
  } catch (error) {
    if (signal.aborted) return cancelled(error)
    if (bounds.ended !== null) return bounds.ended
    if (error instanceof AppError) return error
    if (error instanceof Error && /redirect was cancelled/i.test(error.message)) return redirected(request.url, null)
    return answered ? incomplete(host, error) : networkFault(error, host)
  } finally {
    // Also closes the socket of a partly read response.
    bounds.close()
  }
}

/** The time-outs of a request, as a signal. */
class Bounds {
  /** The time-out that ended the request, if any. */
  ended: AppError | null = null
  readonly signal: AbortSignal
  readonly #controller = new AbortController()
  readonly #host: string
  readonly #silenceMs: number
  readonly #total: NodeJS.Timeout
  #silence: NodeJS.Timeout

  constructor(host: string, limits: ExchangeLimits, outer: AbortSignal) {
    this.#host = host
    this.#silenceMs = limits.silenceMs
    this.signal = AbortSignal.any([outer, this.#controller.signal])
    this.#total = setTimeout(() => this.#end(`${host} took longer than ${seconds(limits.totalMs)} to answer.`), limits.totalMs)
    this.#silence = this.#startSilence()
  }

  byteCame(): void {
    clearTimeout(this.#silence)
    this.#silence = this.#startSilence()
  }

  close(): void {
    clearTimeout(this.#silence)
    clearTimeout(this.#total)
    this.#controller.abort()
  }

  #startSilence(): NodeJS.Timeout {
    return setTimeout(() => this.#end(`${this.#host} sent nothing for ${seconds(this.#silenceMs)}.`), this.#silenceMs)
  }

  #end(what: string): void {
    this.ended = new AppError(
      'TIMEOUT',
      `${what} Seatledger retries later; if this persists, check the network and the vendor’s status page.`,
      { data: { host: this.#host } },
    )
    this.#controller.abort()
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`
}

function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status)
}

function redirected(url: URL, location: string | null): AppError {
  const target = location !== null && URL.canParse(location, url.href) ? new URL(location, url).host : null
  const where = target === null ? 'somewhere else' : `to ${target}`
  return new AppError(
    'REDIRECTED',
    `${url.host} redirects ${where}. Redirects are not followed, because they would receive the credential. If the vendor has moved, change the connection’s address; otherwise look for a proxy or a sign-in page in between.`,
    {
      data: { host: url.host, target },
    },
  )
}

async function readBody(response: Response, host: string, mostBytes: number, bounds: Bounds): Promise<Uint8Array> {
  const encoded = (response.headers.get('content-encoding') ?? 'identity') !== 'identity'
  const announced = encoded ? null : lengthOf(response.headers.get('content-length'))
  if (announced !== null && announced > mostBytes) throw tooLarge(host, mostBytes)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    bounds.byteCame()
    size += chunk.byteLength
    if (size > mostBytes) throw tooLarge(host, mostBytes)
    chunks.push(chunk)
  }
  if (announced !== null && size !== announced) throw incomplete(host, undefined)
  return Buffer.concat(chunks, size)
}

function lengthOf(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null
}

function tooLarge(host: string, mostBytes: number): AppError {
  return new AppError(
    'ANSWER_TOO_LARGE',
    `${host} sent more than ${mostBytes / 1_000_000} MB, more than any report should have. Nothing was recorded. Check the connection’s address, then ask the vendor’s support.`,
    {
      data: { host, mostBytes },
    },
  )
}

function incomplete(host: string, cause: unknown): AppError {
  return new AppError('ANSWER_INCOMPLETE', `The response from ${host} was cut short. Nothing was recorded; Seatledger retries later.`, {
    data: { host },
    cause,
  })
}

/** `CANCELLED`: stopped by the user or by the program's shutdown. */
export function cancelled(cause: unknown): AppError {
  return new AppError('CANCELLED', 'The request was cancelled.', { cause })
}
