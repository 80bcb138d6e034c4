import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../src/main/core/base/errors.ts'
import { createPacedHttp, type PacedRequest } from '../../src/main/core/vendors/http.ts'
import { defaultLimits, type ExchangeLimits } from '../../src/main/core/vendors/http-exchange.ts'
import type { VendorRequest } from '../../src/main/demo/vendor.ts'
import { handClock } from '../support/hand-clock.ts'
import { type LoopbackAnswer, listenOnLoopback } from '../support/loopback.ts'
import { memoryPace } from '../support/memory-pace.ts'

const start = Date.parse('2026-11-22T10:00:00Z')
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function vendor(handle: (request: VendorRequest, count: number) => LoopbackAnswer, limits: Partial<ExchangeLimits> = {}) {
  const seen: VendorRequest[] = []
  const server = await listenOnLoopback((request) => handle(request, seen.push(request)))
  closers.push(server.close)
  const clock = handClock(start)
  const pace = memoryPace(clock)
  const http = createPacedHttp({ fetch, clock, pace, userAgent: 'Seatledger/1.2.3', limits: { ...defaultLimits, ...limits } })
  const request = (spacingMs = 100, headers: Record<string, string> = {}): PacedRequest => ({
    method: 'GET',
    url: new URL('/report', server.origin),
    route: 'report',
    spacingMs,
    headers,
  })
  return { origin: server.origin, seen, clock, pace, http, request }
}

const never = new AbortController().signal
const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => expect.fail('expected an error'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(AppError)
      return error as AppError
    },
  )

describe('a request to a vendor', () => {
  it('has our User-Agent and returns the decompressed bytes', async () => {
    const { http, request, seen } = await vendor(() => ({ status: 200, body: '{"grüße":1}', wire: { kind: 'whole', gzip: true } }))
    const response = await http.send(request(), never)
    expect(seen[0]?.headers['user-agent']).toBe('Seatledger/1.2.3')
    expect(new TextDecoder().decode(response.bytes)).toBe('{"grüße":1}')
    expect(response).toMatchObject({ status: 200, requests: 1, receivedAt: start })
  })

  it('is not sent without TLS to another machine', async () => {
    const { http, request } = await vendor(() => ({ status: 200 }))
    const error = await failure(http.send({ ...request(), url: new URL('http://api.example.com/report') }, never))
    expect(error.code).toBe('BAD_REQUEST')
  })

  it('does not follow a redirect and reports its target', async () => {
    const elsewhere = await vendor(() => ({ status: 200, body: '{}' }))
    const { http, request } = await vendor(() => ({ status: 307, headers: { location: `${elsewhere.origin}/report` } }))
    const error = await failure(http.send(request(), never))
    expect(error).toMatchObject({ code: 'REDIRECTED', data: { target: new URL(elsewhere.origin).host, requests: 1 } })
    expect(error.message).toContain(new URL(elsewhere.origin).host)
    expect(elsewhere.seen).toHaveLength(0)
  })

  it('detects a redirect even if the host’s fetch only reports that it did not follow', async () => {
    const clock = handClock(start)
    const desktopFetch = () => Promise.reject(new Error('Redirect was cancelled'))
    const http = createPacedHttp({ fetch: desktopFetch, clock, pace: memoryPace(clock), userAgent: 'x' })
    const sent = http.send({ method: 'GET', url: new URL('https://api.example.com/'), route: 'r', spacingMs: 1, headers: {} }, never)
    expect(await failure(sent)).toMatchObject({ code: 'REDIRECTED', data: { host: 'api.example.com', requests: 1 } })
  })

  it('does not put a header into an error', async () => {
    const { http, request } = await vendor(() => ({ status: 200 }))
    const error = await failure(http.send(request(100, { authorization: 'Bearer geheim\n' }), never))
    expect(error.code).toBe('BAD_REQUEST')
    expect(`${error.message} ${JSON.stringify(error.data)} ${String(error.cause)}`).not.toContain('geheim')
  })

  it.each(['length', 'chunks'] as const)('detects a truncated response (announced by %s)', async (announced) => {
    const { http, request, clock, seen } = await vendor(() => ({
      status: 200,
      body: '{"users":[1,2,3]}',
      wire: { kind: 'cut', announced },
    }))
    const sent = failure(http.send(request(), never))
    for (let retry = 0; retry < 3; retry += 1) await clock.wakeNext(2)
    expect(await sent).toMatchObject({ code: 'ANSWER_INCOMPLETE', data: { requests: 4 } })
    expect(seen).toHaveLength(4)
  })

  it.each(['before', 'half-way'] as const)('times out when no more data arrives (%s)', async (when) => {
    const { http, request } = await vendor(() => ({ status: 200, body: '{"users":[]}', wire: { kind: 'silent', when } }), { silenceMs: 80 })
    const error = await failure(http.send(request(60_001), never))
    expect(error.code).toBe('TIMEOUT')
    expect(error.message).toContain('sent nothing')
  })

  it('waits for a slow response while data arrives, but not forever', async () => {
    const slow = { status: 200, body: '{"users":[1,2,3,4,5,6,7,8]}', wire: { kind: 'slow', pieces: 8, pauseMs: 40 } } as const
    const patient = await vendor(() => slow, { silenceMs: 2_000 })
    expect((await patient.http.send(patient.request(), never)).bytes).toHaveLength(slow.body.length)
    const hasty = await vendor(() => slow, { totalMs: 100 })
    const error = await failure(hasty.http.send(hasty.request(60_001), never))
    expect(error).toMatchObject({ code: 'TIMEOUT' })
    expect(error.message).toContain('took longer')
  })

  it.each([true, false])('stops reading beyond 128 MB (compressed: %s)', async (gzip) => {
    const { http, request } = await vendor(() => ({ status: 200, body: '[1,2],', wire: { kind: 'endless', bytes: 1_000_000_000, gzip } }))
    const error = await failure(http.send(request(), never))
    expect(error).toMatchObject({ code: 'ANSWER_TOO_LARGE', data: { mostBytes: 128_000_000, requests: 1 } })
  })

  it('rejects a response that announces too many bytes, before reading it', async () => {
    const { http, request } = await vendor(() => ({ status: 200, body: 'x'.repeat(1_000) }), { bodyBytes: 999 })
    expect(await failure(http.send(request(), never))).toMatchObject({ code: 'ANSWER_TOO_LARGE' })
  })

  it('reports that the connection was refused', async () => {
    const { http, request, clock } = await vendor(() => ({ status: 200 }))
    await closers.pop()?.()
    const sent = failure(http.send(request(), never))
    for (let retry = 0; retry < 3; retry += 1) await clock.wakeNext(2)
    expect(await sent).toMatchObject({ code: 'NETWORK', data: { kind: 'refused', code: 'ECONNREFUSED', requests: 4 } })
  })

  it('does not retry if the certificate is not trusted', async () => {
    const { http, request, origin } = await vendor(() => ({ status: 200 }))
    const error = await failure(http.send({ ...request(), url: new URL(origin.replace('http:', 'https:')) }, never))
    expect(error).toMatchObject({ code: 'NETWORK', data: { kind: 'tls', requests: 1 } })
    expect(error.message).toContain('certificate')
  })

  it('stops at once when the user cancels, in flight and while waiting for the rate limit', async () => {
    const { http, request } = await vendor(() => ({ status: 200, body: '{}', wire: { kind: 'silent', when: 'before' } }))
    const inFlight = new AbortController()
    const first = failure(http.send(request(61_000), inFlight.signal))
    const waiting = new AbortController()
    const second = failure(http.send(request(61_000), waiting.signal))
    waiting.abort()
    expect((await second).code).toBe('CANCELLED')
    inFlight.abort()
    expect(await first).toMatchObject({ code: 'CANCELLED', data: { requests: 1 } })
  })
})

