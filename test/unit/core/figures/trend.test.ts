import { describe, expect, test } from 'vitest'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import {
  addPetraTenant,
  at,
  e3,
  exchange,
  fabric,
  phone,
  recordPeople,
  reporting,
  usageReport,
  user,
  usersReport,
} from '../../../support/reporting.ts'

describe('a trend by month', () => {
  test('shows gaps as gaps and the last snapshot of each month with its time', async () => {
    const app = await reporting('2026-04-02T00:00:00Z')
    for (const [day, count] of [
      ['2026-01-30T10:00:00Z', 2],
      ['2026-01-31T10:00:00Z', 3],
      ['2026-03-20T10:00:00Z', 1],
    ] as const) {
      recordPeople(app, day, count)
    }
    const trend = await app.ask('trend.get', { figure: 'reported', tenants: ['Acme'] })
    expect(trend.points).toEqual([
      { month: '2026-01', tenant: 1, value: 3, snapshotId: 2, reportedAt: '2026-01-31T10:00:00.000Z', early: false },
      { month: '2026-02', tenant: 1, value: null, snapshotId: null, reportedAt: null, early: false },
      { month: '2026-03', tenant: 1, value: 1, snapshotId: 3, reportedAt: '2026-03-20T10:00:00.000Z', early: true },
      { month: '2026-04', tenant: 1, value: null, snapshotId: null, reportedAt: null, early: false },
    ])
    expect(trend.warnings).toMatchObject([{ code: 'EARLY_MONTH_END', data: { monthEnds: [{ tenant: 1, month: '2026-03' }] } }])
  })

  test('assigns a report to the month of its own time in the reporting time zone', async () => {
    const app = await reporting('2026-12-01T00:00:00Z', { timeZone: 'Europe/Berlin' })
    app.record(usersReport('2026-10-31T22:59:59.999Z', [user('a', [e3])]), at('2026-11-01T08:00:00Z'))
    app.record(usersReport('2026-10-31T23:00:00Z', [user('a', [e3]), user('b', [e3])]), at('2026-11-01T08:01:00Z'))
    const { points } = await app.ask('trend.get', { figure: 'listed', to: '2026-11' })
    expect(points).toMatchObject([
      { month: '2026-10', value: 1 },
      { month: '2026-11', value: 2 },
    ])
    writes['setting.set'](app.db, { key: 'timeZone', value: 'America/Los_Angeles' })
    const other = await app.ask('trend.get', { figure: 'listed', to: '2026-11' })
    expect(other.points).toMatchObject([
      { month: '2026-10', value: 2 },
      { month: '2026-11', value: null },
    ])
  })

  test('orders by report time, not by collection order', async () => {
    const app = await reporting('2026-02-10T00:00:00Z')
    app.record(usersReport('2026-01-31T12:00:00Z', [user('a', [e3]), user('b', [e3])]), at('2026-01-31T12:00:00Z'))
    app.record(usersReport('2026-01-31T06:00:00Z', [user('a', [e3])]), at('2026-01-31T13:00:00Z'))
    const { points } = await app.ask('trend.get', { figure: `sku:${e3}`, tenants: [1], to: '2026-01' })
    expect(points).toMatchObject([{ value: 2, snapshotId: 1 }])
  })

  test('never merges the three numbers', async () => {
    const app = await reporting('2026-02-10T00:00:00Z')
    const users = [
      user('a', [e3, exchange]),
      user('b', [phone]),
      user('c', [fabric, phone]),
      user('A', [e3], { accountEnabled: false }),
      user('a', [phone]),
      { displayName: 'nobody', assignedLicenseSkuIds: [e3] },
    ]
    app.record(usersReport('2026-01-31T12:00:00Z', users, { totalBillableUsers: 9 }), at('2026-01-31T12:00:00Z'))
    const value = async (figure: 'reported' | 'listed' | 'recounted' | 'disabled' | `sku:${string}`) =>
      (await app.ask('trend.get', { figure, tenants: [1], to: '2026-01' })).points[0]?.value
    expect(await value('reported')).toBe(9)
    expect(await value('listed')).toBe(6)
    expect(await value('recounted')).toBe(2)
    expect(await value('disabled')).toBe(1)
    expect(await value(`sku:${e3.toUpperCase()}`)).toBe(2)
    expect(await value(`sku:${phone}`)).toBe(3)
    expect(await value('sku:never-seen')).toBe(0)
  })

  test('recounts each month with that month’s exclusions', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    for (const day of ['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z'])
      app.record(usersReport(day, [user('a', [e3]), user('b', [phone])]), at(day))
    const values = async () =>
      (await app.ask('trend.get', { figure: 'recounted', tenants: [1], to: '2026-02' })).points.map((point) => point.value)
    expect(await values()).toEqual([1, 1])
    await app.ask('rules.set', { rule: { kind: 'flag', skuId: phone, flag: 'excludedByVendor', value: false, from: '2026-02' } })
    expect(await values()).toEqual([1, 2])
    const preview = await app.ask('rules.preview', {
      rule: { kind: 'flag', skuId: e3, flag: 'excludedByVendor', value: true, allHistory: true },
    })
    expect(preview.moves).toEqual([
      {
        month: '2026-02',
        tenant: 1,
        figure: 'Recounted users',
        before: { value: '2', currency: null },
        after: { value: '1', currency: null },
      },
      {
        month: '2026-01',
        tenant: 1,
        figure: 'Recounted users',
        before: { value: '1', currency: null },
        after: { value: '0', currency: null },
      },
    ])
    expect(await values()).toEqual([1, 2])
  })

  test('marks units as settled, also in a month that only has totals', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    const totals = (asOf: string, units: number, observedAt: string) =>
      app.record(
        usageReport(asOf, [
          { petraTenantId: 'T1', totalLicensedUsers: 10, billableUsersThisMonth: units, proratingPercentageThisMonth: 66.7 },
        ]),
        { dataset: 'petra.usage', ...at(observedAt) },
      )
    app.record(usersReport('2026-02-28T12:00:00Z', [user('a', [e3])], { projectedBillableUnitsThisMonth: 4 }), at('2026-02-28T12:00:00Z'))
    app.record(usersReport('2026-03-05T12:00:00Z', [user('a', [e3])], { projectedBillableUnitsThisMonth: 6 }), at('2026-03-05T12:00:00Z'))
    totals('2026-01-31', 3, '2026-03-01T05:00:00Z')
    totals('2026-02-28', 5, '2026-03-01T05:01:00Z')
    totals('2026-03-05', 6, '2026-03-05T05:01:00Z')
    const { points } = await app.ask('trend.get', { figure: 'units', tenants: [1] })
    expect(points).toMatchObject([
      { month: '2026-01', value: 3, state: 'settled', snapshotId: 3 },
      { month: '2026-02', value: 5, state: 'settled', snapshotId: 4 },
      { month: '2026-03', value: 6, state: 'projected', snapshotId: 2 },
    ])
    totals('2026-02-28', 4, '2026-03-03T05:01:00Z')
    const again = await app.ask('trend.get', { figure: 'units', tenants: [1], from: '2026-02', to: '2026-02' })
    expect(again.points).toMatchObject([{ value: 4, state: 'settled', snapshotId: 6 }])
    const share = await app.ask('trend.get', { figure: 'usage:prorating', tenants: [1], from: '2026-02', to: '2026-02' })
    expect(share.points).toMatchObject([{ value: '66.7' }])
    await expect(app.ask('trend.get', { figure: 'usage:prorating', sum: true })).rejects.toMatchObject({ code: 'NOT_ADDABLE' })
  })

  test('adds up tenants with their coverage, and lists missing ones', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    addPetraTenant(app, 8)
    addPetraTenant(app, 9, Date.parse('2026-02-10T00:00:00Z'))
    addPetraTenant(app, 10)
    app.db.sqlite.prepare('update tenant set paused = 1 where id = 10').run()
    recordPeople(app, '2026-01-31T12:00:00Z', 2)
    recordPeople(app, '2026-01-31T12:00:00Z', 3, 8)
    recordPeople(app, '2026-02-28T12:00:00Z', 4)
    recordPeople(app, '2026-02-28T12:00:00Z', 1, 10)
    const { points } = await app.ask('trend.get', { figure: 'reported', sum: true, from: '2026-01', to: '2026-03' })
    expect(points).toEqual([
      { month: '2026-01', value: 5, tenants: { with: 2, expected: 2, missing: [] } },
      { month: '2026-02', value: 5, tenants: { with: 2, expected: 4, missing: [8, 9] } },
      { month: '2026-03', value: null, tenants: { with: 0, expected: 3, missing: [1, 8, 9] } },
    ])
    // Sorted by id, not by name.
    app.db.sqlite.prepare("update tenant set name = 'A first' where id = 9").run()
    const march = await app.ask('trend.get', { figure: 'reported', sum: true, from: '2026-03', to: '2026-03' })
    expect(march.points).toMatchObject([{ tenants: { missing: [1, 8, 9] } }])
  })
})

