/**
 * A simulated Genesys Cloud, for the demo and for tests: tokens, trusts, reports in preparation, a moving index, limits
 * and faults. Its answers follow the published definition, which a test checks. What it knows comes from a `GenesysWorld`.
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
import { type GenesysWorld, periodAt } from './genesys-world.ts'
import { type Listen, type LoopbackAnswer, type LoopbackRequest, listenOnLoopback, type Wire } from './loopback.ts'
import { type RateWindow, rateWindow } from './rate-window.ts'

/** What the simulated organisation allows; tests change it while it runs. */
export interface GenesysState {
  /** Permissions that the OAuth client lacks. */
  missingPermissions: Set<string>
  /** Organisation ids of customers that do not let this client read their billing. */
  refusing: Set<string>
  /** Organisation ids of customers without any billing period. */
  withoutPeriods: Set<string>
  /** How often a report is still in preparation before it is there; `Infinity`: for ever. */
  preparations: number
  /** Whether a report must end in the past. */
  refusesFutureEnd: boolean
  /** Whether the organisation's list of allowed addresses leaves us out. */
  addressRefused: boolean
  /** Gives no new tokens, as for a disabled client. */
  clientDisabled: boolean
}

/** What goes wrong, once or often. Members that are missing match, or keep, everything. */
export interface GenesysFault {
  /** A path, or its beginning. */
  path?: string
  /** How often; for ever when missing. */
  times?: number
  /** How many matching requests pass before it begins. */
  after?: number
  refusal?: RefusalName
  headers?: Record<string, string>
  /** Changes the payload before it is sent. */
  edit?: (payload: JsonObject) => JsonObject
  /** Sends this text as the body, whatever the answer would have been. */
  body?: string
  wire?: Wire
}

/** A request as it was answered. Never its headers: they carry the credential. */
export interface GenesysRequestSeen {
  at: number
  method: string
  path: string
  query: Readonly<Record<string, string>>
  status: number
}

/** What a simulated Genesys Cloud is made of. */
export interface SimulatedGenesysOptions {
  /** Limits count by `elapsed` where there is one: setting our clock does not set the vendor's. */
  clock: Pick<Clock, 'now'> & Partial<Pick<Clock, 'elapsed'>>
  world: GenesysWorld
  /** Where it listens; on loopback when missing. */
  listen?: Listen
  clientId?: string
  clientSecret?: string
  /** Days for which index 0 still is a period that has ended. */
  rotationLagDays?: number
  /** Requests a minute and token. */
  requestsPerMinute?: number
}

/** A running simulated Genesys Cloud: one origin for API and login. */
export interface SimulatedGenesys {
  origin: string
  state: GenesysState
  /** All requests so far, in order. */
  requests: readonly GenesysRequestSeen[]
  /** Adds a fault; the earliest that matches and is not used up wins. Gives a function that takes it back. */
  fault(fault: GenesysFault): () => void
  /** Ends every token that was given out, before its time. */
  revokeTokens(): void
  close(): Promise<void>
}

/** The OAuth client that a simulated Genesys Cloud has when none is named. */
export const simulatedGenesysClient = { id: '3f1f3e0b-52c7-4ad6-8a4f-4d1c5f6a7b80', secret: 'simulated-genesys-secret' }

const largestPage = 100
const json = { 'content-type': 'application/json; charset=utf-8' }

type Outcome =
  | { payload: JsonObject }
  | { refused: RefusalName; permissions?: string[]; headers?: Record<string, string> }
  | { oauth: string; status: number }

