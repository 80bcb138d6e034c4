/** Figures at a realistic month-end. Each test covers a figure that two places once showed differently. */
import { expect, test } from 'vitest'
import { overviewText } from '../../../../src/main/cli/overview-text.ts'
import { diffText, usageText } from '../../../../src/main/cli/report-texts.ts'
import type { Bridge } from '../../../../src/shared/contract/bridge-answers.ts'
import {
  addPetraTenant,
  at,
  e3,
  fabric,
  type Reporting,
  recordPeople,
  reporting,
  usageReport,
  user,
  usersReport,
} from '../../../support/reporting.ts'

const october = '2026-10-31T20:00:00Z'
const november = '2026-11-28T20:00:00Z'

/** The vendor's totals for one tenant. */
const listed = (id: number, units: number, more: Record<string, unknown> = {}) => ({
  petraTenantId: `T${id}`,
  billableUsersThisMonth: units,
  billableStatus: 'Active',
  isPaused: false,
  proratingPercentageThisMonth: 100,
  ...more,
})

const seats = {
  name: 'Seats',
  partNumber: 'P',
  grouping: 'user',
  unitOfMeasureType: 'unit',
  usageQuantity: '10',
  prepayQuantity: '0',
  prepayPrice: '1',
  overagePrice: '2',
}

/** A Genesys customer's charges in a month. */
const overviewOf = (month: string, usages: object[]) => ({
  currency: 'USD',
  billingPeriodStartDate: `${month}-01T00:00:00Z`,
  billingPeriodEndDate: `${month}-30T00:00:00Z`,
  usages,
})

/**
 * November 2026. Tenant 1 grows from 2 to 3; 8 is new on 10 November with three people, one of whom holds nothing that is billed, and one
 * unit; 9 left in July; 10 ends in November, with its people still listed and no units; 11 has no October.
 */
async function monthEnd(): Promise<Reporting> {
  const app = await reporting('2026-11-28T21:00:00Z')
  for (const id of [9, 10, 11]) addPetraTenant(app, id)
  addPetraTenant(app, 8, Date.parse('2026-11-10T08:00:00Z'))
  app.db.sqlite.prepare('update tenant set gone_at = ? where id = 9').run(Date.parse('2026-07-26T18:00:00Z'))
  const record = (tenantId: number, day: string, people: [id: string, skus: string[]][], units: number) =>
    app.record(
      usersReport(
        day,
        people.map(([id, skus]) => user(id, skus)),
        { projectedBillableUnitsThisMonth: units },
      ),
      { tenantId, ...at(day) },
    )
  recordPeople(app, '2026-07-20T12:00:00Z', 4, 9)
  recordPeople(app, '2026-09-30T12:00:00Z', 5, 11)
  record(
    1,
    october,
    [
      ['a', [e3]],
      ['b', [e3]],
    ],
    2,
  )
  record(
    10,
    october,
    [
      ['p', [e3]],
      ['q', [e3]],
    ],
    2,
  )
  record(
    1,
    november,
    [
      ['a', [e3]],
      ['b', [e3]],
      ['c', [e3]],
    ],
    3,
  )
  record(
    8,
    november,
    [
      ['x', [e3]],
      ['y', [e3]],
      ['z', [fabric]],
    ],
    1,
  )
  record(
    10,
    november,
    [
      ['p', [e3]],
      ['r', [e3]],
    ],
    0,
  )
  record(11, november, [['s', [e3]]], 1)
  const totals = [
    listed(1, 3),
    listed(8, 1, { proratingPercentageThisMonth: 50 }),
    listed(10, 0, { billableStatus: 'Deleted' }),
    listed(11, 1),
  ]
  app.record(usageReport('2026-11-28', totals), { dataset: 'petra.usage', ...at(november) })
  for (const month of ['2026-10', '2026-11'])
    app.record(overviewOf(month, [seats]), { dataset: 'genesys.trustee-overview', ...at(november) })
  await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '3.45', currency: 'EUR', from: '2026-01' } })
  await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '30', currency: 'EUR', from: '2026-01' } })
  return app
}

const months = { from: '2026-10', to: '2026-11' }
const reasons = ({ parts }: Bridge['users']) => parts.map(({ reason, delta, tenants }) => [reason, delta, tenants])

