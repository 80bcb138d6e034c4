/** The simulated Genesys Cloud on loopback, with rate limits, a log of its requests, restrictions, and faults on request. */
import type { Clock } from '../../src/main/core/base/clock.ts'
import type { RefusalName } from '../../src/main/demo/genesys-answers.ts'
import {
  type SimulatedGenesysOptions as GenesysOptions,
  genesysOauthRefusal,
  genesysRefusal,
  simulatedGenesys,
} from '../../src/main/demo/simulated-genesys.ts'
import type { VendorRequest, VendorResponse } from '../../src/main/demo/vendor.ts'
import { type Spoiling, spoilt } from './faults.ts'
import { type LoopbackAnswer, listenOnLoopback } from './loopback.ts'
import { type RateWindow, rateWindow } from './rate-window.ts'

/** What the simulated organisation restricts; tests change it while it runs. */
export interface GenesysState {
  /** Permissions that the OAuth client lacks. */
  missingPermissions: Set<string>
  /** Organisation ids of customers that do not let this client read their billing. */
  refusing: Set<string>
  /** Organisation ids of customers without any billing period. */
  withoutPeriods: Set<string>
  /** How many requests for a report find it in preparation; `Infinity`: all. */
  preparations: number
  /** Whether a report must end in the past. */
  refusesFutureEnd: boolean
  /** Whether this machine's address is not allowed. */
  addressRefused: boolean
  /** Whether the OAuth client is disabled. */
  clientDisabled: boolean
}

/** A fault to simulate. It applies to every request if it has no path. */
export interface GenesysFault extends Spoiling {
  /** A path, or the beginning of one. */
  path?: string
  /** How often; forever if absent. */
  times?: number
  /** How many matching requests come before the first that fails. */
  after?: number
  refusal?: RefusalName
}

/** A request and the status of its response. Headers are left out, because they contain the credential. */
export interface GenesysRequestSeen {
  at: number
  method: string
  path: string
  query: Readonly<Record<string, string>>
  status: number
}

/** Options of a simulated Genesys Cloud. */
export interface SimulatedGenesysOptions extends Omit<GenesysOptions, 'clock'> {
  /** Rate limits use `elapsed` if given, because setting our clock does not set the vendor's. */
  clock: Pick<Clock, 'now'> & Partial<Pick<Clock, 'elapsed'>>
  /** Requests per minute and token. */
  requestsPerMinute?: number
}

/** A running simulated Genesys Cloud. */
export interface SimulatedGenesys {
  origin: string
  state: GenesysState
  /** All requests so far, in order. */
  requests: readonly GenesysRequestSeen[]
  /** Adds a fault; the earliest that matches and is not used up applies. Returns a function that removes it. */
  fault(fault: GenesysFault): () => void
  /** Ends every token issued so far before its time. */
  revokeTokens(): void
  close(): Promise<void>
}

/** The permissions that a path needs, any one of them. */
const needed: readonly (readonly [path: string, permissions: readonly string[]])[] = [
  ['/api/v2/orgauthorization/trustors', ['authorization:orgTrustor:view']],
  ['/api/v2/billing/trusteebillingoverview/', ['affiliateOrganization:clientBilling:view']],
  ['/api/v2/license/definitions', ['authorization:grant:add', 'authorization:license:view']],
  ['/api/v2/license/users', ['simulated:license:users']],
  ['/api/v2/users', ['directory:user:view']],
  ['/api/v2/billing/contracts', ['billing:subscription:view']],
  ['/api/v2/billing/reports/billableusage', ['billing:subscription:read', 'billing:subscription:view']],
]

/** Starts a simulated Genesys Cloud. */
export async function simulateGenesys(options: SimulatedGenesysOptions): Promise<SimulatedGenesys> {
  const { clock, requestsPerMinute = 300 } = options
  const vendor = simulatedGenesys(options)
  const requests: GenesysRequestSeen[] = []
  const faults: { fault: GenesysFault; pass: number; left: number }[] = []
  /** The tokens that are still valid. */
  const tokens = new Map<string, RateWindow>()
  /** How often each report was requested, by its pair of dates, which identifies it. */
  const preparing = new Map<string, number>()
  const state: GenesysState = {
    missingPermissions: new Set(),
    refusing: new Set(),
    withoutPeriods: new Set(),
    preparations: 0,
    refusesFutureEnd: false,
    addressRefused: false,
    clientDisabled: false,
  }

  function answer(request: VendorRequest): LoopbackAnswer {
    const at = clock.now()
    const { method, url } = request
    const fault = takeFault(url.pathname)
    const response = fault?.refusal === undefined ? restricted(request, at) : genesysRefusal(fault.refusal)
    const result = spoilt(response, fault ?? {})
    requests.push({ at, method, path: url.pathname, query: Object.fromEntries(url.searchParams), status: result.status })
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

  function restricted(request: VendorRequest, at: number): VendorResponse {
    const response = vendor(request)
    if (request.url.pathname === '/oauth/token') return issued(response)
    const value = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (value === undefined) return response
    if (state.addressRefused) return genesysRefusal('addressRefused')
    const window = tokens.get(value)
    if (window === undefined) return genesysRefusal('badToken')
    const waitMs = window.take((clock.elapsed ?? clock.now)())
    if (waitMs !== null) return genesysRefusal('tooMany', [], { 'retry-after': String(Math.ceil(waitMs / 1000)) })
    return restriction(request, at) ?? response
  }

  function issued(response: VendorResponse): VendorResponse {
    if (response.status !== 200) return response
    if (state.clientDisabled) return genesysOauthRefusal(401, 'invalid_client')
    tokens.set((JSON.parse(response.body ?? '') as { access_token: string }).access_token, rateWindow(requestsPerMinute))
    return response
  }

  function restriction({ url }: VendorRequest, at: number): VendorResponse | null {
    const permissions = needed.find(([path]) => url.pathname.startsWith(path))?.[1] ?? []
    if (permissions.length > 0 && permissions.every((each) => state.missingPermissions.has(each))) {
      return genesysRefusal('missingPermissions', permissions)
    }
    const customer = /\/trusteebillingoverview\/(.+)$/.exec(url.pathname)?.[1]
    if (customer !== undefined && state.refusing.has(customer)) return genesysRefusal('noTrust')
    if (customer !== undefined && state.withoutPeriods.has(customer)) return genesysRefusal('notFound')
    return url.pathname.endsWith('/billableusage') ? unfinishedReport(url.searchParams, at) : null
  }

  function unfinishedReport(query: URLSearchParams, at: number): VendorResponse | null {
    const span = { startDate: query.get('startDate') ?? '', endDate: query.get('endDate') ?? '' }
    if (state.refusesFutureEnd && Date.parse(span.endDate) >= at) return genesysRefusal('badDate')
    const pair = `${span.startDate} ${span.endDate}`
    const before = preparing.get(pair) ?? 0
    if (before >= state.preparations) {
      preparing.delete(pair)
      return null
    }
    preparing.set(pair, before + 1)
    return { status: 200, body: JSON.stringify({ ...span, status: 'InProgress', usages: [] }) }
  }

  const server = await listenOnLoopback(answer)
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
