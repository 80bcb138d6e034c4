/** The FOCUS export checked against the rules of FOCUS 1.2 that concern it. Our own check; the official validator is not used. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCsv } from 'hucre/csv'
import { describe, expect, test } from 'vitest'
import { listTenants } from '../../../../src/main/core/connections/read.ts'
import type { ExportRequest } from '../../../../src/main/core/export/job.ts'
import { runExport } from '../../../../src/main/core/export/run-export.ts'
import type { Ask } from '../../../../src/main/core/export/source.ts'
import { readSettings } from '../../../../src/main/core/settings/settings.ts'
import { parseDecimal, sum } from '../../../../src/shared/domain/decimal.ts'
import { at, e3, type Reporting, reporting, usageReport, user, usersReport } from '../../../support/reporting.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const mandatory = {
  BilledCost: false,
  BillingAccountId: false,
  BillingAccountName: true,
  BillingCurrency: false,
  BillingPeriodStart: false,
  BillingPeriodEnd: false,
  ChargeCategory: false,
  ChargeClass: true,
  ChargeDescription: true,
  ChargePeriodStart: false,
  ChargePeriodEnd: false,
  ContractedCost: false,
  EffectiveCost: false,
  InvoiceIssuerName: false,
  ListCost: false,
  PricingQuantity: true,
  PricingUnit: true,
  ProviderName: false,
  PublisherName: false,
  ServiceCategory: false,
  ServiceName: false,
} as const satisfies Record<string, boolean>
const others = ['ChargeFrequency', 'ContractedUnitPrice', 'SkuId', 'SubAccountId', 'SubAccountName', 'SubAccountType']
const categories = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment']
const serviceCategories = ['Security', 'Business Applications']
const decimal = /^-?\d+(\.\d+)?$/
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

type Row = Record<string, string>

async function exported(app: Reporting, request: Partial<ExportRequest> = {}, demo = false): Promise<{ header: string[]; rows: Row[] }> {
  const ask: Ask = async (route, input) => {
    if (route === 'tenants.list') return listTenants(app.db, app.clock.ms) as never
    if (route === 'settings.get') return readSettings(app.db) as never
    return app.ask(route, input)
  }
  const path = join(tempFolder(), 'focus.csv')
  const unused = () => {
    throw new Error('not used')
  }
  await runExport(
    { ask, snapshot: unused, people: unused },
    { what: 'focus', format: 'csv', bom: false, month: '2026-02', ...request },
    { path, force: false, demo, madeAt: '2026-03-02T00:00:00.000Z', signal: new AbortController().signal, print: unused },
  )
  const [header = [], ...rows] = parseCsv(readFileSync(path, 'utf8')).map((row) => row.map(String))
  return { header, rows: rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']))) }
}

const charge = (name: string, unit: string | undefined, used: string, committed: string, more: Record<string, unknown> = {}) => ({
  name,
  partNumber: `P-${name}`,
  grouping: 'user-license',
  ...(unit === undefined ? {} : { unitOfMeasureType: unit }),
  usageQuantity: used,
  prepayQuantity: committed,
  prepayPrice: '84.505',
  overagePrice: '0.0012',
  ...more,
})

/** January is approved and then corrected by the vendor; February has units, a commitment, overage, a third-party and a free charge. */
async function month(): Promise<Reporting> {
  const app = await reporting('2026-03-02T09:00:00Z')
  await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '3.455', currency: 'EUR', allHistory: true } })
  for (const [day, units] of [
    ['2026-01-31T12:00:00Z', 4],
    ['2026-02-28T12:00:00Z', 5],
  ] as const)
    app.record(usersReport(day, [user('a', [e3])], { projectedBillableUnitsThisMonth: units }), at(day))
  app.record(
    {
      organization: { id: 'T3', name: '=Customer' },
      currency: 'USD',
      billingPeriodStartDate: '2026-01-15T00:00:00Z',
      billingPeriodEndDate: '2026-02-14T23:59:59Z',
      usages: [
        charge('A', 'seat', '12', '10'),
        charge('B', 'gigabyte', '601354.2', '10', { isThirdParty: true }),
        charge('C', undefined, '1', '3'),
        charge('D', 'seat', '1', '0', { overagePrice: '0', prepayPrice: '0' }),
      ],
    },
    { dataset: 'genesys.trustee-overview', ...at('2026-02-14T20:00:00Z') },
  )
  await app.ask('approvals.approve', { month: '2026-01' })
  app.record(usageReport('2026-01-31', [{ petraTenantId: 'T1', billableUsersThisMonth: 2 }]), {
    dataset: 'petra.usage',
    ...at('2026-03-02T10:00:00Z'),
  })
  app.clock.ms = Date.parse('2026-03-03T00:00:00Z')
  return app
}

const total = (rows: readonly Row[]) => sum(rows.map(({ BilledCost }) => parseDecimal(BilledCost)!)).toFixed(2)