describe('a trend by day', () => {
  test("uses each day's last value, with gaps up to today", async () => {
    const app = await reporting('2026-01-05T12:00:00Z')
    for (const [day, count] of [
      ['2026-01-02T06:00:00Z', 1],
      ['2026-01-02T18:00:00Z', 2],
      ['2026-01-04T06:00:00Z', 3],
    ] as const) {
      recordPeople(app, day, count)
    }
    const { points } = await app.ask('trend.get', { figure: `sku:${e3}`, grain: 'day', tenants: [1] })
    expect(points.map((point) => ['at' in point ? point.at : '', point.value])).toEqual([
      ['2026-01-01', null],
      ['2026-01-02', 2],
      ['2026-01-03', null],
      ['2026-01-04', 3],
      ['2026-01-05', null],
    ])
  })
})

describe('an invalid trend', () => {
  test.each([
    [{ figure: 'reported' as const, from: '2026-02', to: '2026-01' }, 'BAD_REQUEST'],
    [{ figure: 'reported' as const, from: '0001-01', to: '2026-01' }, 'BAD_REQUEST'],
    [{ figure: 'reported' as const, tenants: [3] }, 'BAD_REQUEST'],
    [{ figure: 'reported' as const, tenants: ['who'] }, 'NOT_FOUND'],
  ])('%j is refused with %s', async (input, code) => {
    const app = await reporting('2026-03-10T00:00:00Z')
    await expect(app.ask('trend.get', input)).rejects.toMatchObject({ code })
  })

  test('of a history without snapshots has no points', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    expect((await app.ask('trend.get', { figure: 'reported' })).points).toEqual([])
    expect((await app.ask('months.list', {})).months).toEqual([])
    expect(await app.ask('trend.figures', {})).toEqual([])
  })
})

