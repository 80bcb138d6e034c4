import { describe, expect, test } from 'vitest'
import { addPetraTenant, at, e3, exchange, fabric, phone, reporting, user, usersReport } from '../../../support/reporting.ts'

const unknown = '11111111-2222-3333-4444-555555555555'

async function filled() {
  const app = await reporting('2026-03-10T00:00:00Z')
  app.record(usersReport('2026-01-31T12:00:00Z', [user('a', [e3]), user('b', [exchange])]), at('2026-01-31T12:00:00Z'))
  app.record(
    usersReport(
      '2026-02-28T12:00:00Z',
      [
        user('a', [e3, exchange]),
        user('b', [e3, exchange], { accountEnabled: false }),
        user('c', [fabric], { accountEnabled: null, userPrincipalName: 'c_partner.example#EXT#@northwind.example' }),
        user('d', [phone, unknown.toUpperCase()]),
      ],
      { projectedBillableUnitsThisMonth: 4 },
    ),
    at('2026-02-28T12:00:00Z'),
  )
  return app
}

describe('licences of a month', () => {
  test('are counted by holder, and add up to assignments, not to people', async () => {
    const app = await filled()
    const licences = await app.ask('licences.get', {})
    expect(licences.month).toBe('2026-02')
    expect(
      licences.rows.map(({ name, holders, enabledHolders, disabledHolders, unknownHolders, change, excludedByVendor, free }) => [
        name,
        holders,
        enabledHolders,
        disabledHolders,
        unknownHolders,
        change,
        excludedByVendor,
        free,
      ]),
    ).toEqual([
      [unknown, 1, 1, 0, 0, 1, false, false],
      ['Exchange Online (Plan 1)', 2, 1, 1, 0, 1, false, false],
      ['Fabric (Free)', 1, 0, 0, 1, 1, true, true],
      ['Microsoft 365 E3', 2, 1, 1, 0, 1, false, false],
      ['Teams Phone Standard', 1, 1, 0, 0, 1, true, false],
    ])
    expect(licences.assignments).toBe(7)
    expect(licences.people).toEqual({ holders: 4, disabled: 1, unknown: 1, guests: 1, recounted: 3 })
    expect(licences.combinations[0]).toEqual({
      skuIds: [e3, exchange],
      names: ['Microsoft 365 E3', 'Exchange Online (Plan 1)'],
      holders: 2,
    })
    expect(licences.overlaps).toMatchObject([
      {
        skuId: e3,
        coveredSkuId: exchange,
        holders: [
          { tenant: 1, holder: { id: 'a' } },
          { tenant: 1, holder: { id: 'b' } },
        ],
      },
    ])
    expect(licences.rows.find((row) => row.skuId === e3)?.sparkline.slice(-3)).toEqual([null, 1, 2])
    expect(licences.warnings).toContainEqual(expect.objectContaining({ code: 'UNKNOWN_SKU', data: { skuIds: [unknown] } }))
    expect(licences.evidence).toEqual([
      {
        snapshotId: 2,
        tenant: 1,
        month: '2026-02',
        reportedAt: '2026-02-28T12:00:00.000Z',
        observedAt: '2026-02-28T12:00:00.000Z',
        early: false,
      },
    ])
  })

  test('have two costs, with totals that list what they leave out', async () => {
    const app = await filled()
    const price = (item: string, amount: string, currency: string, from: string) =>
      app.ask('rules.set', { rule: { kind: 'price', item, amount, currency, from } })
    await price(e3, '34.995', 'EUR', '2026-01')
    await price(phone, '8', 'USD', '2026-02')
    await price(exchange, '4', 'EUR', '2026-03')
    await price('petra:unit', '3', 'EUR', '2026-01')
    await app.ask('rules.set', {
      rule: { kind: 'price', item: 'petra:unit', connection: 'Petra', amount: '2.75', currency: 'EUR', from: '2026-02' },
    })
    const { rows, cost, ruleRevision } = await app.ask('licences.get', { tenant: 'T1', month: '2026-02' })
    expect(rows.find((row) => row.skuId === e3)).toMatchObject({ unitPrice: '34.995', currency: 'EUR', cost: '69.99' })
    expect(rows.find((row) => row.skuId === exchange)).toMatchObject({ unitPrice: null, currency: null, cost: null })
    expect(cost.licences).toEqual({
      totals: [
        { currency: 'EUR', amount: '69.99' },
        { currency: 'USD', amount: '8.00' },
      ],
      leftOut: [unknown, exchange],
    })
    expect(cost.vendor).toEqual({
      totals: [{ currency: 'EUR', amount: '11.00' }],
      lines: [{ tenant: 1, units: 4, state: 'projected', unitPrice: '2.75', currency: 'EUR', cost: '11.00' }],
      leftOut: [],
    })
    expect(ruleRevision).toBe(5)
  })

  test('of all tenants list the missing tenants', async () => {
    const app = await filled()
    addPetraTenant(app, 8)
    app.record(usersReport('2026-02-28T12:00:00Z', [user('z', [e3])]), { tenantId: 8, ...at('2026-02-28T12:00:00Z') })
    addPetraTenant(app, 9)
    app.record({ reportGeneratedAt: '2026-02-28T12:00:00.000Z', totalBillableUsers: 5 }, { tenantId: 9, ...at('2026-02-28T12:00:00Z') })
    const licences = await app.ask('licences.get', {})
    expect(licences.tenants).toEqual({ with: 2, expected: 3, missing: [9] })
    // Tenant 8 has no January, so it counts in holders but not in the change.
    expect(licences.rows.find((row) => row.skuId === e3)).toMatchObject({ holders: 3, change: 1 })
    expect(licences.warnings.map((warning) => warning.code)).toContain('TOTALS_ONLY')
    expect(licences.cost.vendor.leftOut).toEqual(['tenant 1', 'tenant 8', 'tenant 9'])
  })

  test('can be named by the user, and an overlap can be switched off', async () => {
    const app = await filled()
    await app.ask('rules.set', { rule: { kind: 'label', skuId: unknown, label: 'Donated seat' } })
    await app.ask('rules.set', { rule: { kind: 'overlap', skuId: e3, coveredSkuId: exchange, active: false, from: '2026-02' } })
    const { rows, overlaps, warnings } = await app.ask('licences.get', {})
    expect(rows.map((row) => row.name)).toContain('Donated seat')
    expect(overlaps).toEqual([])
    expect(warnings.map((warning) => warning.code)).not.toContain('UNKNOWN_SKU')
    const rules = await app.ask('rules.list', {})
    expect(rules.overlaps).toMatchObject([
      { revision: null, active: true },
      { revision: 2, from: '2026-02', active: false },
    ])
  })

  test.each([
    [{ month: '2025-01' }, 'NO_SNAPSHOT'],
    [{ tenant: 3 }, 'BAD_REQUEST'],
    [{ tenant: 'Nobody' }, 'NOT_FOUND'],
  ])('refuse %j with %s', async (input, code) => {
    const app = await filled()
    await expect(app.ask('licences.get', input)).rejects.toMatchObject({ code })
  })
})

