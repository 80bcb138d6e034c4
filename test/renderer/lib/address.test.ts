import { expect, test } from 'vitest'
import { keptTenantAndMonth, readAddress } from '../../../src/renderer/lib/address.ts'

test('valid parts of an address are kept, invalid ones dropped', () => {
  expect(
    readAddress({
      tenant: 3,
      month: '2026-10',
      from: '2026-13',
      figure: 'sku:abc',
      grain: 'day',
      tenants: [1, -2, 'x', 4],
      snapshot: 12,
      tab: 'people',
    }),
  ).toEqual({
    tenant: 3,
    month: '2026-10',
    figure: 'sku:abc',
    grain: 'day',
    tenants: [1, 4],
    snapshot: 12,
    tab: 'people',
  })
})

test('search text is not part of an address', () => {
  expect(readAddress({ query: 'Ada Byron', q: 'ada', search: 'byron' })).toEqual({})
})

test('the tenant and the month are kept when another screen is opened; of two months, the later one', () => {
  expect(keptTenantAndMonth({ tenant: 3, month: '2026-09', tab: 'overlaps', snapshot: 5 })).toEqual({ tenant: 3, month: '2026-09' })
  expect(keptTenantAndMonth({ from: '2026-07', to: '2026-08', month: '2026-09' })).toEqual({ month: '2026-08' })
  expect(keptTenantAndMonth({})).toEqual({})
})
