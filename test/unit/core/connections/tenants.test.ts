import { expect, it } from 'vitest'
import { connectionWrites } from '../../../../src/main/core/connections/writes.ts'
import { testHistory } from '../../../support/history.ts'

const guid = 'abcdef01-2222-4333-8444-555555555555'

it('matches tenant ids in any case only if they are GUIDs', async () => {
  const { db } = await testHistory()
  const add = (externalId: string) =>
    connectionWrites['tenant.add'](db, { connectionId: 2, externalId, kind: 'customer', name: externalId, at: 0 })
  const listed = (externalId: string) => ({
    externalId,
    kind: 'customer' as const,
    name: `Listed ${externalId}`,
    microsoftTenantId: null,
    vendorPaused: false,
  })
  const byHand = add(guid.toUpperCase())
  expect(() => add(guid)).toThrow(/already exists/)
  add('Xx')
  const listing = { tenants: [listed(guid), listed('xX')], complete: [] }
  expect(connectionWrites['tenants.listed'](db, { connectionId: 2, listing, at: 1 })).toEqual({ added: 1, gone: 0 })
  const names = db.sqlite.prepare('select external_id, name from tenant where id = ?').raw().get(byHand.id)
  expect(names).toEqual([guid, `Listed ${guid}`])
})
