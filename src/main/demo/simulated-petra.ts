/** A simulated Petra: keys, routes, limits in its own clock, and faults on request. What it knows comes from a `PetraWorld`. */
import type { JsonObject } from '../../shared/domain/json.ts'
import type { Clock } from '../core/base/clock.ts'
import { type Listen, type LoopbackAnswer, type LoopbackRequest, listenOnLoopback, type Wire } from './loopback.ts'
import { billableUsersPayload, dayOf, type PetraWorld, tenantsPayload, usagePayload } from './petra-world.ts'
import { rateWindow } from './rate-window.ts'

/** A key and what it may do; every key may read billable users. */
interface SimulatedPetraKey {
  secret: string
  tenants: boolean
  usage: boolean
}

/** What goes wrong, once or often. Members that are missing match, or keep, everything. */
export interface PetraFault {
  path?: PetraPath
  tenantId?: string
  /** How often; for ever when missing. */
  times?: number
  /** Answers this status with Petra's error envelope. */
  status?: number
  headers?: Record<string, string>
  /** Changes the payload before it is sent. */
  edit?: (payload: JsonObject) => JsonObject
  /** Sends this text as the body, whatever the answer would have been. */
  body?: string
  wire?: Wire
}

/** The routes that are simulated. */
type PetraPath = '/v1/billable-users' | '/v1/tenants' | '/v1/usage'

/** A request as it was answered. */
interface PetraRequestSeen {
  at: number
  path: string
  tenantId: string | null
  asOf: string | null
  status: number
}

/** What a simulated Petra is made of. */
export interface SimulatedPetraOptions {
  /** Limits count by `elapsed` where there is one: setting our clock does not set the vendor's. */
  clock: Pick<Clock, 'now'> & Partial<Pick<Clock, 'elapsed'>>
  world: PetraWorld
  /** Where it listens; on loopback when missing. */
  listen?: Listen
  keys?: readonly SimulatedPetraKey[]
  /** Of billable-users; the other routes allow ten times it. */
  requestsPerMinute?: number
  /** The first UTC day that `usage` still knows; earlier ones are refused. */
  pastFrom?: string
  /** What a 429 says about when to come back. */
  retryHeader?: 'public-api' | 'standard' | 'date' | 'none'
}

/** A running simulated Petra. */
export interface SimulatedPetra {
  origin: string
  /** All requests so far, in order; those over a limit have status 429. */
  requests: readonly PetraRequestSeen[]
  /** Adds a fault; the earliest that matches and is not used up wins. Gives a function that takes it back. */
  fault(fault: PetraFault): () => void
  /** A key that is deleted answers 401 from then on. */
  revoke(secret: string): void
  close(): Promise<void>
}

/** The key that a simulated Petra has when none is named. */
export const simulatedPetraKey = 'petra_simulated_key'

