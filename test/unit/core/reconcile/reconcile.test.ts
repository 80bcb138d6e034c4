import { describe, expect, test } from 'vitest'
import { beforeMonth, eraseWrites } from '../../../../src/main/core/maintenance/erase.ts'
import type { ReconcileAnswer } from '../../../../src/shared/contract/reconcile-answers.ts'
import { calendarOf } from '../../../../src/shared/domain/calendar.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'
import { csvFile, plainColumns, plainHeaders } from '../../../support/invoices.ts'
import { addPetraTenant, at, e3, exchange, type Reporting, reporting, user, usersReport } from '../../../support/reporting.ts'

const month = '2026-02'

/**
 * Five customers in January and February. E3 at the end of February: Acme 3, Tenant 7 two, Tenant 8 one, Tenant 9 four, Tenant 10 none;
 * in January, Acme had the same people without c.
 */
async function fiveCustomers(): Promise<Reporting> {
  const app = await reporting('2026-03-02T00:00:00Z')
  for (const id of [7, 8, 9, 10]) addPetraTenant(app, id)
  const people = (ids: string, skus = [e3]) => [...ids].map((id) => user(id, skus))
  const record = (day: string, tenantId: number, users: unknown[]) =>
    app.record(usersReport(day, users, { projectedBillableUnitsThisMonth: users.length }), { tenantId, ...at(day) })
  for (const [tenantId, january, february] of [
    [1, 'ab', 'abc'],
    [7, 'de', 'de'],
    [8, 'f', 'f'],
    [9, 'ghij', 'ghij'],
    [10, '', ''],
  ] as const) {
    record('2026-01-31T12:00:00Z', tenantId, people(january))
    record('2026-02-28T12:00:00Z', tenantId, [...people(february), ...(tenantId === 10 ? people('k', [exchange]) : [])])
  }
  return app
}

const name = 'Microsoft 365 E3'
const line = (customer: string, quantity: number | string, { product = name, price = '10', term = '' } = {}) => [
  customer,
  product,
  quantity,
  price,
  'EUR',
  term,
]

const bringIn = (app: Reporting, lines: readonly (readonly (string | number)[])[], more = {}) =>
  app.ask('invoices.add', { file: csvFile([plainHeaders, ...lines]), month, columns: plainColumns, who: 'Kim', ...more })

const shown = ({ rows }: ReconcileAnswer) =>
  rows.map(({ client, product, status, billed, actual, variance, value, open }) => [
    client,
    product,
    status,
    billed,
    actual,
    variance,
    value,
    open,
  ])

describe('a month with planted errors', () => {
  const planted = [
    line('Acme', 2),
    line('Tenant 7', 3),
    line('Tenant 8', 1),
    // Tenant 9 is missing.
    line('Tenant 10', 1),
    line('Unknown Ltd', 4),
    line('Acme', 5, { product: 'Server backup' }),
    line('Tenant 8', 'two', { product: 'Exchange Online (Plan 1)' }),
  ]

  test('finds each of them, and nothing else', async () => {
    const app = await fiveCustomers()
    await bringIn(app, planted)
    const answer = await app.ask('reconcile.get', { month })
    expect(shown(answer)).toEqual([
      ['Acme', 'Server backup', 'unmapped', '5', null, null, null, true],
      ['Tenant 8', 'Exchange Online (Plan 1)', 'unmapped', null, null, null, null, true],
      ['Unknown Ltd', name, 'unmapped', '4', null, null, null, true],
      ['Acme', name, 'under', '2', '3', '1', '10.00', true],
      ['Tenant 10', 'Exchange Online (Plan 1)', 'under', null, '1', '1', null, true],
      ['Tenant 10', name, 'over', '1', '0', '-1', '-10.00', true],
      ['Tenant 7', name, 'over', '3', '2', '-1', '-10.00', true],
      ['Tenant 8', name, 'matched', '1', '1', '0', '0.00', false],
      ['Tenant 9', name, 'under', null, '4', '4', null, true],
    ])
    expect(answer.totals).toEqual({
      unmappedLines: 3,
      leftOutLines: 0,
      matched: 1,
      gaps: 0,
      open: 8,
      under: { rows: 3, seats: '6', value: [{ currency: 'EUR', amount: '10.00' }], withoutPrice: 2 },
      over: { rows: 2, seats: '-2', value: [{ currency: 'EUR', amount: '-20.00' }], withoutPrice: 0 },
    })
    expect(answer.rows.map(({ note }) => note)).toEqual([
      'the product is not mapped',
      'row 8: the quantity “two” is not a number',
      'the customer is not mapped',
      '',
      'not on the invoice',
      '',
      '',
      '',
      'not on the invoice',
    ])
    expect(answer.rows[3]).toMatchObject({
      basis: 'holders',
      actualMonth: month,
      snapshotId: 2,
      unitPrice: '10',
      priceFrom: 'invoice',
      lastMonth: { billed: null, actual: '2', variance: null },
    })
  })

  test('is unchanged after importing the same file again', async () => {
    const app = await fiveCustomers()
    const first = await bringIn(app, planted)
    const before = await app.ask('reconcile.get', { month })
    const second = await bringIn(app, planted)
    expect([first.unchanged, second.unchanged]).toEqual([false, true])
    expect(await app.ask('reconcile.get', { month })).toEqual(before)
    expect(await app.ask('invoices.list', {})).toMatchObject([
      { id: 1, month, fileName: 'invoice.csv', broughtInBy: 'Kim', counts: { lines: 7, unreadable: 1 } },
    ])
  })

  test('has the people behind a difference', async () => {
    const app = await fiveCustomers()
    await bringIn(app, planted)
    const people = await app.ask('reconcile.people', { month, tenant: 1, item: `sku:${e3}` })
    const ids = (holders: { id: string }[]) => holders.map(({ id }) => id)
    expect([ids(people.counted), ids(people.added), ids(people.removed), people.comparedWith]).toEqual([
      ['a', 'b', 'c'],
      ['c'],
      [],
      '2026-01',
    ])
  })
})

