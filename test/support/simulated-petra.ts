/** The simulated Petra on loopback, with rate limits, a log of its requests, and faults on request. */
import type { Clock } from '../../src/main/core/base/clock.ts'
import {
  type SimulatedPetraOptions as PetraOptions,
  type PetraPermissions,
  petraRefusal,
  simulatedPetra,
  simulatedPetraKey,
} from '../../src/main/demo/simulated-petra.ts'
import type { VendorRequest, VendorResponse } from '../../src/main/demo/vendor.ts'
import { type Spoiling, spoilt } from './faults.ts'
import { type LoopbackAnswer, listenOnLoopback } from './loopback.ts'
import { rateWindow } from './rate-window.ts'

/** A fault to simulate. It applies to every request if it has neither path nor tenant. */
export interface PetraFault extends Spoiling {
  path?: '/v1/billable-users' | '/v1/tenants' | '/v1/usage'
  tenantId?: string
  /** How often; forever if absent. */
  times?: number
  /** Refuses with this status in Petra's error envelope. */
  status?: number
}

/** A request and the status of its response. */
interface PetraRequestSeen {
  at: number
  path: string
  tenantId: string | null
  asOf: string | null
  status: number
}

/** Options of a simulated Petra. */
export interface SimulatedPetraOptions extends Omit<PetraOptions, 'clock' | 'keys'> {
  /** Rate limits use `elapsed` if given, because setting our clock does not set the vendor's. */
  clock: Pick<Clock, 'now'> & Partial<Pick<Clock, 'elapsed'>>
  keys?: readonly (PetraPermissions & { secret: string })[]
  /** The limit of billable-users; that of the other routes is ten times as high. */
  requestsPerMinute?: number
  /** The first UTC day with totals; `usage` refuses earlier ones. */
  pastFrom?: string
  /** How a 429 says when to retry. */
  retryHeader?: 'public-api' | 'standard' | 'date' | 'none'
}

/** A running simulated Petra. */
export interface SimulatedPetra {
  origin: string
  /** All requests so far, in order; those over a limit have status 429. */
  requests: readonly PetraRequestSeen[]
  /** Adds a fault; the earliest that matches and is not used up applies. Returns a function that removes it. */
  fault(fault: PetraFault): () => void
  /** Revokes a key, which gets 401 from now on. */
  revoke(secret: string): void
  close(): Promise<void>
}

/** Starts a simulated Petra. */
export async function simulatePetra(options: SimulatedPetraOptions): Promise<SimulatedPetra> {
  const { clock, requestsPerMinute = 1, pastFrom = '', retryHeader = 'public-api' } = options
  const given = options.keys ?? [{ secret: simulatedPetraKey, tenants: true, usage: true }]
  const keys = new Map(given.map(({ secret, ...permissions }) => [secret, permissions]))
  const vendor = simulatedPetra({ ...options, keys })
  const windows = new Map([
    ['/v1/billable-users', rateWindow(requestsPerMinute)],
    ['/v1/tenants', rateWindow(requestsPerMinute * 10)],
    ['/v1/usage', rateWindow(requestsPerMinute * 10)],
  ])
  const requests: PetraRequestSeen[] = []
  const faults: (PetraFault & { left: number })[] = []

  function answer(request: VendorRequest): LoopbackAnswer {
    const { pathname: path, searchParams } = request.url
    const tenantId = searchParams.get('tenantId')
    const at = clock.now()
    const asOf = searchParams.get('asOf')
    const answered = vendor(request)
    const isTooEarly = answered.status === 200 && asOf !== null && asOf < pastFrom
    const response = limited(isTooEarly ? petraRefusal(400, 'BAD_REQUEST', 'asOf is out of range') : answered, path, at)
    const fault = takeFault(path, tenantId)
    const refusal = fault?.status === undefined ? response : petraRefusal(fault.status, 'SIMULATED', 'Simulated fault')
    const result = spoilt(refusal, fault ?? {})
    requests.push({ at, path, tenantId, asOf, status: result.status })
    return result
  }

  /** Requests without a valid key do not count. */
  function limited(response: VendorResponse, path: string, at: number): VendorResponse {
    const waitMs = response.status === 401 ? null : (windows.get(path)?.take((clock.elapsed ?? clock.now)()) ?? null)
    return waitMs === null ? response : petraRefusal(429, 'RATE_LIMITED', 'Too many requests', retryHeaders(at + waitMs, at))
  }

  function retryHeaders(until: number, at: number): Record<string, string> {
    const seconds = String(Math.ceil((until - at) / 1000))
    switch (retryHeader) {
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

  function takeFault(path: string, tenantId: string | null): PetraFault | null {
    const fault = faults.find((each) => each.left > 0 && (each.path ?? path) === path && (each.tenantId ?? tenantId) === tenantId)
    if (fault === undefined) return null
    fault.left -= 1
    return fault
  }

  const server = await listenOnLoopback(answer)
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