/** Starts a simulated Petra. */
export async function simulatePetra(options: SimulatedPetraOptions): Promise<SimulatedPetra> {
  const { clock, world, requestsPerMinute = 1 } = options
  const keys = new Map((options.keys ?? [{ secret: simulatedPetraKey, tenants: true, usage: true }]).map((key) => [key.secret, key]))
  const windows = {
    '/v1/billable-users': rateWindow(requestsPerMinute),
    '/v1/tenants': rateWindow(requestsPerMinute * 10),
    '/v1/usage': rateWindow(requestsPerMinute * 10),
  }
  const requests: PetraRequestSeen[] = []
  const faults: (PetraFault & { left: number })[] = []

  function answer(request: LoopbackRequest): LoopbackAnswer {
    const at = clock.now()
    const path = request.url.pathname
    const tenantId = request.url.searchParams.get('tenantId')
    const result = spoilt(healthyAnswer(request, at), takeFault(path, tenantId))
    requests.push({ at, path, tenantId, asOf: request.url.searchParams.get('asOf'), status: result.status })
    return result
  }

  function healthyAnswer(request: LoopbackRequest, at: number): Healthy {
    const path = request.url.pathname
    const key = keys.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
    if (!request.headers['user-agent']) return refuse(403, 'FORBIDDEN', 'User agent missing')
    if (key === undefined) return refuse(401, 'UNAUTHORIZED', 'Invalid API key')
    if (!isPath(path)) return refuse(404, 'NOT_FOUND', 'No such route')
    const waitMs = windows[path].take((clock.elapsed ?? clock.now)())
    if (waitMs !== null) return refuse(429, 'RATE_LIMITED', 'Too many requests', retryHeaders(at + waitMs, at))
    switch (path) {
      case '/v1/tenants':
        return key.tenants ? { payload: tenantsPayload(world, at) } : refuse(403, 'FORBIDDEN', 'This key may not list tenants')
      case '/v1/usage':
        return key.usage
          ? usageOf(request.url.searchParams.get('asOf') ?? dayOf(at), at)
          : refuse(403, 'FORBIDDEN', 'This key may not read usage')
      case '/v1/billable-users': {
        const tenantId = request.url.searchParams.get('tenantId')
        if (tenantId === null) return refuse(400, 'BAD_REQUEST', 'tenantId is required')
        const payload = billableUsersPayload(world, tenantId, at)
        return payload === null ? refuse(403, 'FORBIDDEN', 'Tenant does not belong to your organization') : { payload }
      }
    }
  }

  function usageOf(asOf: string, at: number): Healthy {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(asOf) && !Number.isNaN(Date.parse(asOf))
    return isDay && asOf <= dayOf(at) && asOf >= (options.pastFrom ?? '')
      ? { payload: usagePayload(world, asOf, at) }
      : refuse(400, 'BAD_REQUEST', 'asOf is out of range')
  }

  function takeFault(path: string, tenantId: string | null): PetraFault | null {
    const fault = faults.find((each) => each.left > 0 && (each.path ?? path) === path && (each.tenantId ?? tenantId) === tenantId)
    if (fault === undefined) return null
    fault.left -= 1
    return fault
  }

  function retryHeaders(until: number, at: number): Record<string, string> {
    const seconds = String(Math.ceil((until - at) / 1000))
    switch (options.retryHeader ?? 'public-api') {
      case 'public-api':
        return { 'retry-after-public-api': seconds }
      case 'standard':
        return { 'retry-after': seconds }
      case 'date':
        return { 'retry-after-public-api': new Date(Math.ceil(until / 1000) * 1000).toUTCString(), date: new Date(at).toUTCString() }
      case 'none':
        return {}
    }
  }

  const server = await (options.listen ?? listenOnLoopback)(answer)
  return {
    origin: server.origin,
    requests,
    fault(fault) {
      const added = { ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }
      faults.push(added)
      return () => {
        added.left = 0
      }
    },
    revoke: (secret) => void keys.delete(secret),
    close: () => server.close(),
  }
}

type Healthy = { payload: JsonObject } | { refusal: LoopbackAnswer }

const json = { 'content-type': 'application/json; charset=utf-8' }

function isPath(path: string): path is PetraPath {
  return path === '/v1/billable-users' || path === '/v1/tenants' || path === '/v1/usage'
}

/** Petra's error envelope. */
function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): { refusal: LoopbackAnswer } {
  return { refusal: { status, headers: { ...json, ...headers }, body: JSON.stringify({ error: { code, message } }) } }
}

function spoilt(healthy: Healthy, fault: PetraFault | null): LoopbackAnswer {
  const base = fault?.status === undefined ? healthy : refuse(fault.status, 'SIMULATED', 'Simulated fault')
  const answer =
    'refusal' in base ? base.refusal : { status: 200, headers: json, body: JSON.stringify(fault?.edit?.(base.payload) ?? base.payload) }
  return {
    ...answer,
    headers: { ...answer.headers, ...fault?.headers },
    ...(fault?.body === undefined ? {} : { body: fault.body }),
    ...(fault?.wire === undefined ? {} : { wire: fault.wire }),
  }
}