test('1: the change is the difference between the totals shown, including a new tenant', async () => {
  const app = await monthEnd()
  const overview = await app.ask('overview.get', {})
  expect(overview.bridge.users).toMatchObject({ from: 4, to: 8, delta: 4, notComparable: [11] })
  expect(reasons(overview.bridge.users)).toEqual([
    ['new-tenants', 3, [8]],
    ['added', 2, [1, 10]],
    ['removed', -1, [10]],
  ])
  expect(overview.bridge.users.parts[1]?.people).toEqual([
    { tenant: 1, id: 'c' },
    { tenant: 10, id: 'r' },
  ])
  expect(overview.figures.find(({ figure }) => figure === 'reported')).toMatchObject({ value: 9, change: 4, notComparable: [11] })
  const all = await app.ask('diff.all', months)
  expect(all.bridge).toEqual(overview.bridge)
  expect(all.totals.reported).toEqual({ before: 4, after: 8, delta: 4 })
  expect(all.explanation.text).toBe('+4: 3 in 1 new tenant, 2 added, 1 removed')
})

test('2: a month has one bill and one licence cost, wherever they are shown', async () => {
  const app = await monthEnd()
  const { cost } = await app.ask('licences.get', { month: '2026-11' })
  expect(cost.vendor.totals).toEqual([{ currency: 'EUR', amount: '17.25' }])
  expect(cost.licences.totals).toEqual([{ currency: 'EUR', amount: '240.00' }])
  const overview = await app.ask('overview.get', {})
  expect(overview.cost.bill.amounts).toMatchObject([{ currency: 'EUR', value: '17.25', change: '0.00' }])
  expect(overview.cost.licences.amounts).toMatchObject([{ currency: 'EUR', value: '240.00', change: '90.00' }])
  // Tenant 11 has no October, so its November is not in the change.
  const all = await app.ask('diff.all', months)
  expect(all.cost.vendor.amounts).toEqual([{ currency: 'EUR', before: '13.80', after: '13.80', delta: '0.00' }])
  expect(all.cost.licences.amounts).toEqual([{ currency: 'EUR', before: '120.00', after: '210.00', delta: '90.00' }])
  expect(all.bridge.bill[0]?.notComparable).toEqual([11])
})

test('3: charges are never added to people', async () => {
  const app = await monthEnd()
  const { totals } = await app.ask('diff.all', months)
  expect(totals.listed).toEqual(totals.reported)
})

test('4: a new tenant is marked as new, with all its people added', async () => {
  const app = await monthEnd()
  const diff = await app.ask('diff.get', { tenant: 8, ...months })
  expect(diff).toMatchObject({
    standing: 'new',
    from: { month: '2026-10', snapshotId: null },
    totals: { reported: { before: 0, after: 3, delta: 3 }, units: { before: 0, after: 1, delta: 1 } },
    cost: { vendor: { amounts: [{ currency: 'EUR', before: '0.00', after: '3.45', delta: '3.45' }] } },
  })
  expect(diff.holders.added.map(({ id }) => id)).toEqual(['x', 'y', 'z'])
  expect(diffText(diff, new Map())).toContain('New in 2026-11: 3 users, 1 units, 3.45 EUR.')
  // A tenant that was listed in October is a gap, not new.
  await expect(app.ask('diff.get', { tenant: 11, ...months })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
})

test('5: a tenant that left in July is not in the figures of November', async () => {
  const app = await monthEnd()
  const { tenants, figures } = await app.ask('overview.get', {})
  expect(tenants.find(({ tenant }) => tenant === 9)).toMatchObject({
    value: null,
    delta: null,
    bill: [],
    licences: [],
    overage: [],
    freshness: 'gone',
    goneSince: '2026-07',
  })
  expect(figures[0]?.tenants).toEqual({ with: 4, expected: 4, missing: [] })
  const { goneSince, months: all } = await app.ask('months.list', { tenant: 9 })
  expect(goneSince).toBe('2026-07')
  expect(all[0]).toMatchObject({ month: '2026-11', tenants: { with: 0, expected: 0, missing: [] } })
  expect((await app.ask('months.list', {})).goneSince).toBeNull()
  for (const ask of [
    app.ask('licences.get', { tenant: 9, month: '2026-11' }),
    app.ask('diff.get', { tenant: 9, from: '2026-10', to: '2026-11' }),
  ])
    await expect(ask).rejects.toMatchObject({ code: 'NO_SNAPSHOT', data: { last: '2026-07', goneSince: '2026-07' } })
  const gone = await app.ask('diff.get', { tenant: 9, from: '2026-07', to: '2026-08' })
  expect(gone).toMatchObject({ standing: 'gone', totals: { reported: { before: 4, after: 0, delta: -4 } } })
  expect(gone.holders.removed).toHaveLength(4)
  await expect(app.ask('diff.get', { tenant: 9, ...months })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
})

test('6: the bill is explained by a tenant that ended and a partial first month', async () => {
  const app = await monthEnd()
  const ended = await app.ask('diff.get', { tenant: 10, ...months })
  expect(ended.explanation.text).toBe('±0: 1 added, 1 removed')
  expect(ended.bridge.bill).toMatchObject([
    {
      from: '6.90',
      to: '0.00',
      delta: '-6.90',
      parts: [
        { reason: 'added', delta: '3.45', people: [{ tenant: 10, id: 'r' }] },
        { reason: 'removed', delta: '-3.45', people: [{ tenant: 10, id: 'q' }] },
        { reason: 'tenant-ended', delta: '-6.90', tenants: [10] },
      ],
    },
  ])
  const fresh = await app.ask('diff.get', { tenant: 8, ...months })
  expect(fresh.bridge.bill[0]?.parts).toEqual([
    { reason: 'new-tenants', delta: '6.90', tenants: [8] },
    { reason: 'prorated', delta: '-3.45', tenants: [8] },
  ])
  // A new price is a separate reason.
  await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '4', currency: 'EUR', from: '2026-11' } })
  const raised = await app.ask('diff.get', { tenant: 1, ...months })
  expect(raised.bridge.bill[0]?.parts).toMatchObject([
    { reason: 'added', delta: '3.45' },
    { reason: 'price-changed', delta: '1.65' },
  ])
})

