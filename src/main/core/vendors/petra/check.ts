/** Tests the permissions of a Petra key. */
import type { JsonObject } from '../../../../shared/domain/json.ts'
import { AppError } from '../../base/errors.ts'
import type { PacedResponse } from '../http.ts'
import type { ConnectionTest, TenantListing } from '../provider.ts'
import { type PetraGet, parseObject } from './client.ts'
import type { PetraRoute } from './config.ts'
import { readTenants, textOf } from './map.ts'

/** Every tenant visible to the key; null if it may not list tenants. */
export async function listPetraTenants(get: PetraGet, signal: AbortSignal): Promise<TenantListing | null> {
  const response = await orRefused(get('/v1/tenants', {}, signal))
  if (response === null) return null
  return { tenants: readTenants(objectOf(response, '/v1/tenants')), complete: ['petra'] }
}

/** Tests a key's permissions. A key that may neither list tenants nor read usage still works for manually added tenants. */
export async function testConnection(
  get: PetraGet,
  signal: AbortSignal,
): Promise<{ result: ConnectionTest; listing: TenantListing | null }> {
  try {
    const listing = await listPetraTenants(get, signal)
    const tenants = listing?.tenants ?? null
    const usageAnswer = await orRefused(get('/v1/usage', {}, signal))
    const parts = [
      tenants === null && usageAnswer === null
        ? {
            name: 'key',
            ok: true,
            message:
              'Petra did not reject the key, but refused both requests that could confirm it. The first collection of a tenant will show whether it works.',
          }
        : { name: 'key', ok: true, message: 'Petra accepts the key.' },
      tenants === null
        ? { name: 'tenants', ok: false, message: 'This key may not list tenants: add them manually with `seatledger tenants add`.' }
        : { name: 'tenants', ok: true, message: `The key can access ${tenants.length} tenant${tenants.length === 1 ? '' : 's'}.` },
      usageAnswer === null
        ? {
            name: 'usage',
            ok: false,
            message:
              'This key may not read usage: totals of earlier months and prorating stay unknown. People and licences are still collected.',
          }
        : { name: 'usage', ok: true, message: 'The key may read the totals of all tenants, including earlier months.' },
    ]
    const organisation = usageAnswer === null ? null : textOf(objectOf(usageAnswer, '/v1/usage').organizationName)
    return { result: { ok: true, code: null, organisation, parts }, listing }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'UNAUTHORIZED') throw error
    const parts = [{ name: 'key', ok: false, message: error.message }]
    return { result: { ok: false, code: error.code, organisation: null, parts }, listing: null }
  }
}

/** Null if the vendor says that the key lacks permission, which is not an error here. */
async function orRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AppError && (error.code === 'VENDOR_FORBIDDEN' || error.code === 'VENDOR_NOT_FOUND')) return null
    throw error
  }
}

/** Parses a JSON object. Throws `NOT_JSON` for anything else, most often a web page. */
function objectOf(response: PacedResponse, route: PetraRoute): JsonObject {
  const payload = parseObject(response.bytes)
  if (payload !== null) return payload
  const start = new TextDecoder().decode(response.bytes.subarray(0, 200)).trimStart()
  const what = start.startsWith('<') ? 'a web page' : 'something that is not a JSON object'
  throw new AppError(
    'NOT_JSON',
    `${route} returned ${what} instead of Petra’s JSON. Check for a proxy or a sign-in page in between, and check the base URL.`,
    {
      data: {
        status: response.status,
        requests: response.requests,
        contentType: response.headers.get('content-type')?.slice(0, 80) ?? null,
      },
    },
  )
}
