import { describe, expect, test } from 'vitest'
import { beforeMonth, eraseWrites } from '../../../../src/main/core/maintenance/erase.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import type { ApprovalAnswer } from '../../../../src/shared/contract/approval-answers.ts'
import { calendarOf } from '../../../../src/shared/domain/calendar.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'
import { firstDay } from '../../../support/history.ts'
import { addPetraTenant, e3, exchange, type Reporting, reporting, usageReport, user, usersReport } from '../../../support/reporting.ts'

const february = '2026-02'

/** January and February of one tenant; February has three people, two of them with an E3 at 30 EUR. */
async function twoMonths(): Promise<Reporting> {
  const app = await reporting('2026-03-02T00:00:00Z')
  await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '30', currency: 'EUR', from: '2026-01' } })
  await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '3.45', currency: 'EUR', from: '2026-01' } })
  app.record(usersReport('2026-01-31T12:00:00Z', [user('a', [e3])], { projectedBillableUnitsThisMonth: 1 }))
  app.record(
    usersReport('2026-02-28T12:00:00Z', [user('a', [e3]), user('b', [e3]), user('c', [exchange])], { projectedBillableUnitsThisMonth: 3 }),
  )
  return app
}

const figures = ({ values }: ApprovalAnswer) =>
  Object.fromEntries(values.map(({ figure, approved, now }) => [figure, approved === now ? now : [approved, now]]))
const moved = ({ values }: ApprovalAnswer) =>
  values.filter((value) => value.moved).map(({ tenant, figure, approved, now }) => [tenant, figure, approved, now])

