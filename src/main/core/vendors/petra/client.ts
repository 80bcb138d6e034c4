/** Speaks with Petra's API: its routes, its errors, its limits. */
import { isJsonObject, type JsonObject, parseJsonBytes } from '../../../../shared/domain/json.ts'
import { AppError } from '../../base/errors.ts'
import type { PacedHttp, PacedResponse } from '../http.ts'
import { retryAt } from '../retry-after.ts'
import { type PetraConfig, type PetraRoute, routeUrl, spacingMs } from './config.ts'

/** Petra's own header on a 429 comes beside, or instead of, the standard one. */
const retryHeaders = ['retry-after-public-api', 'retry-after']

/** Asks one route. Gives an answer of status 200, whatever it holds; throws an `AppError` for any other. */
export type PetraGet = (route: PetraRoute, query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<PacedResponse>

/** A client of one connection; the key is read at each request. */
export function petraClient(config: PetraConfig, http: PacedHttp, readSecret: () => Promise<string>): PetraGet {
  return async (route, query, signal) => {
    const key = usableKey(await readSecret())
    const paceKey = routeUrl(config, route)
    const url = new URL(paceKey)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const response = await http.send(
      {
        method: 'GET',
        url,
        route: paceKey,
        spacingMs: spacingMs(config, route),
        headers: { accept: 'application/json', authorization: `Bearer ${key}` },
      },
      signal,
    )
    if (response.status === 429) {
      const at = retryAt(response.headers, response.receivedAt, retryHeaders)
      await http.limited(paceKey, at)
      throw new AppError(
        'RATE_LIMITED',
        `Petra’s limit for ${route} was reached. It may be asked again at ${new Date(at).toISOString()}.`,
        {
          data: { retryAt: at, status: 429, requests: response.requests },
        },
      )
    }
    if (response.status !== 200) throw errorOf(route, response)
    return response
  }
}

/** A line break or a quote pasted along with a key would otherwise surface in an error of the HTTP library, with the key in it. */
function usableKey(secret: string): string {
  const key = secret.trim()
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new AppError(
    'UNAUTHORIZED',
    'The Petra API key is empty or contains characters that no key has. Copy it again from where it was kept; `seatledger credential` gives it to a connection that exists.',
  )
}

function errorOf(route: PetraRoute, response: PacedResponse): AppError {
  const data = { status: response.status, requests: response.requests, ...vendorCode(response) }
  switch (response.status) {
    case 401:
      return new AppError(
        'UNAUTHORIZED',
        'Petra did not accept the API key: it is wrong or was deleted. An admin can create one in Petra under Settings → API Keys; `seatledger credential` gives it to a connection that exists.',
        { data },
      )
    case 403:
      return new AppError(
        'VENDOR_FORBIDDEN',
        `Petra refused ${route}. Either the tenant does not belong to this key’s organisation or the key may not use this route, or a proxy on the way removed the User-Agent header, which Petra refuses too. Check the tenant id and the key, then the proxy.`,
        { data },
      )
    case 404:
      return new AppError(
        'VENDOR_NOT_FOUND',
        `Petra knows nothing at ${route} for this tenant: it may have been removed, or the base URL is wrong. Check both.`,
        { data },
      )
    default:
      return response.status >= 500
        ? new AppError(
            'VENDOR_ERROR',
            `Petra had a fault of its own (HTTP ${response.status}). Nothing was lost; it is asked again later.`,
            { data },
          )
        : new AppError(
            'VENDOR_ERROR',
            `Petra refused the request to ${route} (HTTP ${response.status}). Update Seatledger or ask Petra’s support.`,
            { data },
          )
  }
}

/** Petra's error envelope has a short code; its free text may name people and stays out. */
function vendorCode(response: PacedResponse): { vendorCode?: string } {
  const error = parseObject(response.bytes)?.error
  const code = isJsonObject(error) ? error.code : null
  return typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? { vendorCode: code } : {}
}

/** The bytes as a JSON object; null when they are anything else. */
export function parseObject(bytes: Uint8Array): JsonObject | null {
  try {
    const value: unknown = parseJsonBytes(bytes)
    return isJsonObject(value) ? value : null
  } catch {
    // Whoever asks says what that means.
    return null
  }
}
