/** Charges of a Genesys customer compared with an invoice. */
import { expect, test } from 'vitest'
import { csvFile, plainColumns, plainHeaders } from '../../../support/invoices.ts'
import { at, e3, type Reporting, reporting, user, usersReport } from '../../../support/reporting.ts'

const month = '2026-02'

const charge = (name: string, used: string, committed: string, more: Record<string, unknown> = {}) => ({
  name,
  partNumber: `P-${name}`,
  grouping: 'user-license',
  unitOfMeasureType: 'seat',
  usageQuantity: used,
  prepayQuantity: committed,
  prepayPrice: '10.00',
  overagePrice: '12.00',
  ...more,
})

/** Tenant 1 of Petra and customer 3 of Genesys, both named Acme. CX 2: 40 committed and 47 used; CX 3: 10 of 20 used; Voice: 2.5 over. */
async function acme(): Promise<Reporting> {
  const app = await reporting('2026-03-05T00:00:00Z')
  app.db.sqlite.prepare("update tenant set name = 'Acme' where id = 3").run()
  app.record(
    {
      organization: { id: 'T3', name: 'Acme' },
      currency: 'USD',
      billingPeriodStartDate: '2026-02-01T00:00:00Z',
      billingPeriodEndDate: '2026-02-28T23:59:59Z',
      usages: [
        charge('CX 2', '47', '40'),
        charge('CX 3', '10', '20'),
        charge('Voice', '2.5', '0', { unitOfMeasureType: 'hour' }),
        charge('Messages', '7', '0', { overagePrice: '0' }),
        charge('Open metering', '9', '0', { grouping: 'resource' }),
      ],
    },
    { dataset: 'genesys.trustee-overview', ...at('2026-02-28T20:00:00Z') },
  )
  app.record(usersReport('2026-02-28T12:00:00Z', [user('a', [e3])]), { tenantId: 1, ...at('2026-02-28T12:00:00Z') })
  return app
}

const bringIn = (app: Reporting, lines: readonly (readonly (string | number)[])[]) =>
  app.ask('invoices.add', { file: csvFile([plainHeaders, ...lines]), month, columns: plainColumns, who: 'Kim' })
const rowsOf = async (app: Reporting) =>
  (await app.ask('reconcile.get', { month })).rows.map(({ tenant, product, status, billed, actual, basis, variance, value, priceFrom }) => [
    tenant,
    product,
    status,
    billed,
    actual,
    basis,
    variance,
    value,
    priceFrom,
  ])

test('commitment plus overage is compared with the invoice, separately from licences of a tenant with the same name', async () => {
  const app = await acme()
  await bringIn(app, [
    ['Acme', 'CX 2', 45, '', '', ''],
    ['Acme', 'P-CX 3', 20, '', '', ''],
    ['Acme', 'Voice', '2.5', '', '', ''],
    ['Acme', 'Microsoft 365 E3', 1, '', '', ''],
  ])
  expect(await rowsOf(app)).toEqual([
    [3, 'CX 2', 'under', '45', '47', 'billable', '2', '24.00', 'vendor'],
    [3, 'CX 3', 'matched', '20', '20', 'billable', '0', '0.00', 'vendor'],
    [1, 'Microsoft 365 E3', 'matched', '1', '1', 'holders', '0', null, null],
    [3, 'Voice', 'matched', '2.5', '2.5', 'billable', '0', '0.00', 'vendor'],
  ])
})

test('a free charge is billable as zero, and usage that the vendor’s policy may cover is a gap', async () => {
  const app = await acme()
  const { rows } = await app.ask('usage.get', { tenant: 3, month })
  const idOf = (name: string) => rows.find((row) => row.name === name)!.chargeId
  await bringIn(app, [
    ['Acme', 'CX 2', 47, '', '', ''],
    ['Acme', 'Text messages', 1, '', '', ''],
    ['Acme', 'Open metering', 9, '', '', ''],
  ])
  await app.ask('mappings.set', { mappings: [{ kind: 'product', key: 'Text messages', item: `charge:${idOf('Messages')}` }] })
  expect((await rowsOf(app)).map((row) => row.slice(1, 5))).toEqual([
    ['CX 2', 'matched', '47', '47'],
    ['Messages', 'over', '1', '0'],
    ['Open metering', 'gap', '9', null],
  ])
  expect((await app.ask('reconcile.get', { month })).rows.at(-1)?.note).toBe('the vendor’s policy may cover this usage')
  await expect(app.ask('reconcile.people', { month, tenant: 3, item: `charge:${idOf('CX 2')}` })).rejects.toMatchObject({
    code: 'NO_SNAPSHOT',
  })
})

test('a customer of charges is mapped independently of the Petra tenant with the same name', async () => {
  const app = await acme()
  await bringIn(app, [
    ['ACME Ltd', 'CX 2', 47, '', '', ''],
    ['ACME Ltd', 'Microsoft 365 E3', 1, '', '', ''],
  ])
  const { unmapped } = await app.ask('reconcile.get', { month })
  expect(unmapped.map(({ key, suggestions }) => [key, suggestions.map(({ tenant }) => tenant)])).toEqual([
    ['genesys:name:acme ltd', [3]],
    ['name:acme ltd', [1]],
  ])
  await app.ask('mappings.set', {
    mappings: [
      { kind: 'customer', key: 'genesys:name:acme ltd', tenant: 3 },
      { kind: 'customer', key: 'name:acme ltd', tenant: 1 },
    ],
  })
  expect((await rowsOf(app)).map(([tenant, , status]) => [tenant, status])).toEqual([
    [3, 'matched'],
    [1, 'matched'],
  ])
})
