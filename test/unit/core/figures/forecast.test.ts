import { expect, test } from 'vitest'
import { addPetraTenant, at, e3, type Reporting, reporting, usageReport, user, usersReport } from '../../../support/reporting.ts'

const units = (app: Reporting, day: string, count: number, tenantId = 1) =>
  app.record(usersReport(day, [user('a', [e3])], { projectedBillableUnitsThisMonth: count }), { tenantId, ...at(day) })

async function february(): Promise<Reporting> {
  const app = await reporting('2026-02-15T18:00:00Z')
  addPetraTenant(app, 8)
  await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '3.45', currency: 'EUR', allHistory: true } })
  units(app, '2026-02-05T12:00:00Z', 10)
  units(app, '2026-02-12T12:00:00Z', 12)
  units(app, '2026-02-12T12:00:00Z', 5, 8)
  return app
}

test('a running month is forecast by the newest projections, whose bill equals Overview’s', async () => {
  const app = await february()
  const forecast = await app.ask('forecast.get', {})
  expect(forecast).toMatchObject({
    month: '2026-02',
    over: false,
    bill: { state: 'projected', units: 17, totals: [{ currency: 'EUR', amount: '58.65' }], leftOut: [] },
    days: [],
  })
  expect(forecast.bill.lines.map(({ tenant, units, snapshotId }) => [tenant, units, snapshotId])).toEqual([
    [1, 12, 2],
    [8, 5, 3],
  ])
  expect(forecast.assumptions).toEqual([expect.stringContaining('newest projection')])
  const { cost } = await app.ask('overview.get', {})
  expect(cost.bill.amounts.map(({ currency, value }) => ({ currency, amount: value }))).toEqual(forecast.bill.totals)
  expect((await app.ask('forecast.get', { tenant: 8 })).bill.units).toBe(5)
  await expect(app.ask('forecast.get', { month: '2026-03' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test('a tenant without units or without a price is left out and listed', async () => {
  const app = await reporting('2026-02-15T18:00:00Z')
  addPetraTenant(app, 8)
  units(app, '2026-02-12T12:00:00Z', 5)
  expect((await app.ask('forecast.get', {})).bill).toMatchObject({ units: 5, totals: [], leftOut: [1, 8] })
})

test('after the month, every day shows how far off its forecast was, over the tenants that had one', async () => {
  const app = await february()
  app.clock.ms = Date.parse('2026-03-03T00:00:00Z')
  const listed = (id: number, count: number) => ({ petraTenantId: `T${id}`, billableUsersThisMonth: count })
  app.record(usageReport('2026-02-28', [listed(1, 11), listed(8, 5)]), { dataset: 'petra.usage', ...at('2026-03-02T00:00:00Z') })
  const { bill, days, over, assumptions } = await app.ask('forecast.get', { month: '2026-02' })
  expect([over, bill.state, bill.units, assumptions]).toEqual([true, 'settled', 16, []])
  const shown = days.map(({ day, tenants, missing, units, bill }) => [day, tenants, missing, units.off, bill[0]?.off])
  expect(shown.length).toBe(24)
  expect(shown[0]).toEqual(['2026-02-05', 1, [8], -1, '-3.45'])
  expect(shown.find(([day]) => day === '2026-02-11')).toEqual(['2026-02-11', 1, [8], -1, '-3.45'])
  expect(shown.find(([day]) => day === '2026-02-12')).toEqual(['2026-02-12', 2, [], 1, '3.45'])
  expect(shown.at(-1)).toEqual(['2026-02-28', 2, [], 1, '3.45'])
})

test('charges are the commitment and the overage so far, third parties separately, without extrapolation', async () => {
  const app = await reporting('2026-02-15T18:00:00Z')
  const charge = (name: string, used: string, isThirdParty: boolean) => ({
    name,
    partNumber: name,
    grouping: 'user-license',
    unitOfMeasureType: 'seat',
    usageQuantity: used,
    prepayQuantity: '10',
    prepayPrice: '2.00',
    overagePrice: '3.00',
    isThirdParty,
  })
  app.record(
    {
      organization: { id: 'T3', name: 'Customer' },
      currency: 'EUR',
      billingPeriodStartDate: '2026-01-21T00:00:00Z',
      billingPeriodEndDate: '2026-02-20T23:59:59Z',
      usages: [charge('A', '12', false), charge('B', '11', true)],
    },
    { dataset: 'genesys.trustee-overview', ...at('2026-02-14T00:00:00Z') },
  )
  const { charges, assumptions } = await app.ask('forecast.get', {})
  expect(charges.totals).toEqual([
    { currency: 'EUR', vendor: { commitment: '20.00', over: '6.00' }, thirdParty: { commitment: '20.00', over: '3.00' } },
  ])
  expect(charges.lines).toMatchObject([{ tenant: 3, periodEnd: '2026-02-20', running: true, leftOut: 0 }])
  expect(assumptions).toEqual([expect.stringContaining('not extrapolated')])
})
