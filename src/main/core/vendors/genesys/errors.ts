/** Error messages for refused Genesys requests. They omit the vendor's texts, which may contain addresses and names. */
import { AppError } from '../../base/errors.ts'
import type { PacedResponse } from '../http.ts'
import { apiErrorSchema, oauthErrorSchema } from './schema.ts'

/** A parsed refusal. `oauth`: from the token endpoint; `api`: from any other endpoint; `unknown`: from something else, such as a proxy. */
export interface Refusal {
  shape: 'api' | 'oauth' | 'unknown'
  status: number
  code: string | null
  /** Permissions of which at least one is missing. */
  permissions: string[]
  /** The id that Genesys support asks for. */
  correlationId: string | null
}

const correlationPattern = /^[\w-]{1,100}$/

/** The request's correlation id, which every Genesys response carries. */
export function correlationId(headers: Headers): string | null {
  const id = headers.get('ININ-Correlation-Id')
  return id !== null && correlationPattern.test(id) ? id : null
}

function parseBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // Probably a proxy's page; the status is enough.
    return null
  }
}

/** Parses an unsuccessful response. */
export function readRefusal(response: PacedResponse): Refusal {
  const body = parseBody(response.bytes)
  const status = response.status
  const headerId = correlationId(response.headers)
  const api = apiErrorSchema.safeParse(body)
  if (api.success) {
    const { code, message, contextId } = api.data
    const bodyId = contextId && correlationPattern.test(contextId) ? contextId : null
    const permissions = code.includes('permission') ? (message?.match(/[A-Za-z]+:[A-Za-z*]+:[A-Za-z*]+/g) ?? []) : []
    return { shape: 'api', status, code: cleanCode(code), permissions, correlationId: headerId ?? bodyId }
  }
  const oauth = oauthErrorSchema.safeParse(body)
  if (oauth.success) return { shape: 'oauth', status, code: cleanCode(oauth.data.error), permissions: [], correlationId: headerId }
  return { shape: 'unknown', status, code: null, permissions: [], correlationId: headerId }
}

function cleanCode(code: string): string | null {
  return /^[\w.-]{1,80}$/.test(code) ? code : null
}

/** A refusal's details for an error's `data`: numbers, codes and ids only. */
export function refusalData(refusal: Refusal): Record<string, unknown> {
  return {
    status: refusal.status,
    ...(refusal.code === null ? {} : { vendorCode: refusal.code }),
    ...(refusal.correlationId === null ? {} : { correlationId: refusal.correlationId }),
    ...(refusal.permissions.length === 0 ? {} : { permissions: refusal.permissions }),
  }
}

function named(refusal: Refusal): string {
  return refusal.code === null ? `HTTP ${refusal.status}` : refusal.code
}

/** The error for a refused token request. The answer is the same for a wrong region and a wrong secret, so the message names both. */
export function tokenError(refusal: Refusal, loginOrigin: string): AppError {
  const data = refusalData(refusal)
  const host = new URL(loginOrigin).host
  if (refusal.status >= 500 || refusal.status === 408) {
    return new AppError('VENDOR_ERROR', `The Genesys login at ${host} failed (${named(refusal)}). Seatledger retries later.`, { data })
  }
  if (refusal.status === 404 || refusal.status === 405) {
    return new AppError('VENDOR_NOT_FOUND', `${host} has no Genesys login. Check the region: it must be the organisation’s region.`, {
      data,
    })
  }
  const next =
    'Check the client id and the secret, that the OAuth client is active with the grant "Client Credentials", and the region: a client from another region is refused in the same way.'
  return new AppError('UNAUTHORIZED', `The Genesys login at ${host} refused the OAuth client (${named(refusal)}). ${next}`, { data })
}

/** The error for a refused API request, if nothing more specific is known. */
export function apiError(refusal: Refusal): AppError {
  const data = refusalData(refusal)
  const { status, code } = refusal
  if (status === 401 && code === 'ip.not.authorized') {
    return new AppError(
      'UNAUTHORIZED',
      'Genesys does not accept requests from this machine’s address. Add the address to the organisation’s list of allowed IP addresses, then try again.',
      { data },
    )
  }
  if (status === 401) {
    return new AppError(
      'UNAUTHORIZED',
      `Genesys refused a token that it had just issued (${named(refusal)}). Check that the OAuth client is active and the region is correct, then replace the secret.`,
      { data },
    )
  }
  if (status === 403)
    return new AppError('VENDOR_FORBIDDEN', `Genesys refused the request (${named(refusal)}). ${permissionStep(refusal)}`, { data })
  if (status === 404)
    return new AppError('VENDOR_NOT_FOUND', 'Genesys has nothing with this id in this region. Refresh the tenants and check the region.', {
      data,
    })
  if (status >= 500 || status === 408)
    return new AppError('VENDOR_ERROR', `Genesys failed with an internal error (${named(refusal)}). Seatledger retries later.`, { data })
  return new AppError(
    'VENDOR_ERROR',
    `Genesys rejected the request (${named(refusal)}). Give Genesys support the correlation id of this run.`,
    { data },
  )
}

/** The next step for a missing permission. Role changes take up to five minutes to take effect. */
export function permissionStep(refusal: Refusal): string {
  if (refusal.permissions.length === 0)
    return 'Check the roles of the OAuth client, their divisions, and that the organisations are still paired.'
  return `Give the OAuth client a role with ${refusal.permissions.join(' or ')}; it can take five minutes to take effect.`
}