describe('the people behind a licence figure', () => {
  async function withPrices() {
    const app = await filled()
    addPetraTenant(app, 8)
    const off = { ...user('z', [e3, exchange]), accountEnabled: false }
    app.record(usersReport('2026-02-28T12:00:00Z', [off, user('y', [e3])]), { tenantId: 8, ...at('2026-02-28T12:00:00Z') })
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '35.555', currency: 'EUR', allHistory: true } })
    await app.ask('rules.set', { rule: { kind: 'price', item: exchange, amount: '4', currency: 'USD', allHistory: true } })
    return app
  }

  test('the cost of a SKU’s holders equals its row, to the cent', async () => {
    const app = await withPrices()
    const { rows } = await app.ask('licences.get', { month: '2026-02' })
    const row = rows.find((each) => each.skuId === e3)
    const { holders, cost } = await app.ask('licences.holders', { month: '2026-02', skuId: e3 })
    expect(holders).toHaveLength(row?.holders ?? -1)
    expect(cost).toEqual({ totals: [{ currency: 'EUR', amount: row?.cost }], leftOut: [] })
    expect(holders.filter((each) => each.tenant === 8).map((each) => each.holder.id)).toEqual(['y', 'z'])
  })

  test('a disabled account has the cost of all its licences, separately in each currency', async () => {
    const app = await withPrices()
    const { people } = await app.ask('licences.get', { month: '2026-02' })
    const { holders } = await app.ask('licences.holders', { month: '2026-02', disabled: true })
    expect(holders).toHaveLength(people.disabled)
    expect(holders.find((each) => each.tenant === 8)).toMatchObject({
      holder: { id: 'z', accountEnabled: false },
      cost: [
        { currency: 'EUR', amount: '35.56' },
        { currency: 'USD', amount: '4.00' },
      ],
    })
  })

  test('an overlap has the cost of the contained licence', async () => {
    const app = await withPrices()
    const { overlaps } = await app.ask('licences.get', { month: '2026-02' })
    const overlap = overlaps.find((each) => each.coveredSkuId === exchange)
    expect(overlap).toMatchObject({ currency: 'USD', cost: `${4 * (overlap?.holders.length ?? 0)}.00` })
  })

  test('a month without a snapshot is refused', async () => {
    const app = await filled()
    await expect(app.ask('licences.holders', { month: '2025-01' })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
  })
})

test('all licences ever held are listed, also those that nobody holds now', async () => {
  const app = await reporting('2026-03-10T00:00:00Z')
  app.record(usersReport('2026-01-31T12:00:00Z', [user('a', [e3, 'sku-x'])]), at('2026-01-31T12:00:00Z'))
  app.record(usersReport('2026-02-28T12:00:00Z', [user('a', [e3])]), at('2026-02-28T12:00:00Z'))
  expect(await app.ask('licences.names', {})).toEqual([
    { skuId: e3, name: 'Microsoft 365 E3', partNumber: 'SPE_E3', provider: 'petra' },
    { skuId: 'sku-x', name: 'sku-x', partNumber: null, provider: 'petra' },
  ])
})
