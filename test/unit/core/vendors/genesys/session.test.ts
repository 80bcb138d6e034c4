import { describe, expect, it } from 'vitest'
import { genesys } from '../../../../../src/main/core/vendors/genesys/provider.ts'
import type { Answer, CollectableTenant, Target } from '../../../../../src/main/core/vendors/provider.ts'
import { benchStart, failure, genesysBench, plainCustomer, plainWorld } from '../../../../support/genesys.ts'

const signal = new AbortController().signal
const customers = (count: number) => Array.from({ length: count }, (_, index) => plainCustomer(index + 1))
const first = plainCustomer(1)
const overviewOf = (id: string, index = 0): Target => ({
  dataset: 'genesys.trustee-overview',
  externalId: id,
  params: { billingPeriodIndex: String(index) },
})
const cycle = { startDate: '2026-11-21T00:00:00.000Z', endDate: '2026-12-20T23:59:59.999Z' }
const ownReport: Target = { dataset: 'genesys.billable-usage', externalId: 'a4f9a4b6-0f1b-4f62-8d6e-7c6d8b2a9f10', params: cycle }
const read = (answer: Answer) => JSON.parse(new TextDecoder().decode(answer.bytes))

describe('a token source', () => {
  it('requests one token and uses it until it is refused, then one more', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    const session = open()
    await session.fetch(overviewOf(first.id), signal)
    await session.fetch(overviewOf(first.id, 1), signal)
    vendor.revokeTokens()
    const answer = await session.fetch(overviewOf(first.id, 2), signal)
    expect(answer.trace).toMatchObject({ status: 200, requests: 2 })
    expect(vendor.requests.filter((each) => each.path === '/oauth/token')).toHaveLength(2)
  })

  it('requests one token for concurrent requests', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    const session = open()
    await Promise.all([0, 1, 2].map((index) => session.fetch(overviewOf(first.id, index), signal)))
    expect(vendor.requests.filter((each) => each.path === '/oauth/token')).toHaveLength(1)
  })

  it('fails if a new token is refused too', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    vendor.fault({ path: '/api/', refusal: 'badToken' })
    const error = await failure(open().fetch(overviewOf(first.id), signal))
    expect(error.code).toBe('UNAUTHORIZED')
    expect(error.data).toMatchObject({ status: 401, vendorCode: 'bad.credentials', requests: 2 })
    expect(error.data?.correlationId).toMatch(/^[\w-]{36}$/)
    expect(vendor.requests).toHaveLength(4)
  })

  it('distinguishes a refused client from a refused token, and never shows the secret', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    const error = await failure(open({}, 'wrong-secret-1234').fetch(overviewOf(first.id), signal))
    expect(error.code).toBe('UNAUTHORIZED')
    expect(error.message).toMatch(/login at 127\.0\.0\.1:\d+ refused the OAuth client \(invalid_client\).*region/)
    expect(JSON.stringify([error.message, error.data, vendor.requests])).not.toContain('wrong-secret-1234')
  })

  it('does not request a new token if the address is refused', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    vendor.state.addressRefused = true
    const error = await failure(open().fetch(overviewOf(first.id), signal))
    expect(error.message).toContain('allowed IP addresses')
    expect(vendor.requests.map((each) => each.path)).toEqual(['/oauth/token', expect.stringContaining('trusteebillingoverview')])
  })
})

