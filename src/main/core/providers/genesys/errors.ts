/** What a refused Genesys request means, in words with the next step. Vendor texts stay out: they may name addresses and people. */
import { AppError } from '../../errors.ts'
import type { PacedResponse } from '../http.ts'
import { apiErrorSchema, oauthErrorSchema } from './schema.ts'

/** What a refusal's body says; `oauth` comes from the token endpoint, `api` from everything else, `unknown` from whatever stands between. */
export interface Refusal {
  shape: 'api' | 'oauth' | 'unknown'
  status: number
  code: string | null
  /** Permissions of which one is missing. */
  permissions: string[]
  /** What Genesys support asks for. */
  correlationId: string | null
}

const correlationPattern = /^[\w-]{1,100}$/

/** The request's correlation id, as every Genesys answer carries it. */
export function correlationId(headers: Headers): string | null {
  const id = headers.get('ININ-Correlation-Id')
  return id !== null && correlationPattern.test(id) ? id : null
}

function parseBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // A proxy's page instead of an answer: the status still says enough.
    return null
  }
}

/** Reads a response that is not a success. */
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

/** A refusal's facts for an error's data: numbers, codes and ids only. */
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

/** A refused token request. A wrong region cannot be told from a wrong secret by the answer, so the message names both. */
export function tokenError(refusal: Refusal, loginOrigin: string): AppError {
  const data = refusalData(refusal)
  const host = new URL(loginOrigin).host
  if (refusal.status >= 500 || refusal.status === 408) {
    return new AppError('VENDOR_ERROR', `The Genesys login at ${host} had a fault (${named(refusal)}). It is asked again later.`, { data })
  }
  if (refusal.status === 404 || refusal.status === 405) {
    return new AppError(
      'VENDOR_NOT_FOUND',
      `${host} has no Genesys login. Check the region: it must be the one in which the organisation lives.`,
      { data },
    )
  }
  const next =
    'Check the client id and the secret, that the OAuth client is active with the grant "Client Credentials", and the region: a client of another region is refused in the same way.'
  return new AppError('UNAUTHORIZED', `The Genesys login at ${host} refused the OAuth client (${named(refusal)}). ${next}`, { data })
}

/** A refused API request, where nothing more specific is known. */
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
      `Genesys refused a token that it had just issued (${named(refusal)}). Check that the OAuth client is active and its region right, then replace the secret.`,
      { data },
    )
  }
  if (status === 403)
    return new AppError('VENDOR_FORBIDDEN', `Genesys refused this (${named(refusal)}). ${permissionStep(refusal)}`, { data })
  if (status === 404)
    return new AppError(
      'VENDOR_NOT_FOUND',
      'Genesys knows nothing under this id in this region. Refresh the tenants, and check the region.',
      { data },
    )
  if (status >= 500 || status === 408)
    return new AppError('VENDOR_ERROR', `Genesys had a fault (${named(refusal)}). It is asked again later.`, { data })
  return new AppError(
    'VENDOR_ERROR',
    `Genesys did not accept the request (${named(refusal)}). Give Genesys support the correlation id of this run.`,
    { data },
  )
}

/** What to do about a missing permission; role changes take up to five minutes to act. */
export function permissionStep(refusal: Refusal): string {
  if (refusal.permissions.length === 0)
    return 'Check the roles of the OAuth client, their divisions, and that the organisations are still paired.'
  return `Give the OAuth client a role with ${refusal.permissions.join(' or ')}; it can take five minutes to act.`
}
