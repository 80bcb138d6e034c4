import { expect, test } from 'vitest'
import { readAddress } from '../../../src/renderer/lib/address.ts'

test('an address keeps the place and drops what is not possible', () => {
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

test('search text has no place in an address', () => {
  expect(readAddress({ query: 'Ada Byron', q: 'ada', search: 'byron' })).toEqual({})
})