describe('a session', () => {
  it('lists the customers of all pages once each, and which ones the vendor disabled', async () => {
    const disabled = plainCustomer(60, { enabled: () => false })
    const { vendor, open } = await genesysBench(plainWorld([...customers(59), disabled]))
    const listing = await open().listTenants(signal)
    expect(listing?.complete).toEqual(['own', 'customer'])
    expect(listing?.tenants).toHaveLength(61)
    expect(listing?.tenants[0]).toMatchObject({ kind: 'own', name: 'Example Partner GmbH' })
    expect(listing?.tenants.at(-1)).toMatchObject({ externalId: disabled.id, vendorPaused: true })
    expect(vendor.requests.filter((each) => each.path.endsWith('/trustors')).map((each) => each.query.pageNumber)).toEqual(['1', '2', '3'])
  })

  it('does not treat customers missing from a refused or incomplete list as gone', async () => {
    const { vendor, open } = await genesysBench(plainWorld(customers(3)))
    const undo = vendor.fault({ path: '/api/v2/orgauthorization', edit: (payload) => ({ ...payload, total: 5 }) })
    expect((await open().listTenants(signal))?.complete).toEqual(['own'])
    undo()
    // J: no list is not an empty one; nor is an empty page where more is to come.
    for (const answer of [{}, { entities: null }, { entities: [], pageCount: 3, pageNumber: 1 }]) {
      const undoOne = vendor.fault({ path: '/api/v2/orgauthorization', edit: () => answer })
      expect((await open().listTenants(signal))?.complete).toEqual(['own'])
      undoOne()
    }
    const undoNone = vendor.fault({ path: '/api/v2/orgauthorization', edit: () => ({ total: 0 }) })
    expect((await open().listTenants(signal))?.complete).toEqual(['own', 'customer'])
    undoNone()
    vendor.state.missingPermissions.add('authorization:orgTrustor:view')
    expect(await open().listTenants(signal)).toMatchObject({ tenants: [{ kind: 'own' }], complete: ['own'] })
    expect(await open({ ownOrg: false }).listTenants(signal)).toBeNull()
  })

  it('requests reports of the own organisation and the enabled customers only', async () => {
    const { config } = await genesysBench(plainWorld([]))
    const tenants: CollectableTenant[] = [
      { id: 1, externalId: 'own', kind: 'own', vendorPaused: null },
      { id: 2, externalId: 'on', kind: 'customer', vendorPaused: false },
      { id: 3, externalId: 'off', kind: 'customer', vendorPaused: true },
      { id: 4, externalId: 'by hand', kind: 'customer', vendorPaused: null },
    ]
    const targets = genesys.targets(config, tenants, '2026-11-22')
    expect(targets.map(({ tenantId, params }) => ({ tenantId, params }))).toEqual([
      { tenantId: 1, params: cycle },
      { tenantId: 1, params: {} },
      { tenantId: 1, params: { billingPeriodIndex: '0' } },
      { tenantId: 1, params: { billingPeriodIndex: '1' } },
      { tenantId: 1, params: {} },
      { tenantId: 2, params: { billingPeriodIndex: '0' } },
      { tenantId: 4, params: { billingPeriodIndex: '0' } },
    ])
    expect(genesys.targets({ ...config, ownOrg: false }, tenants, '2026-11-22')).toHaveLength(2)
    const since = genesys.backfill({ ...config, cycleSince: '2026-09-30' }, tenants, '2026-11-22')[0]
    expect([1, 2, 3].map((step) => since?.at(step)?.params.startDate ?? null)).toEqual([
      '2026-10-21T00:00:00.000Z',
      '2026-09-21T00:00:00.000Z',
      null,
    ])
  })
})

describe('fetching an overview', () => {
  it('keeps all digits of quantities and requests index 0 explicitly', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    const answer = await open().fetch(overviewOf(first.id), signal)
    expect(read(answer).usages[0].usageQuantity).toBe('12345678901234567890.123456789')
    expect(answer.trace.correlationId).toMatch(/^[\w-]{36}$/)
    expect(vendor.requests.at(-1)?.query).toEqual({ billingPeriodIndex: '0' })
  })

  it('treats a 404 as the end of history, except at index 0', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    const session = open()
    expect(read(await session.fetch(overviewOf(first.id, 3), signal)).billingPeriodStartDate).toBe('2026-08-01T00:00:00Z')
    expect((await failure(session.fetch(overviewOf(first.id, 4), signal))).code).toBe('NO_MORE_PERIODS')
    vendor.state.withoutPeriods.add(first.id)
    const error = await failure(session.fetch(overviewOf(first.id), signal))
    expect(error.code).toBe('VENDOR_NOT_FOUND')
    expect(error.message).toContain('region')
  })

  it('reports the missing permission, the refusing customer, and that the own organisation is always refused', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    const session = open()
    vendor.state.refusing.add(first.id)
    expect((await failure(session.fetch(overviewOf(first.id), signal))).message).toContain('paired')
    const own = await failure(session.fetch(overviewOf('a4f9a4b6-0f1b-4f62-8d6e-7c6d8b2a9f10'), signal))
    expect(own).toMatchObject({ code: 'VENDOR_FORBIDDEN', message: expect.stringContaining('cannot read its own overview') })
    vendor.state.missingPermissions.add('affiliateOrganization:clientBilling:view')
    const missing = await failure(session.fetch(overviewOf(first.id), signal))
    expect(missing.message).toContain('affiliateOrganization:clientBilling:view')
    expect(missing.data).toMatchObject({ permissions: ['affiliateOrganization:clientBilling:view'], vendorCode: 'missing.any.permissions' })
  })
})