describe('an approved month', () => {
  test('stores every figure with its snapshot and the rule revision', async () => {
    const app = await twoMonths()
    expect(await app.ask('approvals.get', { month: february })).toEqual({ month: february, approved: null, moved: 0, values: [] })
    const answer = await app.ask('approvals.approve', { month: february })
    expect(answer).toMatchObject({
      month: february,
      approved: { at: '2026-03-02T00:00:00.000Z', ruleRevision: 2, timeZone: 'UTC' },
      moved: 0,
    })
    expect(figures(answer)).toEqual({
      reported: '3',
      listed: '3',
      recounted: '3',
      units: '3',
      disabled: '0',
      [`sku:${e3}`]: '2',
      [`sku:${exchange}`]: '1',
      'cost:vendor': '10.35',
      'cost:licences': '60.00',
    })
    expect(answer.values.every(({ snapshotId, snapshotIdNow }) => snapshotId === 2 && snapshotIdNow === 2)).toBe(true)
    expect(answer.values.find(({ figure }) => figure === 'units')).toMatchObject({ state: 'projected', stateNow: 'projected' })
    const { months } = await app.ask('months.list', {})
    expect(months.map(({ month, approvedAt }) => [month, approvedAt])).toEqual([
      ['2026-03', null],
      ['2026-02', '2026-03-02T00:00:00.000Z'],
      ['2026-01', null],
    ])
  })

  test('needs attention while its figures differ, until it is withdrawn', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: february })
    expect(await app.ask('approvals.moved', {})).toEqual([])
    const { revision } = await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '31', currency: 'EUR', from: february } })
    expect(await app.ask('approvals.moved', {})).toMatchObject([
      {
        code: 'APPROVED_MOVED',
        severity: 'hint',
        message: expect.stringMatching(/^1 figure of 2026-02 has changed/),
        screen: 'changes',
        data: { month: february, moved: 1 },
      },
    ])
    await app.ask('rules.undo', { revision })
    expect(await app.ask('approvals.moved', {})).toEqual([])
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '31', currency: 'EUR', from: february } })
    await app.ask('approvals.withdraw', { month: february })
    expect(await app.ask('approvals.moved', {})).toEqual([])
  })

  test('shows figures changed by a later rule or a late snapshot', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: february })
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '31', currency: 'EUR', allHistory: true } })
    expect(moved(await app.ask('approvals.get', { month: february }))).toEqual([[1, 'cost:licences', '60.00', '62.00']])
    const later = app.record(usersReport('2026-02-28T20:00:00Z', [user('a', [e3]), user('b', [])], { projectedBillableUnitsThisMonth: 3 }))
    const after = await app.ask('approvals.get', { month: february })
    expect(moved(after)).toEqual([
      [1, 'reported', '3', '2'],
      [1, 'listed', '3', '2'],
      [1, 'recounted', '3', '1'],
      [1, `sku:${e3}`, '2', '1'],
      [1, 'cost:licences', '60.00', '31.00'],
      [1, `sku:${exchange}`, '1', '0'],
    ])
    expect(after.moved).toBe(6)
    expect(after.values.find(({ figure }) => figure === 'reported')).toMatchObject({ snapshotId: 2, snapshotIdNow: later.snapshotId })
  })

  test('shows missing values: a month whose snapshot was set aside has none now', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: february })
    writes['snapshot.setAside'](app.db, { snapshotId: 2, reason: 'wrong key', at: 0 })
    const answer = await app.ask('approvals.get', { month: february })
    expect(answer.values.every(({ approved, now, snapshotIdNow }) => approved !== null && now === null && snapshotIdNow === null)).toBe(
      true,
    )
    expect(answer.moved).toBe(answer.values.length)
  })

  test('keeps a gap as a gap, and shows values added later', async () => {
    const app = await twoMonths()
    addPetraTenant(app, 8)
    const approved = await app.ask('approvals.approve', { month: february })
    expect(approved.values.filter(({ tenant }) => tenant === 8).map(({ figure, approved }) => [figure, approved])).toEqual([
      ['reported', null],
      ['listed', null],
      ['recounted', null],
      ['disabled', null],
      ['units', null],
    ])
    app.record(usersReport('2026-02-27T12:00:00Z', [user('z', [e3])]), { tenantId: 8 })
    expect(moved(await app.ask('approvals.get', { month: february }))).toContainEqual([8, 'reported', null, '1'])
  })

  test('has not changed when its units are settled at the same number', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: february })
    app.record(
      usageReport('2026-02-28', [
        { petraTenantId: 'T1', totalLicensedUsers: 3, billableUsersThisMonth: 3, proratingPercentageThisMonth: 100 },
      ]),
      {
        dataset: 'petra.usage',
        observedAt: Date.parse('2026-03-01T06:00:00Z'),
      },
    )
    const answer = await app.ask('approvals.get', { month: february })
    expect(answer.moved).toBe(0)
    expect(answer.values.find(({ figure }) => figure === 'units')).toMatchObject({ state: 'projected', stateNow: 'settled', now: '3' })
  })

  test('is refused before its end, without a snapshot, and if already approved', async () => {
    const app = await twoMonths()
    await expect(app.ask('approvals.approve', { month: '2026-03' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(app.ask('approvals.approve', { month: '2025-12' })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
    await app.ask('approvals.approve', { month: february })
    await expect(app.ask('approvals.approve', { month: february })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })

  test('can be withdrawn and approved again; the earlier approval is kept', async () => {
    const app = await twoMonths()
    await expect(app.ask('approvals.withdraw', { month: february })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await app.ask('approvals.approve', { month: february })
    expect(await app.ask('approvals.withdraw', { month: february })).toMatchObject({ approved: null })
    await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '31', currency: 'EUR', allHistory: true } })
    expect(await app.ask('approvals.approve', { month: february })).toMatchObject({ moved: 0, approved: { ruleRevision: 3 } })
    expect(app.db.sqlite.prepare('select count(*) from approval').pluck().get()).toBe(2)
  })

  test('stores a customer’s exact charges and their costs', async () => {
    const app = await twoMonths()
    const seats = { name: 'CX 2', partNumber: 'P-1', grouping: 'user-license', unitOfMeasureType: 'seat', prepayQuantity: '85' }
    const overview = (usageQuantity: string) => ({
      organization: { id: 'T3', name: 'Customer' },
      currency: 'EUR',
      billingPeriodStartDate: '2026-01-21T00:00:00Z',
      billingPeriodEndDate: '2026-02-20T23:59:59Z',
      usages: [{ ...seats, usageQuantity, overagePrice: '98.00', prepayPrice: '84.50' }],
    })
    app.record(overview('92.00000000000000001'), { dataset: 'genesys.trustee-overview' })
    const approved = await app.ask('approvals.approve', { month: february })
    const ofCustomer = approved.values.filter(({ tenant }) => tenant === 3)
    expect(ofCustomer.map(({ label, currency, approved }) => [label, currency, approved])).toEqual([
      ['CX 2: used', null, '92.00000000000000001'],
      ['CX 2: committed', null, '85'],
      ['Commitment cost', 'EUR', '7182.50'],
      ['Overage cost', 'EUR', '686.00'],
      ['Commitment cost, third party', 'EUR', '0.00'],
      ['Overage cost, third party', 'EUR', '0.00'],
    ])
    app.record(overview('93'), { dataset: 'genesys.trustee-overview', observedAt: firstDay + 60 * dayMs })
    expect(moved(await app.ask('approvals.get', { month: february })).map(([, , before, after]) => [before, after])).toEqual([
      ['92.00000000000000001', '93'],
      ['686.00', '784.00'],
    ])
  })

  test('is deleted with its history', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: '2026-01' })
    await app.ask('approvals.approve', { month: february })
    await eraseWrites['history.deleteBefore'](app.db, beforeMonth(parseMonth(february), calendarOf('UTC')))
    expect(await app.ask('approvals.get', { month: '2026-01' })).toMatchObject({ approved: null })
    expect(await app.ask('approvals.get', { month: february })).toMatchObject({ moved: 0 })
    await eraseWrites['history.deleteTenant'](app.db, { tenantId: 1 })
    expect((await app.ask('approvals.get', { month: february })).values).toEqual([])
    await eraseWrites['history.deleteConnection'](app.db, { connectionId: 1 })
  })
})