describe('pickers', () => {
  test('list months newest first, and figures that have a history', async () => {
    const app = await reporting('2026-03-10T00:00:00Z')
    app.record(usersReport('2026-01-10T12:00:00Z', [user('a', [e3])]), at('2026-01-10T12:00:00Z'))
    const { months, openMonth } = await app.ask('months.list', { tenant: 1 })
    expect(openMonth).toBe('2026-03')
    expect(months).toEqual([
      { month: '2026-03', open: true, tenants: { with: 0, expected: 1, missing: [1] }, early: [], approvedAt: null },
      { month: '2026-02', open: false, tenants: { with: 0, expected: 1, missing: [1] }, early: [], approvedAt: null },
      { month: '2026-01', open: false, tenants: { with: 1, expected: 1, missing: [] }, early: [1], approvedAt: null },
    ])
    const figures = await app.ask('trend.figures', {})
    expect(figures.map((choice) => choice.figure)).toEqual(['reported', 'listed', 'recounted', 'units', 'disabled', `sku:${e3}`])
    expect(figures.at(-1)).toEqual({ figure: `sku:${e3}`, label: 'Microsoft 365 E3', addable: true, reason: null, tenants: [1] })
  })
})

describe('money over time', () => {
  async function priced() {
    const app = await reporting('2026-04-10T00:00:00Z')
    addPetraTenant(app, 8)
    const price = (item: string, amount: string, currency: string, from: string) =>
      app.ask('rules.set', { rule: { kind: 'price', item, amount, currency, from } })
    for (const [month, day] of [
      ['2026-01', 31],
      ['2026-02', 28],
      ['2026-03', 31],
    ] as const) {
      const time = `${month}-${day}T12:00:00Z`
      app.record(usersReport(time, [user('a', [e3]), user('b', [e3, exchange])], { projectedBillableUnitsThisMonth: 3 }), at(time))
      if (month !== '2026-02') recordPeople(app, time, 1, 8)
    }
    await price('petra:unit', '3.455', 'EUR', '2026-01')
    await price('petra:unit', '4.10', 'USD', '2026-03')
    await price(e3, '30.005', 'EUR', '2026-01')
    return app
  }

  test('is each month’s bill and licence cost in one currency, with missing tenants named', async () => {
    const app = await priced()
    const bill = await app.ask('trend.get', { figure: 'bill', sum: true, from: '2026-01', to: '2026-02' })
    expect(bill).toMatchObject({ figure: 'bill:EUR', label: 'Vendor bill (EUR)', unit: 'EUR' })
    // Tenant 8 sent no units.
    expect(bill.points).toEqual([
      { month: '2026-01', value: '10.37', state: 'projected', tenants: { with: 1, expected: 2, missing: [8] } },
      { month: '2026-02', value: '10.37', state: 'projected', tenants: { with: 1, expected: 2, missing: [8] } },
    ])
    const licences = await app.ask('trend.get', { figure: 'licence-cost:EUR', sum: true, from: '2026-01', to: '2026-02' })
    expect(licences.points).toEqual([
      { month: '2026-01', value: '90.02', tenants: { with: 2, expected: 2, missing: [] } },
      { month: '2026-02', value: '60.01', tenants: { with: 1, expected: 2, missing: [8] } },
    ])
    const own = await app.ask('trend.get', { figure: 'bill:EUR', tenants: [1], from: '2026-01', to: '2026-01' })
    expect(own.points).toMatchObject([{ value: '10.37', snapshotId: 1, state: 'projected' }])
  })

  test('is never mixed between currencies', async () => {
    const app = await priced()
    await expect(app.ask('trend.get', { figure: 'bill', sum: true })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Currencies are never added. Choose one of bill:EUR, bill:USD.',
      data: { figure: 'bill', currencies: ['EUR', 'USD'] },
    })
    const euros = await app.ask('trend.get', { figure: 'bill:EUR', sum: true, from: '2026-02', to: '2026-03' })
    // In March tenant 1 is billed in dollars, so it is not missing from the euros.
    expect(euros.points).toMatchObject([{ value: '10.37' }, { value: null, tenants: { with: 0, expected: 1, missing: [8] } }])
    const dollars = await app.ask('trend.get', { figure: 'bill:USD', sum: true, from: '2026-03', to: '2026-03' })
    expect(dollars.points).toMatchObject([{ value: '12.30' }])
  })

  test('is offered for each currency that has a price, and by month only', async () => {
    const app = await priced()
    const figures = await app.ask('trend.figures', {})
    expect(figures.slice(0, 3).map(({ figure, tenants }) => [figure, tenants])).toEqual([
      ['bill:EUR', [1, 8]],
      ['bill:USD', [1, 8]],
      ['licence-cost:EUR', [1, 8]],
    ])
    await expect(app.ask('trend.get', { figure: 'bill:EUR', grain: 'day' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(app.ask('trend.get', { figure: 'overage', tenants: [1] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect((await app.ask('trend.get', { figure: 'overage', sum: true, from: '2026-01', to: '2026-01' })).points).toMatchObject([
      { value: null },
    ])
  })
})
