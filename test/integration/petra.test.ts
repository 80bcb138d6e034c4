import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/main/core/base/errors.ts'
import { createPacedHttp } from '../../src/main/core/vendors/http.ts'
import { petra } from '../../src/main/core/vendors/petra/provider.ts'
import type { ProviderSession } from '../../src/main/core/vendors/provider.ts'
import { petraTenants, petraWorld } from '../../src/main/demo/generate-petra-world.ts'
import { simulatedPetraKey } from '../../src/main/demo/simulated-petra.ts'
import type { JsonObject } from '../../src/shared/domain/json.ts'
import { handClock } from '../support/hand-clock.ts'
import { memoryPace } from '../support/memory-pace.ts'
import { type SimulatedPetraOptions, simulatePetra } from '../support/simulated-petra.ts'

const start = Date.parse('2026-11-22T10:00:00Z')
const range = { seed: 'test', from: '2025-06-01', until: '2026-11-22' }
const world = petraWorld({
  ...range,
  organisation: 'Test Partner',
  tenants: petraTenants({ seed: 'test', sizes: [5, 30], onboardedOn: '2024-01-01' }),
})
const [first, second] = world.tenants(start).map((tenant) => tenant.petraTenantId) as [string, string]
const closers: (() => Promise<void>)[] = []
const never = new AbortController().signal
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function connected(
  options: Partial<SimulatedPetraOptions> = {},
  { key = simulatedPetraKey, userAgent = 'Seatledger/1.2.3', requestsPerMinute = 1 } = {},
) {
  const clock = handClock(start)
  const vendor = await simulatePetra({ clock, world, ...options })
  closers.push(vendor.close)
  const pace = memoryPace(clock)
  const http = createPacedHttp({ fetch, clock, pace, userAgent })
  const memory = { get: async () => null, set: async () => {} }
  const session = petra.open(petra.configSchema.parse({ baseUrl: vendor.origin, requestsPerMinute }), {
    http,
    clock,
    memory,
    readSecret: async () => key,
  })
  return { clock, vendor, pace, session }
}

const users = (session: ProviderSession, externalId = first, signal = never) =>
  session.fetch({ dataset: 'petra.billable-users', externalId, params: {} }, signal)
const usage = (session: ProviderSession, params = {}) => session.fetch({ dataset: 'petra.usage', externalId: null, params }, never)
const parsed = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as JsonObject
const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => expect.fail('expected an error'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(AppError)
      const text = JSON.stringify([(error as AppError).message, (error as AppError).data, String((error as AppError).cause)])
      expect(text).not.toContain(simulatedPetraKey)
      return error as AppError
    },
  )

describe('Petra', () => {
  it('returns its tenants, their users and the totals', async () => {
    const { session, vendor } = await connected()
    const listing = await session.listTenants(never)
    expect(listing?.complete).toEqual(['petra'])
    expect(listing?.tenants.map((tenant) => tenant.externalId).sort()).toEqual([first, second].sort())
    const answer = await users(session)
    expect(answer.trace).toEqual({ status: 200, requests: 1 })
    expect(parsed(answer.bytes)).toMatchObject({ tenantId: first, reportGeneratedAt: '2026-11-22T10:00:00.000Z' })
    expect(parsed((await usage(session)).bytes)).toMatchObject({ asOf: '2026-11-22', organizationName: 'Test Partner', totalTenants: 2 })
    expect(vendor.requests.map((request) => request.path)).toEqual(['/v1/tenants', '/v1/billable-users', '/v1/usage'])
  })

  it('accepts a Microsoft tenant id as well', async () => {
    const { session } = await connected()
    const microsoftTenantId = world.tenants(start)[0]?.microsoftTenantId ?? ''
    const answer = parsed((await users(session, microsoftTenantId.toUpperCase())).bytes)
    expect(petra.datasets[0]?.interpret(answer, { externalId: microsoftTenantId.toUpperCase(), microsoftTenantId: null }).warnings).toEqual(
      [],
    )
  })

  it('is read backwards by day until it has no more', async () => {
    const { session, clock } = await connected({ pastFrom: '2026-01-01' })
    expect(parsed((await usage(session, { asOf: '2026-01-31' })).bytes).asOf).toBe('2026-01-31')
    const earlier = failure(usage(session, { asOf: '2025-12-31' }))
    await clock.wakeNext()
    expect(await earlier).toMatchObject({ code: 'NO_MORE_PERIODS', data: { status: 400 } })
  })

  it('never gets requests faster than its limits, at any configured rate', async () => {
    const { session, clock, vendor } = await connected({ requestsPerMinute: 7 }, { requestsPerMinute: 7 })
    let waiting = 20
    const asked = Array.from({ length: waiting }, () =>
      users(session).finally(() => {
        waiting -= 1
      }),
    )
    while (waiting > 0) {
      await new Promise((resolve) => setImmediate(resolve))
      clock.advance(100)
    }
    await Promise.all(asked)
    expect(vendor.requests.filter((request) => request.status === 429)).toEqual([])
  })
})