describe('mapping', () => {
  test('suggests but never maps automatically; a mapping is remembered, and undone by removing it', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('ACME GmbH', 3), line('Tenant 7', 2, { product: 'M365 E3' })])
    const before = await app.ask('reconcile.get', { month })
    expect(before.unmapped).toEqual([
      {
        kind: 'customer',
        key: 'name:acme gmbh',
        label: 'ACME GmbH',
        lines: 1,
        suggestions: [{ tenant: 1, item: null, name: 'Acme', because: expect.stringContaining('the same name except for legal form') }],
      },
      {
        kind: 'product',
        key: 'name:m365 e3',
        label: 'M365 E3',
        lines: 1,
        suggestions: [expect.objectContaining({ item: `sku:${e3}`, name })],
      },
    ])
    await app.ask('mappings.set', {
      mappings: [
        { kind: 'customer', key: 'name:acme gmbh', tenant: 'Acme' },
        { kind: 'product', key: 'M365 E3', item: `sku:${e3.toUpperCase()}` },
      ],
      who: 'Kim',
    })
    const mapped = await app.ask('reconcile.get', { month })
    expect(mapped.unmapped).toEqual([])
    expect(mapped.rows.filter(({ parts }) => parts.length > 0).map(({ client, status }) => [client, status])).toEqual([
      ['Acme', 'matched'],
      ['Tenant 7', 'matched'],
    ])
    const [product, customer] = await app.ask('mappings.list', {})
    expect([customer, product]).toMatchObject([
      { kind: 'customer', label: 'acme gmbh', tenant: 1, who: 'Kim', removedAt: null },
      { kind: 'product', item: `sku:${e3}` },
    ])
    await app.ask('mappings.remove', { id: customer!.id })
    expect((await app.ask('reconcile.get', { month })).unmapped).toMatchObject([{ key: 'name:acme gmbh' }])
    await expect(app.ask('mappings.remove', { id: customer!.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('prefers Microsoft’s tenant id to any name', async () => {
    const app = await fiveCustomers()
    const id = '11111111-2222-4333-8444-555555555555'
    app.db.sqlite.prepare('update tenant set microsoft_tenant_id = ? where id = 7').run(id)
    const headers = ['CustomerId', 'CustomerName', 'ProductId', 'SkuId', 'SkuName', 'ChargeType', 'EffectiveUnitPrice', 'BillableQuantity']
    const file = csvFile([headers, [id.toUpperCase(), 'Acme', 'CFQ7', '1', name, 'cycleFee', '10', '2']])
    expect((await app.ask('invoices.add', { file, month })).invoice.profile).toBe('microsoft-nce')
    const rows = (await app.ask('reconcile.get', { month })).rows.filter(({ parts }) => parts.length > 0)
    expect(rows).toMatchObject([{ tenant: 7, client: 'Tenant 7', status: 'matched' }])
  })

  test('does not choose between two tenants with the same name', async () => {
    const app = await fiveCustomers()
    app.db.sqlite.prepare("update tenant set name = 'Twin' where id in (7, 8)").run()
    await bringIn(app, [line('Twin', 2)])
    const { unmapped } = await app.ask('reconcile.get', { month })
    expect(unmapped[0]).toMatchObject({ label: 'Twin', suggestions: [{ name: 'Twin' }, { name: 'Twin' }] })
  })

  test('can leave lines out, with a reason, and counts them', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 3), line('Acme', 1, { product: 'Firewall' })])
    await expect(app.ask('mappings.set', { mappings: [{ kind: 'product', key: 'Firewall', item: null }] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    await app.ask('mappings.set', { mappings: [{ kind: 'product', key: 'Firewall', item: null, reason: 'hardware' }] })
    const answer = await app.ask('reconcile.get', { month })
    expect([answer.totals.leftOutLines, answer.totals.unmappedLines, answer.rows[0]?.status]).toEqual([1, 0, 'matched'])
  })

  test('is refused for the own organisation, which is not a customer', async () => {
    const app = await fiveCustomers()
    await expect(app.ask('mappings.set', { mappings: [{ kind: 'customer', key: 'X', tenant: 2 }] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    await expect(app.ask('mappings.set', { mappings: [{ kind: 'product', key: 'X', item: 'E3' }] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})

describe('lines of one item', () => {
  test('are added up and flagged; terms stay visible', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 1, { term: 'P1M', price: '12' }), line('Acme', 2, { term: 'P1Y' })])
    const [row] = (await app.ask('reconcile.get', { month })).rows
    expect(row).toMatchObject({
      billed: '3',
      status: 'matched',
      flags: ['repeated-lines', 'several-terms', 'several-prices'],
      note: '2 lines added up (rows 2, 3); several terms: P1M 1, P1Y 2; several prices',
      unitPrice: null,
    })
  })

  test('have the currency of the user’s own price if the file has none', async () => {
    const app = await fiveCustomers()
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '8', currency: 'USD', from: '2026-01' } })
    const file = csvFile([
      ['Customer', 'Product', 'Quantity', 'Price'],
      ['Acme', name, 1, '12.345'],
    ])
    const { customerName, productName, quantity, unitPrice } = plainColumns.fields
    await app.ask('invoices.add', { file, month, columns: { fields: { customerName, productName, quantity, unitPrice } } })
    const { rows } = await app.ask('reconcile.get', { month })
    const of = (client: string) => rows.find((row) => row.client === client)
    expect(of('Acme')).toMatchObject({ variance: '2', priceFrom: 'invoice', currency: 'USD', value: '24.69' })
    expect(of('Tenant 9')).toMatchObject({ variance: '4', priceFrom: 'rules', unitPrice: '8', value: '32.00' })
  })

  test('for Petra’s units are compared with settled or projected units, and without either with the recount', async () => {
    const app = await fiveCustomers()
    app.record(usersReport('2026-02-28T20:00:00Z', [user('d', [e3])]), { tenantId: 7, ...at('2026-02-28T20:00:00Z') })
    const units = csvFile([
      ['Customer', 'Quantity'],
      ['Acme', 3],
      ['Tenant 7', 1],
    ])
    await app.ask('invoices.add', {
      file: units,
      month,
      columns: { fields: { customerName: 'Customer', quantity: 'Quantity' }, item: 'petra:unit' },
    })
    const { rows } = await app.ask('reconcile.get', { month })
    expect(rows.filter(({ billed }) => billed !== null)).toMatchObject([
      { client: 'Acme', sku: 'petra:unit', status: 'matched', basis: 'projected', actual: '3' },
      { client: 'Tenant 7', status: 'matched', basis: 'recounted', actual: '1' },
    ])
  })

  test('for a month without a snapshot are a gap, not zero', async () => {
    const app = await fiveCustomers()
    app.db.sqlite.prepare("delete from month_fact where tenant_id = 7 and month = '2026-02'").run()
    await bringIn(app, [line('Tenant 7', 2)])
    const answer = await app.ask('reconcile.get', { month })
    expect(answer.rows.find(({ client }) => client === 'Tenant 7')).toMatchObject({
      status: 'gap',
      actual: null,
      variance: null,
      open: true,
    })
    expect(answer.totals.gaps).toBe(1)
  })

  test('for a tenant that is gone are compared with zero', async () => {
    const app = await fiveCustomers()
    app.db.sqlite.prepare("delete from month_fact where tenant_id = 7 and month = '2026-02'").run()
    app.db.sqlite.prepare('update tenant set gone_at = ? where id = 7').run(Date.parse('2026-02-10T00:00:00Z'))
    await bringIn(app, [line('Tenant 7', 2)])
    expect((await app.ask('reconcile.get', { month })).rows.find(({ client }) => client === 'Tenant 7')).toMatchObject({
      status: 'over',
      actual: '0',
      basis: 'gone',
    })
  })

  test('with another price than last month are open until that is decided', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 2), line('Tenant 7', 2)], { month: '2026-01' })
    await bringIn(app, [line('Acme', 3, { price: '12.5' }), line('Tenant 7', 2), line('Tenant 8', 1, { price: '99' }), line('Tenant 9', 4)])
    const rowOf = ({ rows }: ReconcileAnswer) => rows.find(({ client }) => client === 'Acme')
    const answer = await app.ask('reconcile.get', { month })
    expect(rowOf(answer)).toMatchObject({
      status: 'matched',
      open: true,
      priceDifference: { expected: '10', because: 'last-month', value: '-7.50' },
      note: 'priced at 12.50, 10.00 on last month’s invoice: -7.50 EUR',
    })
    expect(answer.totals.open).toBe(1)
    const rows = [{ tenant: 1, item: `sku:${e3}` }]
    const decided = await app.ask('reconcile.decide', { month, rows, decision: 'accept', reason: 'new price list', who: 'Kim' })
    expect([rowOf(decided)?.open, decided.totals.open]).toEqual([false, 0])
  })

  test('of an invoice with other prices than the user’s throughout have no price errors', async () => {
    const app = await fiveCustomers()
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '8', currency: 'EUR', from: '2026-01' } })
    await bringIn(app, [line('Acme', 3), line('Tenant 7', 2), line('Tenant 8', 1, { price: '8' }), line('Tenant 9', 4)])
    expect((await app.ask('reconcile.get', { month })).totals.open).toBe(0)
  })

  test('billed last month are found if missing, and show last month', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Tenant 10', 1, { product: 'Exchange Online (Plan 1)' }), line('Acme', 2)], { month: '2026-01' })
    await bringIn(app, [line('Acme', 3)])
    const { rows } = await app.ask('reconcile.get', { month })
    expect(rows.find(({ client }) => client === 'Tenant 10')).toMatchObject({
      product: 'Exchange Online (Plan 1)',
      status: 'under',
      flags: ['not-invoiced'],
    })
    expect(rows.find(({ client }) => client === 'Acme')?.lastMonth).toEqual({ billed: '2', actual: '2', variance: '0' })
  })
})