describe('fetching a report in preparation', () => {
  it('repeats the same dates until the report is ready', async () => {
    const { vendor, memory, open } = await genesysBench(plainWorld([]))
    vendor.state.preparations = 3
    const answer = await open().fetch(ownReport, signal)
    expect(read(answer).status).toBe('Complete')
    expect(answer.trace.requests).toBe(4)
    expect(vendor.requests.filter((each) => each.path.endsWith('billableusage')).map((each) => each.query)).toEqual(Array(4).fill(cycle))
    expect(memory.size).toBe(0)
  })

  it('stops at its deadline and continues with the same dates in another process', async () => {
    const { vendor, clock, memory, open } = await genesysBench(plainWorld([]))
    vendor.state.refusesFutureEnd = true
    vendor.state.preparations = Number.POSITIVE_INFINITY
    const error = await failure(open().fetch(ownReport, signal))
    expect(error.code).toBe('REPORT_NOT_READY')
    expect(clock.now() - benchStart).toBeLessThanOrEqual(180_000)
    expect(memory.size).toBe(1)
    vendor.state.preparations = 0
    const before = vendor.requests.length
    // After midnight the shorter span would differ, but the pending report keeps its dates.
    clock.leapTo(benchStart + 22 * 3_600_000)
    expect(read(await open().fetch(ownReport, signal)).endDate).toBe('2026-11-21T23:59:59.999Z')
    expect(vendor.requests.slice(before).filter((each) => each.path.endsWith('billableusage'))).toHaveLength(1)
    expect(memory.size).toBe(0)
  })

  it('requests up to yesterday if a report may not end in the future, and on the first day tries tomorrow', async () => {
    const { vendor, open } = await genesysBench(plainWorld([]))
    vendor.state.refusesFutureEnd = true
    const answer = await open().fetch(ownReport, signal)
    expect(read(answer)).toMatchObject({ startDate: cycle.startDate, endDate: '2026-11-21T23:59:59.999Z' })
    const today = { ...ownReport, params: { startDate: '2026-11-22T00:00:00.000Z', endDate: '2026-12-21T23:59:59.999Z' } }
    expect((await failure(open().fetch(today, signal))).code).toBe('REPORT_NOT_READY')
  })

  it('treats a refused past cycle as the end of history', async () => {
    const { vendor, open } = await genesysBench(plainWorld([]))
    vendor.fault({ path: '/api/v2/billing/reports', refusal: 'badDate' })
    const closed = { ...ownReport, params: { startDate: '2024-10-21T00:00:00.000Z', endDate: '2024-11-20T23:59:59.999Z' } }
    expect((await failure(open().fetch(closed, signal))).code).toBe('NO_MORE_PERIODS')
  })
})

