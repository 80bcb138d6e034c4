/** Every place that shows a figure of a month shows the same value, to the cent, over random histories with new, gone, paused and renamed tenants and gaps. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usageText } from '../../../../src/main/cli/report-texts.ts'
import { listTenants } from '../../../../src/main/core/connections/read.ts'
import { csvChunks } from '../../../../src/main/core/export/csv.ts'
import { monthPage } from '../../../../src/main/core/export/month-page.ts'
import { monthScope, tenantMonths } from '../../../../src/main/core/export/month-report.ts'
import type { Ask, Source } from '../../../../src/main/core/export/source.ts'
import type { Table } from '../../../../src/main/core/export/table.ts'
import { licencesTable } from '../../../../src/main/core/export/tables/licences.ts'
import { tenantsTable } from '../../../../src/main/core/export/tables/tenants.ts'
import { usageTable } from '../../../../src/main/core/export/tables/usage.ts'
import type { Bridge, BridgeMeasure } from '../../../../src/shared/contract/bridge-answers.ts'
import type { MoneyKind } from '../../../../src/shared/contract/figure-answers.ts'
import type { LicencesAnswer } from '../../../../src/shared/contract/licence-answers.ts'
import { decimalText, parseDecimal, zero } from '../../../../src/shared/domain/decimal.ts'
import { parseMonth, previousMonth } from '../../../../src/shared/domain/month.ts'
import { demoSlice } from '../../../support/demo-slice.ts'
import {
  addPetraTenant,
  at,
  e3,
  exchange,
  fabric,
  type Reporting,
  reporting,
  usageReport,
  user,
  usersReport,
} from '../../../support/reporting.ts'

const months = ['2026-01', '2026-02', '2026-03', '2026-04'] as const
const tenantIds = [1, 8, 9, 10]

const ofMonth = fc.record({
  people: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.subarray([e3, exchange, fabric])), { selector: ([id]) => id }),
  units: fc.integer({ min: 0, max: 5 }),
  isGap: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  settled: fc.option(fc.integer({ min: 0, max: 5 })),
  status: fc.constantFrom('Active', 'Active', 'Trial', 'NFR'),
})
const tenantLife = fc.record({
  /** The month in which the vendor first lists it, and the first month in which it no longer does. */
  listedFrom: fc.constantFrom(0, 0, 1, 2),
  goneFrom: fc.constantFrom(2, 3, 4, 4, 4),
  isPaused: fc.constantFrom(false, false, false, true),
  months: fc.tuple(ofMonth, ofMonth, ofMonth, ofMonth),
})
const lives = fc.tuple(tenantLife, tenantLife, tenantLife, tenantLife)
type Lives = typeof lives extends fc.Arbitrary<infer T> ? T : never