describe('the FOCUS 1.2 export', () => {
  test('has the mandatory columns, then optional ones of the specification, then custom ones', async () => {
    const { header } = await exported(await month())
    const own = header.filter((name) => name.startsWith('x_'))
    expect(header).toEqual([...Object.keys(mandatory), ...others, ...own])
    expect(own.length).toBeGreaterThan(0)
    expect((await exported(await month(), {}, true)).header.at(-1)).toBe('x_Demo')
  })

  test.each(['2026-01', '2026-02'])('%s follows the rules of every column', async (asked) => {
    const { rows } = await exported(await month(), { month: asked })
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      const empty = Object.entries(mandatory).filter(([name, nullable]) => !nullable && row[name] === '')
      expect(empty).toEqual([])
      for (const name of ['BilledCost', 'ContractedCost', 'EffectiveCost', 'ListCost']) expect(row[name]).toMatch(decimal)
      for (const name of ['BillingPeriodStart', 'BillingPeriodEnd', 'ChargePeriodStart', 'ChargePeriodEnd'])
        expect(row[name]).toMatch(instant)
      expect(row.BillingPeriodStart! < row.BillingPeriodEnd!).toBe(true)
      expect(row.ChargePeriodStart! < row.ChargePeriodEnd!).toBe(true)
      expect(row.BillingCurrency).toMatch(/^[A-Z]{3}$/)
      expect(categories).toContain(row.ChargeCategory)
      expect(serviceCategories).toContain(row.ServiceCategory)
      expect(['', 'Correction']).toContain(row.ChargeClass)
      expect(['One-Time', 'Recurring', 'Usage-Based']).toContain(row.ChargeFrequency)
      if (row.ChargeCategory === 'Purchase') expect(row.ChargeFrequency).not.toBe('Usage-Based')
      expect(row.SubAccountType).toBe('Customer')
      expect(row.PricingQuantity === '').toBe(row.PricingUnit === '')
      if (row.ChargeCategory === 'Usage' || row.ChargeCategory === 'Purchase') {
        expect(row.PricingQuantity).toMatch(decimal)
        expect(row.PricingUnit).toMatch(/^[A-Z]/)
        const product = parseDecimal(row.ContractedUnitPrice)!.times(parseDecimal(row.PricingQuantity)!)
        expect(parseDecimal(row.ContractedCost)!.eq(product)).toBe(true)
      } else {
        expect(row.EffectiveCost).toBe(row.BilledCost)
        expect(row.ListCost).toBe(row.BilledCost)
      }
    }
  })

  test('has the bill and the charges of the month', async () => {
    const app = await month()
    const { rows } = await exported(app)
    expect(
      rows.map((row) => [row.ChargeCategory, row.SubAccountId, row.SkuId, row.BilledCost, row.PricingQuantity, row.PricingUnit]),
    ).toEqual([
      ['Usage', 'T1', '', '17.28', '5', 'Units'],
      ['Purchase', 'T3', 'P-A', '845.05', '10', 'Seats'],
      ['Purchase', 'T3', 'P-B', '845.05', '10', 'GB'],
      ['Usage', 'T3', 'P-B', '721.61', '601344.2', 'GB'],
      ['Purchase', 'T3', 'P-C', '253.52', '3', 'Units'],
      ['Adjustment', 'T1', '', '-6.91', '', ''],
    ])
    expect(rows.find(({ SkuId }) => SkuId === 'P-B')?.PublisherName).toBe('Third party')
    const { bill, charges } = await app.ask('forecast.get', { month: '2026-02' })
    expect(bill.totals).toEqual([{ currency: 'EUR', amount: total(rows.slice(0, 1)) }])
    const [usd] = charges.totals
    const costs = [usd?.vendor.commitment, usd?.vendor.over, usd?.thirdParty.commitment, usd?.thirdParty.over]
    expect(total(rows.filter(({ BillingCurrency }) => BillingCurrency === 'USD'))).toBe(
      sum(costs.map((each) => parseDecimal(each)!)).toFixed(2),
    )
  })

  test('keeps an approved month at its approved total, and includes the correction in the next month', async () => {
    const app = await month()
    const january = (await exported(app, { month: '2026-01' })).rows
    // Approved: 4 × 3.455; the rows have the current values and what was moved to February.
    expect(total(january)).toBe('13.82')
    expect(january.map(({ ChargeClass, BilledCost }) => [ChargeClass, BilledCost])).toEqual([
      ['', '6.91'],
      ['', '6.91'],
    ])
    const [correction] = (await exported(app)).rows.filter(({ ChargeClass }) => ChargeClass === 'Correction')
    expect(correction).toMatchObject({
      BilledCost: '-6.91',
      BillingPeriodStart: '2026-02-01T00:00:00Z',
      BillingPeriodEnd: '2026-03-01T00:00:00Z',
      ChargePeriodStart: '2026-01-01T00:00:00Z',
      ChargePeriodEnd: '2026-02-01T00:00:00Z',
      x_CorrectedMonth: '2026-01',
    })
  })

  test('is refused as a workbook, and if units have no price', async () => {
    await expect(exported(await month(), { format: 'xlsx' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const app = await reporting('2026-03-02T09:00:00Z')
    app.record(usersReport('2026-02-28T12:00:00Z', [user('a', [e3])], { projectedBillableUnitsThisMonth: 5 }), at('2026-02-28T12:00:00Z'))
    await expect(exported(app)).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { month: '2026-02', tenants: [1] } })
  })
})