describe('a request', () => {
  it('never sends more than 300 requests a minute', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    const session = open()
    for (let count = 0; count < 320; count += 1) await session.fetch(overviewOf(first.id), signal)
    expect(vendor.requests.filter((each) => each.status === 429)).toHaveLength(0)
    const times = vendor.requests.filter((each) => each.path.startsWith('/api/')).map((each) => each.at)
    expect((times[300] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(60_000)
  })

  it('waits as long as a short 429 requests', async () => {
    const { vendor, clock, open } = await genesysBench(plainWorld([first]))
    vendor.fault({ path: '/api/', times: 1, refusal: 'tooMany', headers: { 'retry-after': '42' } })
    expect((await open().fetch(overviewOf(first.id), signal)).trace.requests).toBe(2)
    expect(clock.now() - benchStart).toBeGreaterThanOrEqual(42_000)
  })

  it('reports two hours of Retry-After instead of waiting', async () => {
    const { vendor, clock, open } = await genesysBench(plainWorld([first]))
    vendor.fault({ path: '/api/', times: 1, refusal: 'tooMany', headers: { 'retry-after': '7200' } })
    const error = await failure(open().fetch(overviewOf(first.id), signal))
    expect(error.code).toBe('RATE_LIMITED')
    expect(error.data).toMatchObject({ status: 429, requests: 1, vendorCode: 'too.many.requests.retry.after' })
    expect(Number(error.data?.retryAt) - clock.now()).toBe(7_200_000)
    expect(clock.now() - benchStart).toBeLessThan(1000)
  })

  it('reports a vendor fault with its correlation id', async () => {
    const { vendor, open } = await genesysBench(plainWorld([first]))
    vendor.fault({ path: '/api/', refusal: 'unavailable' })
    const error = await failure(open().fetch(overviewOf(first.id), signal))
    expect(error).toMatchObject({ code: 'VENDOR_ERROR', data: { status: 503, vendorCode: 'service.unavailable' } })
    expect(error.data?.correlationId).toMatch(/^[\w-]{36}$/)
  })
})

describe('the connection test', () => {
  it('names the organisation and tests each permission', async () => {
    const { open } = await genesysBench(plainWorld(customers(2)))
    const result = await open().test(signal)
    expect(result).toMatchObject({ ok: true, organisation: 'Example Partner GmbH' })
    expect(result.parts.map((part) => part.name)).toEqual([
      'credential',
      'billing:subscription:view',
      'authorization:orgTrustor:view',
      'affiliateOrganization:clientBilling:view',
    ])
  })

  it.each([
    { missing: ['billing:subscription:view', 'billing:subscription:read'], part: 'billing:subscription:view' },
    { missing: ['authorization:orgTrustor:view'], part: 'authorization:orgTrustor:view' },
    { missing: ['affiliateOrganization:clientBilling:view'], part: 'affiliateOrganization:clientBilling:view' },
  ])('reports that $part is missing', async ({ missing, part }) => {
    const { vendor, open } = await genesysBench(plainWorld(customers(2)))
    for (const each of missing) vendor.state.missingPermissions.add(each)
    const result = await open().test(signal)
    // Something else can still be collected.
    expect(result).toMatchObject({ ok: true, code: null })
    expect(result.parts.filter((each) => !each.ok)).toEqual([
      { name: part, ok: false, message: expect.stringContaining(`Missing: ${part}`) },
    ])
  })

  it('is not ok if nothing can be read', async () => {
    const { vendor, open } = await genesysBench(plainWorld(customers(2)))
    for (const each of ['billing:subscription:view', 'billing:subscription:read', 'affiliateOrganization:clientBilling:view']) {
      vendor.state.missingPermissions.add(each)
    }
    expect(await open().test(signal)).toMatchObject({ ok: false, code: 'VENDOR_FORBIDDEN' })
  })

  it('does not report a missing permission because one customer refuses', async () => {
    const { vendor, open } = await genesysBench(plainWorld(customers(2)))
    vendor.state.refusing.add(plainCustomer(1).id)
    expect((await open().test(signal)).ok).toBe(true)
  })

  it('reports that the credential or the region is wrong', async () => {
    const { open } = await genesysBench(plainWorld([]))
    const result = await open({}, 'wrong-secret-1234').test(signal)
    expect(result).toMatchObject({
      ok: false,
      organisation: null,
      parts: [{ name: 'credential', ok: false, message: expect.stringContaining('region') }],
    })
  })

  it('reports that something else answers at the address', async () => {
    const { vendor, open } = await genesysBench(plainWorld([]))
    vendor.fault({ path: '/oauth/token', body: '<html>Sign in</html>' })
    expect(await open().test(signal)).toMatchObject({
      code: 'NOT_JSON',
      parts: [{ name: 'region', ok: false, message: expect.stringContaining('does not respond like Genesys') }],
    })
  })
})
