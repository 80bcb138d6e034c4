/** The client of Petra's API: routes, errors and limits. */
import { isoTime } from '../../../../shared/domain/iso-time.ts'
import { isJsonObject, type JsonObject, parseJsonBytes } from '../../../../shared/domain/json.ts'
import { AppError } from '../../base/errors.ts'
import type { PacedHttp, PacedResponse } from '../http.ts'
import { retryAt } from '../retry-after.ts'
import { usableSecret } from '../usable-secret.ts'
import { type PetraConfig, type PetraRoute, routeUrl, spacingMs } from './config.ts'

/** A 429 may have Petra's own header, the standard one, or both. */
const retryHeaders = ['retry-after-public-api', 'retry-after']

/** Requests a route. Resolves to a response with status 200 and any body; throws an `AppError` for any other status. */
export type PetraGet = (route: PetraRoute, query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<PacedResponse>

/** Creates a connection's client, which reads the key at each request. */
export function petraClient(config: PetraConfig, http: PacedHttp, readSecret: () => Promise<string>): PetraGet {
  return async (route, query, signal) => {
    const key = usableSecret(await readSecret(), 'Petra API key')
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
        `Petra’s rate limit for ${route} was reached. Seatledger retries at ${isoTime(at)} at the earliest.`,
        {
          data: { retryAt: at, status: 429, requests: response.requests },
        },
      )
    }
    if (response.status !== 200) throw errorOf(route, response)
    return response
  }
}

function errorOf(route: PetraRoute, response: PacedResponse): AppError {
  const data = { status: response.status, requests: response.requests, ...vendorCode(response) }
  switch (response.status) {
    case 401:
      return new AppError(
        'UNAUTHORIZED',
        'Petra did not accept the API key: it is wrong or was deleted. An admin can create one in Petra under Settings → API Keys; to replace it in an existing connection, use `seatledger credential`.',
        { data },
      )
    case 403:
      return new AppError(
        'VENDOR_FORBIDDEN',
        `Petra refused ${route}. The tenant does not belong to this key’s organisation, the key may not use this route, or a proxy removed the User-Agent header. Check the tenant id and the key, then the proxy.`,
        { data },
      )
    case 404:
      return new AppError(
        'VENDOR_NOT_FOUND',
        `Petra has nothing at ${route} for this tenant: the tenant may have been removed, or the base URL is wrong. Check both.`,
        { data },
      )
    default:
      return response.status >= 500
        ? new AppError('VENDOR_ERROR', `Petra failed with an internal error (HTTP ${response.status}). Seatledger retries later.`, { data })
        : new AppError(
            'VENDOR_ERROR',
            `Petra rejected the request to ${route} (HTTP ${response.status}). Update Seatledger; if this persists, contact Petra’s support.`,
            { data },
          )
  }
}

/** The short code in Petra's error envelope. The free text is left out, since it may name people. */
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
    // The caller decides what that means.
    return null
  }
}