async function historyOf(made: Lives): Promise<Reporting> {
  const app = await reporting('2026-05-10T00:00:00Z')
  const { sqlite } = app.db
  made.forEach((life, index) => {
    const id = tenantIds[index]!
    const listedAt = life.listedFrom === 0 ? 0 : Date.parse(`${months[life.listedFrom]}-02T00:00:00Z`)
    if (id !== 1) addPetraTenant(app, id, listedAt)
    else sqlite.prepare('update tenant set created_at = ? where id = 1').run(listedAt)
    sqlite.prepare('update tenant set paused = ?, name = ? where id = ?').run(Number(life.isPaused), `Renamed ${id}`, id)
    const goneIn = months.at(life.goneFrom)
    if (goneIn !== undefined) sqlite.prepare('update tenant set gone_at = ? where id = ?').run(Date.parse(`${goneIn}-01T00:00:00Z`), id)
  })
  months.forEach((month, index) => {
    const isListed = (life: Lives[number]) => index >= life.listedFrom && index < life.goneFrom
    made.forEach((life, position) => {
      const { people, units, isGap } = life.months[index]!
      if (isGap || !isListed(life)) return
      const tenantId = tenantIds[position]!
      const report = usersReport(
        `${month}-28T12:00:00Z`,
        people.map(([id, skus]) => user(`${tenantId}-${id}`, skus)),
        { projectedBillableUnitsThisMonth: units },
      )
      app.record(report, { tenantId, ...at(`${month}-28T12:00:00Z`) })
    })
    const totals = made.flatMap((life, position) => {
      const { settled, status } = life.months[index]!
      const entry = { petraTenantId: `T${tenantIds[position]}`, billableStatus: status, billableUsersThisMonth: settled }
      // A tenant that left before anything was collected is not in the list of tenants.
      const isCollected = life.months.some((each, at) => !each.isGap && at >= life.listedFrom && at < life.goneFrom)
      return settled === null || !isListed(life) || !isCollected ? [] : [entry]
    })
    const lastDay = { '2026-01': 31, '2026-02': 28, '2026-03': 31, '2026-04': 30 }[month]
    if (totals.length > 0) app.record(usageReport(`${month}-${lastDay}`, totals), { dataset: 'petra.usage', ...at('2026-05-05T00:00:00Z') })
  })
  const price = (item: string, amount: string, currency: string, from: string) =>
    app.ask('rules.set', { rule: { kind: 'price', item, amount, currency, from } })
  // Prices with more digits than their currency, so that rounding of lines matters.
  await price('petra:unit', '3.455', 'EUR', '2026-01')
  await price('petra:unit', '3.7049', 'EUR', '2026-03')
  await price(e3, '30.005', 'EUR', '2026-01')
  await price(exchange, '4.0049', 'USD', '2026-02')
  return app
}

/** Amounts by currency, without zeros. */
type Amounts = Record<string, string>
function amountsOf(lines: readonly { currency: string | null; amount: string | null | undefined }[]): Amounts {
  const totals = new Map<string, ReturnType<typeof zero.plus>>()
  for (const { currency, amount } of lines) {
    if (currency !== null) totals.set(currency, (totals.get(currency) ?? zero).plus(parseDecimal(amount) ?? zero))
  }
  return Object.fromEntries(
    [...totals]
      .filter(([, total]) => !total.eq(0))
      .map(([currency, total]) => [currency, decimalText(total)])
      .sort(),
  )
}

/** A column's total, by another column's currency if there is one. */
function totalOf({ columns, rows }: Table, header: string, currencyHeader?: string): Amounts {
  const index = (name: string) => columns.findIndex((column) => column.header === name)
  const [value, currency] = [index(header), currencyHeader === undefined ? -1 : index(currencyHeader)]
  return amountsOf(
    [...rows].map((row) => ({ currency: currency < 0 ? 'count' : (row[currency] as string | null), amount: row[value] as string | null })),
  )
}

const count = (value: number | string | null | undefined): Amounts => amountsOf([{ currency: 'count', amount: String(value ?? 0) }])

function exportSource(app: Reporting): Source {
  const ask = (async (route: string, input: never) =>
    route === 'tenants.list' ? listTenants(app.db, app.clock.ms) : app.ask(route as 'trend.get', input)) as Ask
  return {
    ask,
    snapshot: (id) => ({ id, reportedAt: '', warnings: [] }) as never,
    people: () => [],
  }
}

const bridges = ({ users, units, bill, licences }: Bridge): [string, BridgeMeasure<number | string>][] => [
  ['users', users],
  ['units', units],
  ...bill.map((each): [string, typeof each] => [`bill ${each.currency}`, each]),
  ...licences.map((each): [string, typeof each] => [`licences ${each.currency}`, each]),
]

test('a figure of a month is the same wherever it is shown', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (made) => {
      const app = await historyOf(made)
      const filled = (await app.ask('months.list', {})).months.filter(({ tenants }) => tenants.with > 0).map(({ month }) => month)
      for (const month of filled) await compareMonth(app, month)
    }),
    { numRuns: 6, endOnFailure: true },
  )
})