/** Starts a simulated Genesys Cloud. */
export async function simulateGenesys(options: SimulatedGenesysOptions): Promise<SimulatedGenesys> {
  const { clock, world, clientId = simulatedGenesysClient.id, clientSecret = simulatedGenesysClient.secret } = options
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64')}`
  const lagDays = options.rotationLagDays ?? 2
  const requests: GenesysRequestSeen[] = []
  const faults: { fault: GenesysFault; pass: number; left: number }[] = []
  const tokens = new Map<string, RateWindow>()
  /** How often each report was asked for, by its pair of dates: another pair is another report. */
  const asked = new Map<string, number>()
  const state: GenesysState = {
    missingPermissions: new Set(),
    refusing: new Set(),
    withoutPeriods: new Set(),
    preparations: 0,
    refusesFutureEnd: false,
    addressRefused: false,
    clientDisabled: false,
  }

  function answer(request: LoopbackRequest): LoopbackAnswer {
    const at = clock.now()
    const path = request.url.pathname
    const fault = takeFault(path)
    const outcome: Outcome = fault?.refusal === undefined ? route(request, at) : { refused: fault.refusal }
    const result = written(outcome, fault)
    requests.push({ at, method: request.method, path, query: Object.fromEntries(request.url.searchParams), status: result.status })
    return result
  }

  function takeFault(path: string): GenesysFault | null {
    const match = faults.find((each) => each.left > 0 && path.startsWith(each.fault.path ?? '/'))
    if (match === undefined) return null
    if (match.pass > 0) {
      match.pass -= 1
      return null
    }
    match.left -= 1
    return match.fault
  }

  function route(request: LoopbackRequest, at: number): Outcome {
    const { pathname, searchParams } = request.url
    if (pathname === '/oauth/token') return token(request)
    const refused = authorise(request)
    if (refused !== null) return refused
    if (pathname === '/api/v2/organizations/me') return { payload: organizationBody(world.organisation, pathname) }
    if (pathname === '/api/v2/tokens/me') return { payload: tokenInfoBody(world.organisation, clientId) }
    if (pathname === '/api/v2/orgauthorization/trustors') return trustors(searchParams, at)
    if (pathname === '/api/v2/billing/reports/billableusage') return billableUsage(searchParams, at)
    const customer = /^\/api\/v2\/billing\/trusteebillingoverview\/([^/]+)$/.exec(pathname)?.[1]
    return customer === undefined ? { refused: 'notFound' } : overview(decodeURIComponent(customer), searchParams, at)
  }

  function token({ method, headers, body, url }: LoopbackRequest): Outcome {
    const form = new URLSearchParams(body)
    if (method !== 'POST' || form.get('grant_type') !== 'client_credentials') return { oauth: 'unsupported_grant_type', status: 400 }
    // The secret belongs in the Basic header: in a body or an address it would end up in other people's logs.
    if (form.has('client_secret') || url.searchParams.has('client_secret')) return { oauth: 'invalid_request', status: 400 }
    if (state.clientDisabled || headers.authorization !== basic) return { oauth: 'invalid_client', status: 401 }
    const value = `simulated-${randomUUID()}`
    tokens.set(value, rateWindow(options.requestsPerMinute ?? 300))
    return { payload: { access_token: value, token_type: 'bearer', expires_in: 86_399 } }
  }

  function authorise({ headers }: LoopbackRequest): Outcome | null {
    const value = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    if (value === undefined) return { refused: 'noToken' }
    if (state.addressRefused) return { refused: 'addressRefused' }
    const window = tokens.get(value)
    if (window === undefined) return { refused: 'badToken' }
    const waitMs = window.take((clock.elapsed ?? clock.now)())
    return waitMs === null ? null : { refused: 'tooMany', headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } }
  }

  function lacks(permissions: string[]): Outcome | null {
    return permissions.every((each) => state.missingPermissions.has(each)) ? { refused: 'missingPermissions', permissions } : null
  }

  function trustors(query: URLSearchParams, at: number): Outcome {
    const lacking = lacks(['authorization:orgTrustor:view'])
    if (lacking !== null) return lacking
    const pageSize = wholeNumber(query.get('pageSize') ?? '25')
    const pageNumber = wholeNumber(query.get('pageNumber') ?? '1')
    if (!pageSize || !pageNumber) return { refused: 'badQuery' }
    // An organisation appears with its first billing period.
    const listed = world.customers.filter((customer) => periodAt(customer, 0, at, lagDays) !== null)
    return { payload: trustorPageBody(listed, { pageSize: Math.min(pageSize, largestPage), pageNumber }, at) }
  }

  function overview(id: string, query: URLSearchParams, at: number): Outcome {
    const lacking = lacks(['affiliateOrganization:clientBilling:view'])
    if (lacking !== null) return lacking
    const index = wholeNumber(query.get('billingPeriodIndex') ?? '0')
    if (index === null) return { refused: 'badQuery' }
    const customer = world.customers.find((each) => each.id === id)
    if (customer === undefined || !customer.enabled(at) || state.refusing.has(id)) return { refused: 'noTrust' }
    const period = state.withoutPeriods.has(id) ? null : periodAt(customer, index, at, lagDays)
    return period === null ? { refused: 'notFound' } : { payload: overviewBody(customer, period, at) }
  }

  function billableUsage(query: URLSearchParams, at: number): Outcome {
    const lacking = lacks(['billing:subscription:read', 'billing:subscription:view'])
    if (lacking !== null) return lacking
    const span = { startDate: query.get('startDate') ?? '', endDate: query.get('endDate') ?? '' }
    const [startMs, endMs] = [Date.parse(span.startDate), Date.parse(span.endDate)]
    if (!(startMs <= endMs) || (state.refusesFutureEnd && endMs >= at)) return { refused: 'badDate' }
    const pair = `${span.startDate} ${span.endDate}`
    const before = asked.get(pair) ?? 0
    asked.set(pair, before + 1)
    if (before < state.preparations) return { payload: { ...span, status: 'InProgress', usages: [] } }
    asked.delete(pair)
    const days = { start: new Date(startMs).toISOString().slice(0, 10), end: new Date(endMs).toISOString().slice(0, 10) }
    return { payload: usageReportBody(span, world.usage(days, at)) }
  }

  const server = await (options.listen ?? listenOnLoopback)(answer)
  return {
    origin: server.origin,
    state,
    requests,
    fault(fault) {
      const added = { fault, pass: fault.after ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY }
      faults.push(added)
      return () => {
        added.left = 0
      }
    },
    revokeTokens: () => tokens.clear(),
    close: () => server.close(),
  }
}

/** An outcome on the wire: every answer carries the correlation id that a refusal's body repeats. */
function written(outcome: Outcome, fault: GenesysFault | null): LoopbackAnswer {
  const contextId = randomUUID()
  const headers = { ...json, 'ININ-Correlation-Id': contextId }
  const plain = (): LoopbackAnswer => {
    if ('payload' in outcome) return { status: 200, headers, body: JSON.stringify(fault?.edit?.(outcome.payload) ?? outcome.payload) }
    if ('oauth' in outcome) return { status: outcome.status, headers, body: JSON.stringify(oauthRefusal(outcome.oauth)) }
    const body = apiRefusal(outcome.refused, contextId, outcome.permissions)
    return { status: body.status, headers: { ...headers, ...outcome.headers }, body: JSON.stringify(body) }
  }
  const answer = plain()
  return {
    ...answer,
    headers: { ...answer.headers, ...fault?.headers },
    ...(fault?.body === undefined ? {} : { body: fault.body }),
    ...(fault?.wire === undefined ? {} : { wire: fault.wire }),
  }
}

function wholeNumber(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null
}