test.each([
  ['paused', { isPaused: true }],
  ['trial', { billableStatus: 'Trial' }],
  ['not-for-resale', { billableStatus: 'NFR' }],
  ['not-billed-yet', { firstBillableDate: '2026-12-03' }],
  ['unexplained', {}],
])('6: units that the people do not explain are %s where the vendor lists %j', async (reason, more) => {
  const app = await monthEnd()
  app.record(usageReport('2026-11-28', [listed(10, 0, more)]), { dataset: 'petra.usage', ...at('2026-11-28T20:30:00Z') })
  const { bridge } = await app.ask('diff.get', { tenant: 10, ...months })
  expect(bridge.units.parts.at(-1)).toMatchObject({ reason, delta: -2 })
})

test('7: charges in the total are marked, and the total is their sum', async () => {
  const app = await reporting('2026-11-28T21:00:00Z')
  app.record(overviewOf('2026-11', [seats, { ...seats, name: 'Metered', grouping: 'resource', usageQuantity: '7' }]), {
    dataset: 'genesys.trustee-overview',
    ...at(november),
  })
  const usage = await app.ask('usage.get', { tenant: 3, month: '2026-11' })
  const sumOf = (counts: boolean) => usage.rows.filter((row) => row.inTotal === counts).reduce((sum, row) => sum + Number(row.overCost), 0)
  expect([sumOf(true), sumOf(false), usage.totals?.vendor.over]).toEqual([20, 14, '20.00'])
  const lines = usageText(usage).split('\n')
  expect(lines.find((line) => line.startsWith('Metered'))).toMatch(/14\.00 {2}no/)
  expect(lines.find((line) => line.startsWith('Seats'))).toMatch(/20\.00 {2}yes/)
})

test('8: the overview shows any month', async () => {
  const app = await monthEnd()
  const overview = await app.ask('overview.get', { month: '2026-10' })
  expect(overview).toMatchObject({ month: '2026-10', bridge: { users: { from: null, to: null } } })
  expect(overview.figures.find(({ figure }) => figure === 'reported')).toMatchObject({ value: 4, change: null })
  expect(overview.cost.bill.amounts).toMatchObject([{ value: '13.80', change: null }])
  expect(overview.tenants.find(({ tenant }) => tenant === 1)).toMatchObject({ value: 2, evidence: { month: '2026-10' } })
  expect(overviewText(overview)).toContain('2026-10 (UTC)')
  await expect(app.ask('overview.get', { month: '2026-12' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})