/** The later value in the page's rows whose title begins with this, by the currency at the end of the title. */
function onPage({ blocks }: ReturnType<typeof monthPage>, figure: string): Amounts {
  let title = ''
  const lines = (blocks.find(({ heading }) => heading === 'Totals')?.rows ?? []).map(({ cells }) => {
    // A figure's row may be followed by one about tenants that cannot be compared.
    if (!String(cells[0]).startsWith(' ')) title = String(cells[0])
    return { title, amount: cells[2] === null ? null : String(cells[2]) }
  })
  return amountsOf(
    lines
      .filter((line) => line.title.startsWith(figure))
      .map((line) => ({ currency: line.title.slice(figure.length) || 'count', amount: line.amount })),
  )
}

test('the same over months of the demo, with a tenant that is new, gone, paused and one with a gap', { timeout: 120_000 }, async () => {
  const app = await demoSlice()
  const { tenants } = await app.ask('overview.get', { month: '2026-11' })
  expect(tenants.some(({ goneSince }) => goneSince === '2026-07')).toBe(true)
  const { users } = (await app.ask('diff.all', { from: '2026-10', to: '2026-11' })).bridge
  expect(users.parts.find(({ reason }) => reason === 'new-tenants')?.tenants).toHaveLength(1)
  expect(users.notComparable).toHaveLength(1)
  for (const month of ['2026-07', '2026-11']) {
    await compareMonth(app, month)
    await compareOverage(app, month)
  }
})

async function compareMonth(app: Reporting, month: string): Promise<void> {
  const licences = await app.ask('licences.get', { month })
  const bill = amountsOf(licences.cost.vendor.totals)
  const licenceCost = amountsOf(licences.cost.licences.totals)
  const overview = await app.ask('overview.get', { month })
  const values = (name: 'bill' | 'licences') => overview.cost[name].amounts.map(({ currency, value }) => ({ currency, amount: value }))
  expect(amountsOf(values('bill')), `${month}: the overview's bill`).toEqual(bill)
  expect(amountsOf(values('licences')), `${month}: the overview's licence cost`).toEqual(licenceCost)
  const rows = (name: 'bill' | 'licences') =>
    overview.tenants.flatMap((row) => row[name].map(({ currency, value }) => ({ currency, amount: value })))
  expect(amountsOf(rows('bill')), `${month}: the bill of the overview's tenants`).toEqual(bill)
  expect(amountsOf(rows('licences')), `${month}: the licence cost of the overview's tenants`).toEqual(licenceCost)

  const totals: Record<string, Amounts> = {}
  for (const { figure, value } of overview.figures) {
    const { points } = await app.ask('trend.get', { figure, sum: true, from: month, to: month })
    expect(count(value), `${month}: ${figure}`).toEqual(count(points[0]?.value))
    totals[figure] = count(value)
  }

  const { points: listed } = await app.ask('trend.get', { figure: 'listed', sum: true, from: month, to: month })
  expect(overview.numbers.total).toEqual({
    reported: overview.figures.find(({ figure }) => figure === 'reported')?.value,
    listed: listed[0]?.value,
    recounted: overview.figures.find(({ figure }) => figure === 'recounted')?.value,
  })
  expect(licences.numbers, `${month}: the numbers that differ`).toEqual(overview.numbers)
  expect(await trended(app, 'bill', month), `${month}: the trend of the bill`).toEqual(bill)
  expect(await trended(app, 'licence-cost', month), `${month}: the trend of licence cost`).toEqual(licenceCost)

  await app.ask('approvals.approve', { month })
  const approved = (await app.ask('approvals.get', { month })).values
  const approvedOf = (figure: string) =>
    amountsOf(
      approved.filter((each) => each.figure === figure).map((each) => ({ currency: each.currency ?? 'count', amount: each.approved })),
    )
  expect(approvedOf('cost:vendor'), `${month}: the approved bill`).toEqual(bill)
  expect(approvedOf('cost:licences'), `${month}: the approved licence cost`).toEqual(licenceCost)
  for (const figure of ['reported', 'recounted', 'units', 'disabled'])
    expect(approvedOf(figure), `${month}: approved ${figure}`).toEqual(totals[figure])

  const source = exportSource(app)
  const scope = await monthScope(source.ask, { month })
  const tenants = await tenantMonths(source, scope)
  const summary = tenantsTable(scope, tenants)
  expect(totalOf(summary, 'Reported users'), `${month}: the summary's users`).toEqual(totals.reported)
  expect(totalOf(summary, 'Recounted users'), `${month}: the summary's recount`).toEqual(totals.recounted)
  expect(totalOf(summary, 'Billable units'), `${month}: the summary's units`).toEqual(totals.units)
  expect(totalOf(summary, 'Vendor bill', 'Bill currency'), `${month}: the summary's bill`).toEqual(bill)
  const sheet = licencesTable(
    tenants.flatMap((each) => (each.licences === null ? [] : [{ tenant: each.tenant, licences: each.licences }])),
    scope.directory,
  )
  expect(totalOf(sheet, 'Licence cost', 'Currency'), `${month}: the sheet of licences`).toEqual(licenceCost)
  const page = monthPage({ ...scope, tenants, bridge: overview.bridge, coverage: { with: 0, expected: 0, missing: [] } })
  expect(onPage(page, 'Reported users'), `${month}: the first page's users`).toEqual(totals.reported)
  expect(onPage(page, 'Billable units'), `${month}: the first page's units`).toEqual(totals.units)
  expect(onPage(page, 'Vendor bill '), `${month}: the first page's bill`).toEqual(bill)
  expect(onPage(page, 'Licence cost '), `${month}: the first page's licence cost`).toEqual(licenceCost)
  const csv = [...csvChunks(summary, { bom: false })].join('')
  expect(csv.trim().split('\r\n')).toHaveLength(tenants.length + 1)

  await compareChange(app, month, { bill, licenceCost, summary, overview: overview.bridge, licences })
}

