import { describe, expect, test } from 'vitest'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import { addPetraTenant, at, e3, exchange, fabric, phone, reporting, usageReport, user, usersReport } from '../../../support/reporting.ts'

async function twoMonths() {
  const app = await reporting('2026-03-10T00:00:00Z')
  const january = '2026-01-31T20:00:00Z'
  const february = '2026-02-28T20:00:00Z'
  app.record(
    usersReport(january, [user('a', [e3]), user('b', [e3, exchange]), user('c', [fabric]), user('d', [e3])], {
      totalBillableUsers: 3,
      projectedBillableUnitsThisMonth: 3,
    }),
    at(january),
  )
  app.record(
    usersReport(
      february,
      [user('a', [e3], { displayName: 'Anna B.' }), user('b', [e3]), user('c', [fabric, e3]), user('x', [e3]), user('y', [phone])],
      {
        totalBillableUsers: 4,
        projectedBillableUnitsThisMonth: 4,
      },
    ),
    at(february),
  )
  return app
}

describe('the difference between two months', () => {
  test('lists added, removed and changed people, and adds up', async () => {
    const app = await twoMonths()
    const diff = await app.ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' })
    expect(diff.holders.added.map((holder) => holder.id)).toEqual(['x', 'y'])
    expect(diff.holders.removed.map((holder) => holder.id)).toEqual(['d'])
    expect(diff.holders.changed).toEqual([
      {
        id: 'a',
        displayName: 'Anna B.',
        userPrincipalName: 'a@northwind.example',
        gained: [],
        lost: [],
        attributes: [{ name: 'displayName', before: 'Name of a', after: 'Anna B.' }],
      },
      { id: 'b', displayName: 'Name of b', userPrincipalName: 'b@northwind.example', gained: [], lost: [exchange], attributes: [] },
      { id: 'c', displayName: 'Name of c', userPrincipalName: 'c@northwind.example', gained: [e3], lost: [], attributes: [] },
    ])
    expect(diff.skus).toEqual([
      { skuId: e3, name: 'Microsoft 365 E3', before: 3, after: 4, delta: 1 },
      { skuId: exchange, name: 'Exchange Online (Plan 1)', before: 1, after: 0, delta: -1 },
      { skuId: phone, name: 'Teams Phone Standard', before: 0, after: 1, delta: 1 },
    ])
    expect(diff.totals.reported).toEqual({ before: 3, after: 4, delta: 1 })
    expect(diff.totals.recounted).toEqual({ before: 3, after: 4, delta: 1 })
    expect(diff.totals.listed).toEqual({ before: 4, after: 5, delta: 1 })
    expect(diff.explanation).toEqual({
      text: '+1: 1 added, 1 removed, 1 now holds a billed licence',
      parts: [
        { reason: 'added', delta: 1 },
        { reason: 'removed', delta: -1 },
        { reason: 'began-to-count', delta: 1 },
      ],
    })
    expect(diff.from).toMatchObject({ month: '2026-01', snapshotId: 1, reportedAt: '2026-01-31T20:00:00.000Z' })
  })

  test('of a snapshot and itself is empty', async () => {
    const app = await twoMonths()
    const diff = await app.ask('diff.get', { tenant: 1, from: 2, to: 2 })
    expect(diff.holders).toEqual({ added: [], removed: [], changed: [] })
    expect(diff.skus).toEqual([])
    expect(diff.explanation).toEqual({ text: 'No change.', parts: [] })
  })

  test('has a part for what the list does not explain', async () => {
    const app = await twoMonths()
    app.record(usersReport('2026-03-05T00:00:00Z', [user('a', [e3])], { totalBillableUsers: 9 }), at('2026-03-05T00:00:00Z'))
    const { explanation, totals } = await app.ask('diff.get', { tenant: 1, from: '2026-02', to: '2026-03' })
    expect(explanation.parts.reduce((sum, part) => sum + part.delta, 0)).toBe(totals.reported.delta)
    expect(explanation.parts).toContainEqual({ reason: 'unexplained', delta: 8 })
  })

  test('explains by the list if the vendor counts everyone on it', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    app.record(usersReport('2026-01-31T20:00:00Z', [user('a', [e3]), user('b', [phone])]), at('2026-01-31T20:00:00Z'))
    app.record(usersReport('2026-02-28T20:00:00Z', [user('a', [e3]), user('c', [phone]), user('d', [fabric])]), at('2026-02-28T20:00:00Z'))
    const { explanation } = await app.ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' })
    expect(explanation.text).toBe('+1: 2 added, 1 removed')
  })

  test('leaves people unknown if a side has totals only', async () => {
    const app = await twoMonths()
    app.record({ reportGeneratedAt: '2026-03-05T00:00:00.000Z', totalBillableUsers: 6 }, at('2026-03-05T00:00:00Z'))
    const diff = await app.ask('diff.get', { tenant: 1, from: '2026-02', to: '2026-03' })
    expect(diff.holders).toEqual({ added: [], removed: [], changed: [] })
    expect(diff.totals.listed).toEqual({ before: 5, after: null, delta: null })
    expect(diff.totals.recounted).toEqual({ before: 4, after: null, delta: null })
    expect(diff.explanation.parts).toEqual([{ reason: 'unexplained', delta: 2 }])
    expect(diff.warnings.map((warning) => warning.code)).toContain('TOTALS_ONLY')
  })

  test('shows an excluded SKU that is included again as a changed rule', async () => {
    const app = await twoMonths()
    await app.ask('rules.set', {
      rule: { kind: 'flag', skuId: fabric.toUpperCase(), flag: 'excludedByVendor', value: false, from: '2026-02' },
    })
    await app.ask('rules.set', { rule: { kind: 'flag', skuId: phone, flag: 'excludedByVendor', value: false, from: '2026-02' } })
    const { totals, explanation } = await app.ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' })
    expect(totals.recounted).toEqual({ before: 3, after: 5, delta: 2 })
    expect(explanation.parts.reduce((sum, part) => sum + part.delta, 0)).toBe(1)
  })

  test('settles units with totals read after the month', async () => {
    const app = await twoMonths()
    const tenant = { petraTenantId: 'T1', totalLicensedUsers: 5, billableUsersThisMonth: 7, proratingPercentageThisMonth: 100 }
    app.record(usageReport('2026-02-28', [{ ...tenant, billableUsersThisMonth: 6 }]), {
      dataset: 'petra.usage',
      ...at('2026-02-28T22:00:00Z'),
    })
    const early = await app.ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' })
    expect(early.totals.units).toMatchObject({ before: 3, after: 4, stateBefore: 'projected', stateAfter: 'projected' })
    app.record(usageReport('2026-02-28', [tenant]), { dataset: 'petra.usage', ...at('2026-03-01T01:00:00Z') })
    const settled = await app.ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' })
    expect(settled.totals.units).toMatchObject({ before: 3, after: 7, delta: 4, stateAfter: 'settled' })
  })

  test.each([
    [{ tenant: 1, from: '2026-02', to: '2026-01' }, 'BAD_REQUEST'],
    [{ tenant: 1, from: 2, to: 1 }, 'BAD_REQUEST'],
    [{ tenant: 1, from: '2025-12', to: '2026-01' }, 'NO_SNAPSHOT'],
    [{ tenant: 7, from: '2026-01', to: '2026-02' }, 'NOT_FOUND'],
    [{ tenant: 1, from: 77, to: '2026-02' }, 'NOT_FOUND'],
    [{ tenant: 2, from: 1, to: 2 }, 'BAD_REQUEST'],
    [{ tenant: 1, dataset: 'genesys.billable-usage' as const, from: '2026-01', to: '2026-02' }, 'BAD_REQUEST'],
  ])('refuses %j with %s', async (input, code) => {
    const app = await twoMonths()
    await expect(app.ask('diff.get', input)).rejects.toMatchObject({ code })
  })

  test('leaves out a snapshot that is set aside, until it is taken back', async () => {
    const app = await twoMonths()
    writes['snapshot.setAside'](app.db, { snapshotId: 2, reason: 'wrong', at: 0 })
    await expect(app.ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
    await expect(app.ask('diff.get', { tenant: 1, from: 1, to: 2 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    writes['snapshot.takeBack'](app.db, { snapshotId: 2, at: 1 })
    expect((await app.ask('diff.get', { tenant: 1, from: 1, to: 2 })).totals.reported.delta).toBe(1)
  })

  test('uses each month’s prices for both costs and lists what has no price', async () => {
    const app = await twoMonths()
    await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '2.50', currency: 'EUR', from: '2026-01' } })
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '30.005', currency: 'EUR', from: '2026-01' } })
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '31', currency: 'EUR', from: '2026-02' } })
    const { cost } = await app.ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' })
    expect(cost.vendor).toEqual({ amounts: [{ currency: 'EUR', before: '7.50', after: '10.00', delta: '2.50' }], leftOut: [] })
    // 3 × 30.005 = 90.015, rounded half-up.
    expect(cost.licences).toEqual({
      amounts: [{ currency: 'EUR', before: '90.02', after: '124.00', delta: '33.98' }],
      leftOut: [exchange, phone],
    })
  })
})