describe('a service', () => {
  const managed = { name: 'Managed user', skus: [e3, exchange], allHistory: true, who: 'Kim' }

  test('counts people once, without excluded people, and has a tolerance', async () => {
    const app = await fiveCustomers()
    app.record(
      usersReport('2026-02-28T20:00:00Z', [user('a', [e3, exchange]), user('b', [exchange]), user('kiosk', [exchange])]),
      at('2026-02-28T20:00:00Z'),
    )
    await app.ask('services.set', { ...managed, tolerance: '1' })
    await app.ask('services.exclude', {
      service: 'Managed user',
      tenant: 1,
      person: 'kiosk',
      reason: 'shared kiosk',
      allHistory: true,
      who: 'Kim',
    })
    await bringIn(app, [line('Acme', 3, { product: 'managed  USER' })])
    const acme = async () => (await app.ask('reconcile.get', { month })).rows.find(({ client }) => client === 'Acme')
    expect(await acme()).toMatchObject({
      sku: 'service:Managed user',
      actual: '2',
      basis: 'people',
      status: 'matched',
      flags: ['within-tolerance'],
    })
    await app.ask('services.set', { ...managed, counts: 'licences' })
    expect(await acme()).toMatchObject({ actual: '3', basis: 'licences', status: 'matched', variance: '0' })
    const people = await app.ask('reconcile.people', { month, tenant: 1, item: 'service:Managed user' })
    expect([people.counted.map(({ id }) => id), people.excluded.map(({ holder, reason }) => [holder.id, reason])]).toEqual([
      ['a', 'b'],
      [['kiosk', 'shared kiosk']],
    ])
    await app.ask('services.exclude', {
      service: 'Managed user',
      tenant: 1,
      person: 'kiosk',
      excluded: false,
      reason: 'has a person now',
      allHistory: true,
    })
    expect(await acme()).toMatchObject({ actual: '4', status: 'under' })
  })

  test('billed in advance is compared with the month before', async () => {
    const app = await fiveCustomers()
    await app.ask('services.set', { ...managed, billed: 'advance' })
    await bringIn(app, [line('Acme', 2, { product: 'Managed user' })])
    expect((await app.ask('reconcile.get', { month })).rows[0]).toMatchObject({ actual: '2', actualMonth: '2026-01', status: 'matched' })
  })

  test('applies from a month, can end, and covers its SKUs for a customer', async () => {
    const app = await fiveCustomers()
    await app.ask('services.set', { name: 'Managed user', skus: [e3], from: month })
    await bringIn(app, [line('Acme', 3, { product: 'Managed user' }), line('Tenant 7', 2), line('Tenant 8', 1), line('Tenant 9', 4)])
    const { rows } = await app.ask('reconcile.get', { month })
    expect(rows.map(({ client, sku, status }) => [client, sku, status])).toEqual([
      ['Acme', 'service:Managed user', 'matched'],
      ['Tenant 7', e3, 'matched'],
      ['Tenant 8', e3, 'matched'],
      ['Tenant 9', e3, 'matched'],
    ])
    expect(await app.ask('services.list', { month: '2026-01' })).toEqual([])
    await app.ask('services.set', { name: 'Managed user', skus: [], from: '2026-03' })
    expect(await app.ask('services.list', {})).toEqual([])
    expect(await app.ask('services.list', { month })).toMatchObject([{ name: 'Managed user', skus: [{ skuId: e3, name }] }])
  })
})