/** A month of a money figure over all tenants, in every available currency. */
async function trended(app: Reporting, money: MoneyKind, month: string): Promise<Amounts> {
  const offered = (await app.ask('trend.figures', {})).filter(({ figure }) => figure.startsWith(`${money}:`))
  const lines = await Promise.all(
    offered.map(async ({ figure }) => {
      const sum = await app.ask('trend.get', { figure, sum: true, from: month, to: month })
      const each = await app.ask('trend.get', { figure, from: month, to: month })
      const amounts = each.points.map(({ value }) => ({ currency: sum.unit, amount: value as string | null }))
      const total = [{ currency: sum.unit, amount: (sum.points[0]?.value ?? null) as string | null }]
      expect(amountsOf(amounts), `${month}: the tenants of ${figure}`).toEqual(amountsOf(total))
      return total
    }),
  )
  return amountsOf(lines.flat())
}

/** The overage of Genesys customers, which Usage shows for each customer. */
async function compareOverage(app: Reporting, month: string): Promise<void> {
  const source = exportSource(app)
  const scope = await monthScope(source.ask, { month })
  const tenants = await tenantMonths(source, scope)
  const usages = tenants.flatMap(({ usage }) => usage ?? [])
  expect(usages.length).toBeGreaterThan(0)
  const overage = amountsOf(usages.map(({ currency, totals }) => ({ currency, amount: totals?.vendor.over })))
  expect(overage).not.toEqual({})
  const counted = usages.flatMap(({ currency, rows }) =>
    rows.filter(({ inTotal, kind }) => inTotal && kind === 'usage').map(({ overCost }) => ({ currency, amount: overCost })),
  )
  expect(amountsOf(counted), `${month}: the rows that count`).toEqual(overage)
  for (const usage of usages)
    expect(usageText(usage), `${month}: the terminal`).toMatch(
      new RegExp(`^Overage cost +${usage.totals?.vendor.over} ${usage.currency}$`, 'm'),
    )
  const { tenants: rows } = await app.ask('overview.get', { month })
  const shown = rows.flatMap((row) => row.overage.map(({ currency, value }) => ({ currency, amount: value })))
  expect(amountsOf(shown), `${month}: the overview's rows`).toEqual(overage)
  expect(await trended(app, 'overage', month), `${month}: the trend of the overage`).toEqual(overage)

  expect(totalOf(tenantsTable(scope, tenants), 'Overage cost', 'Usage currency'), `${month}: the workbook's tenants`).toEqual(overage)
  const sheet = usageTable(usages, scope.directory)
  const [inTotal, kind] = ['In total', 'Kind'].map((header) => sheet.columns.findIndex((column) => column.header === header)) as [
    number,
    number,
  ]
  const inSheet = { ...sheet, rows: [...sheet.rows].filter((row) => row[inTotal] === true && row[kind] === 'usage') }
  expect(totalOf(inSheet, 'Overage cost', 'Currency'), `${month}: the sheet of usage`).toEqual(overage)
  const { bridge } = await app.ask('overview.get', { month })
  const page = monthPage({ ...scope, tenants, bridge, coverage: { with: 0, expected: 0, missing: [] } })
  expect(onPage(page, 'Overage cost '), `${month}: the first page`).toEqual(overage)
}