describe('a key', () => {
  it('is tested part by part', async () => {
    const { session } = await connected()
    expect(await session.test(never)).toMatchObject({
      ok: true,
      organisation: 'Test Partner',
      parts: [
        { name: 'key', ok: true },
        { name: 'tenants', ok: true },
        { name: 'usage', ok: true },
      ],
    })
  })

  it('that was just tested does not request the same list again', async () => {
    const { session, vendor } = await connected()
    await session.test(never)
    expect((await session.listTenants(never))?.tenants).toHaveLength(2)
    expect(vendor.requests.map((request) => request.path)).toEqual(['/v1/tenants', '/v1/usage'])
  })

  it('that may neither list tenants nor read usage still reads a tenant’s users', async () => {
    const { session } = await connected({ keys: [{ secret: simulatedPetraKey, tenants: false, usage: false }] })
    expect(await session.test(never)).toMatchObject({
      ok: true,
      organisation: null,
      parts: [
        { name: 'key', ok: true },
        { name: 'tenants', ok: false },
        { name: 'usage', ok: false },
      ],
    })
    expect(await session.listTenants(never)).toBeNull()
    expect((await users(session)).trace.status).toBe(200)
  })

  it('that Petra does not accept, or no longer, is reported as such', async () => {
    const { session, vendor } = await connected()
    vendor.revoke(simulatedPetraKey)
    expect(await session.test(never)).toMatchObject({ ok: false, parts: [{ name: 'key', ok: false }] })
    expect(await failure(users(session))).toMatchObject({ code: 'UNAUTHORIZED', data: { status: 401, vendorCode: 'UNAUTHORIZED' } })
  })

  it('with a line break is rejected before it is sent', async () => {
    const { session, vendor } = await connected({}, { key: `${simulatedPetraKey}\nx` })
    expect((await failure(users(session))).code).toBe('UNAUTHORIZED')
    expect(vendor.requests).toEqual([])
  })

  it('pasted with spaces around it works', async () => {
    const { session } = await connected({}, { key: ` ${simulatedPetraKey}\n` })
    expect((await users(session)).trace.status).toBe(200)
  })
})