describe('a decision', () => {
  const acme = { tenant: 1, item: `sku:${e3}` }
  const decided = async (app: Reporting, more = {}) =>
    app.ask('reconcile.decide', { month, rows: [acme], decision: 'accept', reason: 'agreed with the customer', who: 'Kim', ...more })
  const rowOf = (answer: ReconcileAnswer) => answer.rows.find(({ tenant, item }) => tenant === acme.tenant && item === acme.item)

  test('closes a row as long as its numbers are those of the decision', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 2)])
    const row = rowOf(await decided(app))
    expect(row).toMatchObject({
      open: false,
      decision: { decision: 'accept', billed: '2', actual: '3', who: 'Kim', at: '2026-03-02T00:00:00.000Z' },
    })
    expect(row?.note).toBe('accepted by Kim on 2026-03-02: agreed with the customer')
    app.record(usersReport('2026-02-28T20:00:00Z', [user('a', [e3])]), at('2026-02-28T20:00:00Z'))
    expect(rowOf(await app.ask('reconcile.get', { month }))).toMatchObject({
      status: 'over',
      open: true,
      note: expect.stringContaining('the numbers have changed since'),
    })
    expect(await app.ask('reconcile.decisions', { month })).toHaveLength(1)
  })

  test('to adjust has a quantity and a day; a later one replaces it and both are kept', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 2)])
    const adjusted = rowOf(await decided(app, { decision: 'adjust', quantity: '3', effective: '2026-03-01', reason: 'add one' }))
    expect(adjusted?.note).toBe('to be adjusted to 3 from 2026-03-01 by Kim on 2026-03-02: add one')
    expect(rowOf(await decided(app, { decision: 'reopen' }))).toMatchObject({ open: true })
    expect((await app.ask('reconcile.decisions', {})).map(({ decision }) => decision)).toEqual(['reopen', 'adjust'])
    expect(rowOf(await decided(app, { decision: 'adjust' }))?.decision).toMatchObject({ decision: 'adjust', quantity: '3' })
    await expect(decided(app, { quantity: '3' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(decided(app, { until: '2026-01' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(decided(app, { rows: [{ tenant: 7, item: 'petra:unit' }] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('with a last month covers the same difference in later months', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 1)], { month: '2026-01' })
    await bringIn(app, [line('Acme', 2)])
    await decided(app, { month: '2026-01', until: month })
    expect(rowOf(await app.ask('reconcile.get', { month }))).toMatchObject({ open: false, decision: { month: '2026-01', until: month } })
    await bringIn(app, [line('Acme', 1)], { replaces: 2 })
    expect(rowOf(await app.ask('reconcile.get', { month }))).toMatchObject({ billed: '1', variance: '2', open: true })
  })
})

describe('an approved month', () => {
  test('adds the approved numbers, and a later correction is flagged', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 3)])
    await app.ask('approvals.approve', { month })
    app.record(usersReport('2026-02-28T20:00:00Z', [user('a', [e3])]), at('2026-02-28T20:00:00Z'))
    const answer = await app.ask('reconcile.get', { month })
    expect(answer.approvedAt).toBe('2026-03-02T00:00:00.000Z')
    expect(answer.rows.find(({ client }) => client === 'Acme')).toMatchObject({
      billed: '3',
      approved: '3',
      actual: '1',
      flags: ['approval-moved'],
      note: 'approved at 3, now 1',
    })
  })
})

