import { describe, expect, it } from 'vitest'
import { petra } from '../../../../../src/main/core/vendors/petra/provider.ts'

const config = petra.configSchema.parse({})
const tenants = [{ id: 7, externalId: 'ZZk90t', kind: 'petra', vendorPaused: true }] as const

describe('the plan for Petra', () => {
  it('has the totals first, then each tenant, whether paused by the vendor or not', () => {
    const planned = petra.targets(config, tenants, '2026-11-22')
    expect(planned.map(({ dataset, tenantId, params }) => ({ dataset, tenantId, params }))).toEqual([
      { dataset: 'petra.usage', tenantId: null, params: {} },
      { dataset: 'petra.usage', tenantId: null, params: { asOf: '2026-10-31' } },
      { dataset: 'petra.billable-users', tenantId: 7, params: {} },
    ])
    expect(planned[2]).toMatchObject({ route: 'https://api.petrasecurity.com/v1/billable-users', spacingMs: 61_000, onceSince: null })
    expect(planned[0]).toMatchObject({ route: 'https://api.petrasecurity.com/v1/usage', spacingMs: 6_100, onceSince: null })
  })

  it.each([
    ['2026-12-01', '2026-11-30', '2026-12-01'],
    ['2026-12-02', '2026-11-30', '2026-12-01'],
    ['2026-12-03', '2026-11-30', '2026-12-03'],
    ['2026-12-31', '2026-11-30', '2026-12-03'],
    ['2026-03-01', '2026-02-28', '2026-03-01'],
  ])('settles the month before: on %s the totals of %s, once since %s', (today, asOf, since) => {
    const settling = petra.targets(config, [], today)[1]
    expect(settling).toMatchObject({ params: { asOf }, onceSince: Date.parse(`${since}T00:00:00Z`) })
  })

  it('goes back through month-ends until Petra has no more', () => {
    const [line] = petra.backfill(config, tenants, '2026-03-31')
    expect([1, 2, 13].map((step) => line?.at(step)?.params.asOf)).toEqual(['2026-02-28', '2026-01-31', '2025-02-28'])
    expect(line?.endsAfterEmpty).toBe(2)
    expect(line?.at(121)).toBeNull()
  })
})

describe('a connection to Petra', () => {
  it('has defaults for Petra’s address and documented rate', () => {
    expect(config).toEqual({ baseUrl: 'https://api.petrasecurity.com', requestsPerMinute: 1 })
  })

  it.each([
    'http://api.petrasecurity.com',
    'https://api.petrasecurity.com/v1',
    'https://user:key@api.petrasecurity.com',
    'api.petrasecurity.com',
    'ftp://x',
    'https://x/?a=1',
  ])('is refused for %s', (baseUrl) => {
    expect(petra.configSchema.safeParse({ baseUrl }).success).toBe(false)
  })

  it('is accepted without TLS on this machine, and with a bare origin in any spelling', () => {
    expect(petra.configSchema.parse({ baseUrl: 'http://127.0.0.1:4000/' }).baseUrl).toBe('http://127.0.0.1:4000')
    expect(petra.configSchema.parse({ baseUrl: ' HTTPS://API.Example.com/ ' }).baseUrl).toBe('https://api.example.com')
  })

  it.each([0, -1, 6001, Number.NaN])('is refused with a rate of %s per minute', (requestsPerMinute) => {
    expect(petra.configSchema.safeParse({ requestsPerMinute }).success).toBe(false)
  })
})