describe('a refusal', () => {
  it('of a foreign tenant also mentions that a proxy may have removed the User-Agent', async () => {
    const { session } = await connected()
    const error = await failure(users(session, 'nobody'))
    expect(error).toMatchObject({ code: 'VENDOR_FORBIDDEN', data: { status: 403, vendorCode: 'FORBIDDEN' } })
    expect(error.message).toMatch(/tenant.*User-Agent/)
  })

  it('of a request without User-Agent is the same', async () => {
    const { session } = await connected({}, { userAgent: '' })
    expect((await failure(users(session))).code).toBe('VENDOR_FORBIDDEN')
  })

  it.each([
    [404, 'VENDOR_NOT_FOUND'],
    [418, 'VENDOR_ERROR'],
    [500, 'VENDOR_ERROR'],
  ])('with status %s is %s', async (status, code) => {
    const { session, vendor } = await connected()
    vendor.fault({ path: '/v1/billable-users', status })
    expect(await failure(users(session))).toMatchObject({ code, data: { status, requests: 1, vendorCode: 'SIMULATED' } })
  })

  it.each([
    ['public-api', 45],
    ['standard', 45],
    ['date', 45],
    ['none', 60],
  ] as const)('for asking too fast says when to come back and is remembered (%s)', async (retryHeader, seconds) => {
    const { session, clock, vendor, pace } = await connected({ retryHeader }, { requestsPerMinute: 60 })
    await users(session)
    clock.advance(15_000)
    const error = await failure(users(session, second))
    const at = start + 15_000 + seconds * 1000
    expect(error).toMatchObject({ code: 'RATE_LIMITED', data: { retryAt: at, requests: 1 } })
    expect(pace.limits).toEqual([{ route: `${vendor.origin}/v1/billable-users`, at }])
  })

  it('never contains the vendor’s text, which may name people', async () => {
    const { session, vendor } = await connected()
    vendor.fault({
      status: 403,
      body: JSON.stringify({ error: { code: 'jane.roe@example.com', message: 'Jane Roe may not', details: simulatedPetraKey } }),
    })
    const error = await failure(users(session))
    expect(JSON.stringify([error.message, error.data])).not.toMatch(/jane/i)
  })
})

describe('a response that is not a report', () => {
  it.each(['/v1/tenants', '/v1/usage'] as const)('is reported when a connection is tested: a web page at %s', async (path) => {
    const { session, vendor } = await connected()
    vendor.fault({ path, headers: { 'content-type': 'text/html' }, body: '\n <!doctype html><title>Sign in</title>' })
    const error = await failure(session.test(never))
    expect(error).toMatchObject({ code: 'NOT_JSON', data: { contentType: 'text/html' } })
    expect(error.message).toContain('a web page')
  })

  it('is reported when listing tenants', async () => {
    const { session, vendor, clock } = await connected()
    vendor.fault({ path: '/v1/tenants', times: 1, body: '{"tenants": [' })
    expect((await failure(session.listTenants(never))).code).toBe('NOT_JSON')
    vendor.fault({ path: '/v1/tenants', times: 1, edit: () => ({}) })
    const again = failure(session.listTenants(never))
    await clock.wakeNext()
    expect((await again).code).toBe('UNREADABLE_ANSWER')
  })

  it('is not assumed from a wrong content type alone', async () => {
    const { session, vendor } = await connected()
    vendor.fault({ headers: { 'content-type': 'text/plain' } })
    expect((await users(session)).trace.status).toBe(200)
  })

  it('is truncated, redirected or missing: each has its own error', async () => {
    const { session, vendor, clock } = await connected()
    const outcome = async (fault: Parameters<typeof vendor.fault>[0]) => {
      const takeBack = vendor.fault(fault)
      clock.advance(61_000)
      const { code } = await failure(users(session))
      takeBack()
      return code
    }
    expect(await outcome({ wire: { kind: 'cut', announced: 'chunks' } })).toBe('ANSWER_INCOMPLETE')
    expect(await outcome({ wire: { kind: 'reset' } })).toBe('NETWORK')
    expect(await outcome({ status: 302, headers: { location: 'https://login.example.com/' } })).toBe('REDIRECTED')
    clock.advance(61_000)
    const cancel = new AbortController()
    vendor.fault({ wire: { kind: 'silent', when: 'before' } })
    const hanging = failure(users(session, first, cancel.signal))
    cancel.abort()
    expect((await hanging).code).toBe('CANCELLED')
  })
})
