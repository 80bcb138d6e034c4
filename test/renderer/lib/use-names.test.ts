import { expect, test } from 'vitest'
import { namedBy, withNames } from '../../../src/renderer/lib/use-names.ts'

test('a sentence of the host names tenants by their names', () => {
  const nameOf = (tenant: number | null) => (tenant === 34 ? 'Beacon Textiles' : `Tenant ${tenant}`)
  expect(withNames('There is no snapshot of tenant 34 in August 2026.', nameOf)).toBe(
    'There is no snapshot of Beacon Textiles in August 2026.',
  )
  expect(withNames('No tenant has a snapshot.', nameOf)).toBe('No tenant has a snapshot.')
})

test('a licence whose number did not move has its name too, and one without any its id', () => {
  const name = namedBy([{ skuId: 'a', name: 'Visio Plan 2' }], (skuId) => (skuId === 'b' ? 'Power BI Pro' : skuId))
  expect([name('a'), name('b'), name('c')]).toEqual(['Visio Plan 2', 'Power BI Pro', 'c'])
})