async function compareChange(
  app: Reporting,
  to: string,
  shown: { bill: Amounts; licenceCost: Amounts; summary: Table; overview: Bridge; licences: LicencesAnswer },
): Promise<void> {
  const first = (await app.ask('months.list', {})).months.at(-1)?.month
  if (to === first) return
  const from = previousMonth(parseMonth(to))
  const all = await app.ask('diff.all', { from, to })
  expect(all.bridge, `${to}: the overview's bridge`).toEqual(shown.overview)
  expect({ ...(await app.ask('diff.tenants', { from, to })), tenants: [], bridge: null }).toEqual({ ...all, tenants: [], bridge: null })
  expect(totalOf(shown.summary, 'Change'), `${to}: the summary's change`).toEqual(count(all.totals.reported.delta))

  // The later number plus the cost of tenants that cannot be compared is the month's total.
  const beside = (cost: 'vendor' | 'licences', measures: Bridge['bill']) =>
    Promise.all(
      [...new Set(measures.flatMap(({ notComparable }) => notComparable))].map(async (tenant) => {
        const own = await licencesOf(app, tenant, to)
        return own === null ? [] : own.cost[cost].totals
      }),
    )
  const later = async (cost: 'vendor' | 'licences', measures: Bridge['bill']) =>
    amountsOf([...measures.map(({ currency, to: amount }) => ({ currency, amount })), ...(await beside(cost, measures)).flat()])
  expect(await later('licences', all.bridge.licences), `${to}: licence cost of the bridge`).toEqual(shown.licenceCost)

  // The tenants' costs add up to the total.
  const own = await Promise.all(all.tenants.map(({ tenant }) => app.ask('diff.get', { tenant, from, to })))
  expect(own).toEqual(all.tenants)
  const added = amountsOf(
    own.flatMap(({ bridge }) => bridges(bridge).map(([currency, { delta }]) => ({ currency, amount: String(delta ?? 0) }))),
  )
  const comparable = amountsOf(bridges(all.bridge).map(([currency, { delta }]) => ({ currency, amount: String(delta ?? 0) })))
  const known = new Set(all.tenants.map(({ tenant }) => tenant))
  // Units can be settled for a month without a snapshot, for which only the single tenant's answer has no difference.
  const onlyTotals = bridges(all.bridge).some(([, { parts }]) => parts.some((part) => part.tenants.some((tenant) => !known.has(tenant))))
  if (!onlyTotals) expect(added, `${to}: the tenants' changes`).toEqual(comparable)

  const changes = amountsOf(shown.licences.rows.map(({ skuId, change }) => ({ currency: skuId, amount: String(change ?? 0) })))
  expect(changes, `${to}: changes of licences`).toEqual(
    amountsOf(all.skus.map(({ skuId, delta }) => ({ currency: skuId, amount: String(delta) }))),
  )
}

async function licencesOf(app: Reporting, tenant: number, month: string) {
  try {
    return await app.ask('licences.get', { tenant, month })
  } catch {
    return null
  }
}
