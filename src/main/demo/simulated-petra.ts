/** A simulated Petra: keys and routes. Its data comes from a `PetraWorld`. */
import type { JsonObject } from '../../shared/domain/json.ts'
import type { Clock } from '../core/base/clock.ts'
import { billableUsersPayload, dayOf, type PetraWorld, tenantsPayload, usagePayload } from './petra-payloads.ts'
import type { Vendor, VendorRequest, VendorResponse } from './vendor.ts'

/** Options of a simulated Petra. */
export interface SimulatedPetraOptions {
  clock: Pick<Clock, 'now'>
  world: PetraWorld
  /** The keys it accepts, read at each request; by default `simulatedPetraKey` with all permissions. */
  keys?: ReadonlyMap<string, PetraPermissions>
}

/** What a key may do besides reading billable users, which every key may. */
export interface PetraPermissions {
  tenants: boolean
  usage: boolean
}

/** The default key of a simulated Petra. */
export const simulatedPetraKey = 'petra_simulated_key'

const allPermissions = new Map([[simulatedPetraKey, { tenants: true, usage: true }]])

/** Creates a simulated Petra. */
export function simulatedPetra({ clock, world, keys = allPermissions }: SimulatedPetraOptions): Vendor {
  function usage(asOf: string, at: number): VendorResponse {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(asOf) && !Number.isNaN(Date.parse(asOf))
    return isDay && asOf <= dayOf(at) ? ok(usagePayload(world, asOf, at)) : petraRefusal(400, 'BAD_REQUEST', 'asOf is out of range')
  }

  function billableUsers(tenantId: string | null, at: number): VendorResponse {
    if (tenantId === null) return petraRefusal(400, 'BAD_REQUEST', 'tenantId is required')
    const payload = billableUsersPayload(world, tenantId, at)
    return payload === null ? petraRefusal(403, 'FORBIDDEN', 'Tenant does not belong to your organization') : ok(payload)
  }

  return ({ url, headers }: VendorRequest) => {
    const at = clock.now()
    const permissions = keys.get(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '')
    if (!headers['user-agent']) return petraRefusal(403, 'FORBIDDEN', 'User agent missing')
    if (permissions === undefined) return petraRefusal(401, 'UNAUTHORIZED', 'Invalid API key')
    switch (url.pathname) {
      case '/v1/tenants':
        return permissions.tenants ? ok(tenantsPayload(world, at)) : petraRefusal(403, 'FORBIDDEN', 'This key may not list tenants')
      case '/v1/usage':
        return permissions.usage
          ? usage(url.searchParams.get('asOf') ?? dayOf(at), at)
          : petraRefusal(403, 'FORBIDDEN', 'This key may not read usage')
      case '/v1/billable-users':
        return billableUsers(url.searchParams.get('tenantId'), at)
      default:
        return petraRefusal(404, 'NOT_FOUND', 'No such route')
    }
  }
}

const json = { 'content-type': 'application/json; charset=utf-8' }

function ok(payload: JsonObject): VendorResponse {
  return { status: 200, headers: json, body: JSON.stringify(payload) }
}

/** A refusal in Petra's error envelope. */
export function petraRefusal(status: number, code: string, message: string, headers: Record<string, string> = {}): VendorResponse {
  return { status, headers: { ...json, ...headers }, body: JSON.stringify({ error: { code, message } }) }
}
