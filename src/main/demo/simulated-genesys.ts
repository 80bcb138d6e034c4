/**
 * A simulated Genesys Cloud with one origin for API and login: tokens, trusts, reports and an index that rotates late. Its answers
 * follow the published definition, which a test checks. Its data comes from a `GenesysWorld`.
 */
import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../shared/domain/json.ts'
import type { Clock } from '../core/base/clock.ts'
import {
  apiRefusal,
  oauthRefusal,
  organizationBody,
  overviewBody,
  type RefusalName,
  tokenInfoBody,
  trustorPageBody,
  usageReportBody,
} from './genesys-answers.ts'
import { billingBody } from './genesys-billing.ts'
import { directoryBody } from './genesys-directory.ts'
import { type GenesysWorld, periodAt } from './genesys-world.ts'
import type { Vendor, VendorRequest, VendorResponse } from './vendor.ts'

/** Options of a simulated Genesys Cloud. */
export interface SimulatedGenesysOptions {
  clock: Pick<Clock, 'now'>
  world: GenesysWorld
}

/** For how many days after a period's end index 0 is still that period. */
const rotationLagDays = 2

/** The OAuth client that a simulated Genesys Cloud accepts. */
export const simulatedGenesysClient = { id: '3f1f3e0b-52c7-4ad6-8a4f-4d1c5f6a7b80', secret: 'simulated-genesys-secret' }

const largestPage = 100
const json = { 'content-type': 'application/json; charset=utf-8' }
const basic = `Basic ${Buffer.from(`${simulatedGenesysClient.id}:${simulatedGenesysClient.secret}`, 'utf8').toString('base64')}`

/** Creates a simulated Genesys Cloud. */
export function simulatedGenesys({ clock, world }: SimulatedGenesysOptions): Vendor {
  const tokens = new Set<string>()

  function token({ method, headers, body, url }: VendorRequest): VendorResponse {
    const form = new URLSearchParams(body)
    if (method !== 'POST' || form.get('grant_type') !== 'client_credentials') return genesysOauthRefusal(400, 'unsupported_grant_type')
    // The secret belongs in the Basic header: in a body or an address it would end up in logs.
    if (form.has('client_secret') || url.searchParams.has('client_secret')) return genesysOauthRefusal(400, 'invalid_request')
    if (headers.authorization !== basic) return genesysOauthRefusal(401, 'invalid_client')
    const value = `simulated-${randomUUID()}`
    tokens.add(value)
    return ok({ access_token: value, token_type: 'bearer', expires_in: 86_399 })
  }

  function trustors(query: URLSearchParams, at: number): VendorResponse {
    const pageSize = wholeNumber(query.get('pageSize') ?? '25')
    const pageNumber = wholeNumber(query.get('pageNumber') ?? '1')
    if (!pageSize || !pageNumber) return genesysRefusal('badQuery')
    // An organisation appears with its first billing period.
    const listed = world.customers.filter((customer) => periodAt(customer, 0, at, rotationLagDays) !== null)
    return ok(trustorPageBody(listed, { pageSize: Math.min(pageSize, largestPage), pageNumber }, at))
  }

  function overview(id: string, query: URLSearchParams, at: number): VendorResponse {
    const index = wholeNumber(query.get('billingPeriodIndex') ?? '0')
    if (index === null) return genesysRefusal('badQuery')
    const customer = world.customers.find((each) => each.id === id)
    if (customer === undefined || !customer.enabled(at)) return genesysRefusal('noTrust')
    const period = periodAt(customer, index, at, rotationLagDays)
    return period === null ? genesysRefusal('notFound') : ok(overviewBody(customer, period, at))
  }

  function billableUsage(query: URLSearchParams, at: number): VendorResponse {
    const span = { startDate: query.get('startDate') ?? '', endDate: query.get('endDate') ?? '' }
    const [startMs, endMs] = [Date.parse(span.startDate), Date.parse(span.endDate)]
    if (!(startMs <= endMs)) return genesysRefusal('badDate')
    const days = { start: new Date(startMs).toISOString().slice(0, 10), end: new Date(endMs).toISOString().slice(0, 10) }
    return ok(usageReportBody(span, world.usage(days, at)))
  }

  function licences(pathname: string, query: URLSearchParams, at: number): VendorResponse | null {
    if (!/^\/api\/v2\/(users|license\/(users|definitions))$/.test(pathname)) return null
    if (world.licences === undefined) return genesysRefusal('missingPermissions', ['authorization:license:view'])
    const found = directoryBody(world.licences(at), pathname, query)
    return found === 'bad' || found === null ? genesysRefusal('badQuery') : ok(found.body)
  }

  function billing(pathname: string, query: URLSearchParams, at: number): VendorResponse | null {
    if (!/^\/api\/v2\/billing\/contracts(\/|$)/.test(pathname)) return null
    if (world.billing === undefined) return genesysRefusal('missingPermissions', ['billing:subscription:view'])
    const body = billingBody(world.billing(at), pathname, query)
    return body === null ? genesysRefusal('notFound') : body === 'bad' ? genesysRefusal('badQuery') : ok(body)
  }

  return (request) => {
    const at = clock.now()
    const { pathname, searchParams } = request.url
    if (pathname === '/oauth/token') return token(request)
    const value = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (value === undefined) return genesysRefusal('noToken')
    if (request.method !== 'GET') return genesysRefusal('notFound')
    if (!tokens.has(value)) return genesysRefusal('badToken')
    if (pathname === '/api/v2/organizations/me') return ok(organizationBody(world.organisation, pathname))
    if (pathname === '/api/v2/tokens/me') return ok(tokenInfoBody(world.organisation, simulatedGenesysClient.id))
    if (pathname === '/api/v2/orgauthorization/trustors') return trustors(searchParams, at)
    if (pathname === '/api/v2/billing/reports/billableusage') return billableUsage(searchParams, at)
    const other = licences(pathname, searchParams, at) ?? billing(pathname, searchParams, at)
    if (other !== null) return other
    const customer = /^\/api\/v2\/billing\/trusteebillingoverview\/([^/]+)$/.exec(pathname)?.[1]
    return customer === undefined ? genesysRefusal('notFound') : overview(decodeURIComponent(customer), searchParams, at)
  }
}

function ok(payload: JsonObject | JsonObject[]): VendorResponse {
  return { status: 200, headers: { ...json, 'ININ-Correlation-Id': randomUUID() }, body: JSON.stringify(payload) }
}

/** A refusal by the API. Its body repeats the correlation id of the header. */
export function genesysRefusal(
  name: RefusalName,
  permissions: readonly string[] = [],
  headers: Record<string, string> = {},
): VendorResponse {
  const contextId = randomUUID()
  const body = apiRefusal(name, contextId, permissions)
  return { status: body.status, headers: { ...json, 'ININ-Correlation-Id': contextId, ...headers }, body: JSON.stringify(body) }
}

/** A refusal by the token endpoint. */
export function genesysOauthRefusal(status: number, error: string): VendorResponse {
  return { status, headers: { ...json, 'ININ-Correlation-Id': randomUUID() }, body: JSON.stringify(oauthRefusal(error)) }
}

function wholeNumber(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null
}
