/** What a key may do. */
import type { JsonObject } from '../../../../shared/domain/json.ts'
import { AppError } from '../../errors.ts'
import type { PacedResponse } from '../http.ts'
import type { ConnectionTest, TenantListing } from '../provider.ts'
import { type PetraGet, parseObject } from './client.ts'
import type { PetraRoute } from './config.ts'
import { readTenants, textOf } from './map.ts'

/** Every tenant that the key may see; null where it may not list them. */
export async function listTenants(get: PetraGet, signal: AbortSignal): Promise<TenantListing | null> {
  const response = await orRefused(get('/v1/tenants', {}, signal))
  if (response === null) return null
  return { tenants: readTenants(objectOf(response, '/v1/tenants')), complete: ['petra'] }
}

/** Asks what a key may do. A key that may neither list tenants nor read usage is still good for tenants added by hand. */
export async function testConnection(
  get: PetraGet,
  signal: AbortSignal,
): Promise<{ result: ConnectionTest; listing: TenantListing | null }> {
  try {
    const listing = await listTenants(get, signal)
    const tenants = listing?.tenants ?? null
    const usageAnswer = await orRefused(get('/v1/usage', {}, signal))
    const parts = [
      tenants === null && usageAnswer === null
        ? {
            name: 'key',
            ok: true,
            message:
              'Petra did not reject the key, but refused both requests that could prove it. The first collection of a tenant will tell.',
          }
        : { name: 'key', ok: true, message: 'Petra accepts the key.' },
      tenants === null
        ? { name: 'tenants', ok: false, message: 'This key may not list tenants: add them by hand with `seatledger tenants add`.' }
        : { name: 'tenants', ok: true, message: `The key sees ${tenants.length} tenant${tenants.length === 1 ? '' : 's'}.` },
      usageAnswer === null
        ? {
            name: 'usage',
            ok: false,
            message:
              'This key may not read usage: totals of earlier months and prorating stay unknown. People and licences are collected all the same.',
          }
        : { name: 'usage', ok: true, message: 'Totals of all tenants, also of earlier months, may be read.' },
    ]
    const organisation = usageAnswer === null ? null : textOf(objectOf(usageAnswer, '/v1/usage').organizationName)
    return { result: { ok: true, code: null, organisation, parts }, listing }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'UNAUTHORIZED') throw error
    const parts = [{ name: 'key', ok: false, message: error.message }]
    return { result: { ok: false, code: error.code, organisation: null, parts }, listing: null }
  }
}

/** Null where the vendor says that the key may not do this: a state, not an error. */
async function orRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AppError && (error.code === 'VENDOR_FORBIDDEN' || error.code === 'VENDOR_NOT_FOUND')) return null
    throw error
  }
}

/** Throws `NOT_JSON` for an answer that is something else, most often a web page. */
function objectOf(response: PacedResponse, route: PetraRoute): JsonObject {
  const payload = parseObject(response.bytes)
  if (payload !== null) return payload
  const start = new TextDecoder().decode(response.bytes.subarray(0, 200)).trimStart()
  const what = start.startsWith('<') ? 'a web page' : 'something that is not a JSON object'
  throw new AppError(
    'NOT_JSON',
    `Instead of Petra’s answer to ${route} came ${what}. Often a proxy or a sign-in page is in between, or the base URL is wrong: check both.`,
    {
      data: {
        status: response.status,
        requests: response.requests,
        contentType: response.headers.get('content-type')?.slice(0, 80) ?? null,
      },
    },
  )
}