describe('an invoice', () => {
  test('can be removed, or replaced by a corrected one', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 2)])
    const second = await bringIn(app, [line('Acme', 3)])
    expect(second.notes).toEqual([expect.stringContaining('has 2 files, whose lines are added up')])
    expect((await app.ask('reconcile.get', { month })).rows[0]).toMatchObject({ billed: '5', flags: ['repeated-lines'] })
    await app.ask('invoices.remove', { id: 1 })
    expect((await app.ask('reconcile.get', { month })).rows[0]).toMatchObject({ billed: '3' })
    await bringIn(app, [line('Acme', 1)], { replaces: second.invoice.id })
    expect((await app.ask('reconcile.get', { month })).rows[0]).toMatchObject({ billed: '1' })
    await expect(app.ask('invoices.remove', { id: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await bringIn(app, [line('Acme', 1)], { month: '2026-01' })).notes).toEqual([`The same file is also in ${month}.`])
  })

  test('is read by a saved profile afterwards', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 2)], { saveAs: 'Our PSA' })
    const again = await app.ask('invoices.add', { file: csvFile([plainHeaders, line('Acme', 3)]), month: '2026-01' })
    expect(again.invoice).toMatchObject({ profile: 'Our PSA', counts: { lines: 1 } })
    expect((await app.ask('profiles.list', {})).map(({ name: each }) => each)).toContain('Our PSA')
    await app.ask('profiles.remove', { name: 'Our PSA' })
    const file = csvFile([plainHeaders, line('Acme', 9)])
    await expect(app.ask('invoices.add', { file, month })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('Its columns: Customer, Product, Quantity'),
    })
    expect(await app.ask('invoices.preview', { file })).toMatchObject({ columns: null, sample: [['Acme', name, '9', '10', 'EUR', '']] })
    expect(await app.ask('invoices.list', { month })).toHaveLength(1)
  })

  test('without a line is refused and not stored', async () => {
    const app = await fiveCustomers()
    await expect(bringIn(app, [['', '', '', '', '', '']])).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
    expect(await app.ask('invoices.list', {})).toEqual([])
    await expect(app.ask('reconcile.get', {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('loses a customer’s lines, names and decisions when the customer is deleted', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme Holding', 2), line('Tenant 7', 2)])
    await app.ask('mappings.set', { mappings: [{ kind: 'customer', key: 'Acme Holding', tenant: 1 }] })
    await app.ask('reconcile.decide', { month, rows: [{ tenant: 1, item: `sku:${e3}` }], decision: 'dispute', reason: 'Acme says no' })
    await bringIn(app, [line('Acme', 2)], { month: '2026-01' })
    await eraseWrites['history.deleteTenant'](app.db, { tenantId: 1 })
    expect(await app.ask('invoices.list', {})).toMatchObject([{ month, wipedLines: 1, counts: { lines: 1 } }])
    expect([await app.ask('mappings.list', {}), await app.ask('reconcile.decisions', {})]).toEqual([[], []])
    const left = app.db.sqlite.serialize().toString('latin1')
    expect(left.includes('Acme')).toBe(false)
  })

  test('is deleted with its month', async () => {
    const app = await fiveCustomers()
    await bringIn(app, [line('Acme', 2)], { month: '2026-01' })
    await bringIn(app, [line('Acme', 2)])
    await eraseWrites['history.deleteBefore'](app.db, beforeMonth(parseMonth(month), calendarOf('UTC')))
    expect((await app.ask('invoices.list', {})).map((invoice) => invoice.month)).toEqual([month])
  })
})
