import { expect, test } from 'vitest'
import { costImpact } from '../../../../src/renderer/features/changes/cost-impact.ts'

const prices = [
  { skuId: 'e3', amount: '12.50', currency: 'EUR' },
  { skuId: 'e5', amount: '20.10', currency: 'EUR' },
  { skuId: 'bi', amount: '7', currency: 'USD' },
]

test('the impact is gained minus lost licences, exact and per currency, and empty without a price', () => {
  expect(costImpact({ gained: ['e5'], lost: ['e3'] }, prices)).toEqual([{ currency: 'EUR', amount: '7.60' }])
  expect(costImpact({ gained: [], lost: ['e3', 'bi'] }, prices)).toEqual([
    { currency: 'EUR', amount: '-12.50' },
    { currency: 'USD', amount: '-7.00' },
  ])
  expect(costImpact({ gained: ['free'], lost: [] }, prices)).toEqual([])
})