describe('the difference of all tenants', () => {
  test('adds up tenants that are in both months and lists the others', async () => {
    const app = await twoMonths()
    for (const id of [8, 9, 10]) addPetraTenant(app, id)
    const record = (tenantId: number, day: string, ids: string[]) =>
      app.record(
        usersReport(
          day,
          ids.map((id) => user(id, [e3])),
        ),
        { tenantId, ...at(day) },
      )
    record(8, '2026-01-30T12:00:00Z', ['p', 'q'])
    record(8, '2026-02-28T12:00:00Z', ['p', 'q'])
    record(9, '2026-01-30T12:00:00Z', ['r'])
    record(10, '2026-02-28T12:00:00Z', ['s'])
    const all = await app.ask('diff.all', { from: '2026-01', to: '2026-02' })
    expect(all.tenants.map((each) => each.tenant)).toEqual([1, 8])
    expect(all.appeared).toEqual([10])
    expect(all.vanished).toEqual([9])
    expect(all.explanation.text).toBe('+1: 1 added, 1 removed, 1 now holds a billed licence')
    expect(all.totals.reported).toEqual({ before: 5, after: 6, delta: 1 })
    // Both sides cover all tenants in both months, also one in which the SKU did not change.
    expect(all.skus).toContainEqual({ skuId: e3, name: 'Microsoft 365 E3', before: 5, after: 6, delta: 1 })

    // A screen gets the same, with counts instead of people.
    const { tenants, ...together } = await app.ask('diff.tenants', { from: '2026-01', to: '2026-02' })
    expect({ ...together, tenants: all.tenants, bridge: all.bridge }).toEqual(all)
    expect(together.bridge.users).toEqual({ ...all.bridge.users, parts: all.bridge.users.parts.map(({ people: _, ...part }) => part) })
    expect(tenants).toEqual(
      all.tenants.map(({ tenant, standing, totals, cost, holders, to }) => ({
        tenant,
        standing,
        totals,
        cost,
        people: { added: holders.added.length, removed: holders.removed.length, changed: holders.changed.length },
        snapshotId: to.snapshotId,
      })),
    )
    expect(tenants[0]?.people.added).toBe(2)
  })

  test.each([
    [{ from: '2026-02', to: '2026-01' }, 'BAD_REQUEST'],
    [{ from: '2024-01', to: '2024-02' }, 'NO_SNAPSHOT'],
  ])('refuses %j with %s', async (input, code) => {
    const app = await twoMonths()
    await expect(app.ask('diff.all', input)).rejects.toMatchObject({ code })
  })
})
