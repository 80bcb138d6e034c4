import { expect, test } from 'vitest'
import { namedBy, namesApart, withNames } from '../../../src/renderer/lib/use-names.ts'
import { fakeTenants } from '../fake/fake-history.ts'

test('tenant ids in the host’s messages are replaced by names', () => {
  const nameOf = (tenant: number | null) => (tenant === 34 ? 'Beacon Textiles' : `Tenant ${tenant}`)
  expect(withNames('There is no snapshot of tenant 34 in August 2026.', nameOf)).toBe(
    'There is no snapshot of Beacon Textiles in August 2026.',
  )
  expect(withNames('No tenant has a snapshot.', nameOf)).toBe('No tenant has a snapshot.')
})

test('a licence whose number did not change has its name too, and an unknown one its id', () => {
  const name = namedBy([{ skuId: 'a', name: 'Visio Plan 2' }], (skuId) => (skuId === 'b' ? 'Power BI Pro' : skuId))
  expect([name('a'), name('b'), name('c')]).toEqual(['Visio Plan 2', 'Power BI Pro', 'c'])
})

test('tenants with the same name are distinguished', () => {
  const [tenant] = fakeTenants(1)
  const called = (id: number, name: string, connection: string) => ({ ...tenant!, id, name, connection, externalId: `id-${id}` })
  const names = namesApart([
    called(1, 'Contoso', 'Petra MSP'),
    called(2, 'Contoso', 'Petra MSP'),
    called(3, 'Contoso', 'Genesys EU'),
    called(4, 'Fjord', 'Petra MSP'),
  ])
  expect([...names.values()]).toEqual(['Contoso (Petra MSP, id-1)', 'Contoso (Petra MSP, id-2)', 'Contoso (Genesys EU)', 'Fjord'])
})