describe('a fault of the vendor', () => {
  it('is retried three times with growing delays, each within the rate limit, and then returned', async () => {
    const { http, request, clock, seen } = await vendor(() => ({ status: 500, body: '{}' }))
    const sent = http.send(request(2_000), never)
    expect(await clock.wakeNext(2)).toBe(1_000)
    expect(await clock.wakeNext(2)).toBe(1_000) // what is left of the spacing
    expect(await clock.wakeNext(2)).toBe(5_000)
    expect(await clock.wakeNext(2)).toBe(15_000)
    expect(await sent).toMatchObject({ status: 500, requests: 4, receivedAt: start + 22_000 })
    expect(seen).toHaveLength(4)
  })

  it('is not retried after the user cancels', async () => {
    const { http, request, seen } = await vendor(() => ({ status: 500 }))
    const cancel = new AbortController()
    const sent = failure(http.send(request(), cancel.signal))
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    cancel.abort()
    expect(await sent).toMatchObject({ code: 'CANCELLED', data: { requests: 1 } })
  })

  it('that passes is invisible to the caller', async () => {
    const { http, request, clock } = await vendor((_, count) => (count === 1 ? { status: 503 } : { status: 200, body: '{}' }))
    const sent = http.send(request(), never)
    await clock.wakeNext(2)
    expect(await sent).toMatchObject({ status: 200, requests: 2 })
  })

  it('is not retried if the rate limit would delay that by more than a minute', async () => {
    const { http, request, seen } = await vendor(() => ({ status: 500 }))
    expect(await http.send(request(61_000), never)).toMatchObject({ status: 500, requests: 1 })
    expect(seen).toHaveLength(1)
  })

  it('is not retried if other requests use up the rate limit for more than a minute', async () => {
    const { http, request, clock, pace } = await vendor(() => ({ status: 500 }))
    const sent = http.send(request(1_000), never)
    await pace.limited('report', start + 600_000)
    expect(await clock.wakeNext(2)).toBe(1_000)
    expect(await clock.wakeNext(2)).toBe(59_000)
    expect(await sent).toMatchObject({ status: 500, requests: 1 })
    expect(clock.now() - start).toBe(60_000)
  })

  it('is not retried before the time given by the vendor', async () => {
    const { http, request, clock } = await vendor((_, count) => ({ status: 503, headers: { 'retry-after': count === 1 ? '30' : '40' } }))
    const sent = http.send(request(), never)
    expect(await clock.wakeNext(2)).toBe(30_000)
    expect(await sent).toMatchObject({ status: 503, requests: 2 })
  })

  it('is not retried if the caller caused it', async () => {
    const { http, request } = await vendor(() => ({ status: 429, headers: { 'retry-after': '1' } }))
    expect(await http.send(request(), never)).toMatchObject({ status: 429, requests: 1 })
  })
})
