import { describe, expect, test } from 'vitest'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import type { CloseAnswer } from '../../../../src/shared/contract/closing-answers.ts'
import { csvFile, plainColumns, plainHeaders } from '../../../support/invoices.ts'
import { addPetraTenant, at, e3, type Reporting, reporting, usageReport, user, usersReport } from '../../../support/reporting.ts'

const steps = ({ steps }: CloseAnswer) => steps.map(({ step, done, tenants, next }) => [step, done, tenants, next])
const people = (app: Reporting, day: string, units: number, tenantId = 1) =>
  app.record(usersReport(day, [user('a', [e3])], { projectedBillableUnitsThisMonth: units }), { tenantId, ...at(day) })
const totals = (app: Reporting, asOf: string, units: number, observed: string) =>
  app.record(usageReport(asOf, [{ petraTenantId: 'T1', billableUsersThisMonth: units }]), { dataset: 'petra.usage', ...at(observed) })
const exported = (app: Reporting, month: string, atIso: string, tenantId: number | null = null) =>
  writes['closing.exported'](app.db, {
    month,
    what: 'month',
    format: 'xlsx',
    tenantId,
    rows: 3,
    bytes: 4_000,
    sha256: 'ab'.repeat(32),
    at: Date.parse(atIso),
    by: 'ada',
  })

/** January and February; only Petra's first tenant is expected. */
async function twoMonths(): Promise<Reporting> {
  const app = await reporting('2026-03-02T09:00:00Z')
  app.db.sqlite.exec('update tenant set paused = 1 where id > 1')
  await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '3.45', currency: 'EUR', allHistory: true } })
  people(app, '2026-01-31T12:00:00Z', 4)
  people(app, '2026-02-28T12:00:00Z', 5)
  return app
}

describe('the checklist', () => {
  test('has every step from the end of a month to its export, each with its next command', async () => {
    const app = await twoMonths()
    expect(steps(await app.ask('closing.get', {}))).toEqual([
      ['collected', true, [], null],
      ['settled', false, [1], 'backfill Petra'],
      ['reconciled', false, [], 'reconcile --month 2026-02 --file FILE'],
      ['approved', false, [], 'month approve 2026-02'],
      ['exported', false, [], 'export month --format xlsx --month 2026-02 --out seatledger-2026-02.xlsx'],
    ])
    totals(app, '2026-02-28', 5, '2026-03-02T08:00:00Z')
    exported(app, '2026-02', '2026-03-02T08:30:00Z')
    const approval = await app.ask('approvals.approve', { month: '2026-02', by: 'Ada', note: 'as invoiced' })
    expect(approval.approved).toMatchObject({ by: 'Ada', note: 'as invoiced' })
    const before = await app.ask('closing.get', { month: '2026-02' })
    expect(before.steps.at(-1)).toMatchObject({ done: false, text: expect.stringContaining('exported before the approval') })
    exported(app, '2026-02', '2026-03-02T10:00:00Z', 1)
    expect((await app.ask('closing.get', {})).closed).toBe(false)
    exported(app, '2026-02', '2026-03-02T10:00:00Z')
    const after = await app.ask('closing.get', {})
    expect(after.closed).toBe(true)
    expect(after.steps.find(({ step }) => step === 'approved')?.text).toBe('Approved on 2026-03-02 by Ada: as invoiced.')
    expect(after.exports.map(({ tenant, at, by, sha256 }) => [tenant, at, by, sha256.length])).toEqual([
      [null, '2026-03-02T10:00:00.000Z', 'ada', 64],
      [1, '2026-03-02T10:00:00.000Z', 'ada', 64],
      [null, '2026-03-02T08:30:00.000Z', 'ada', 64],
    ])
  })

  test('lists what was not collected, and the month can still be approved', async () => {
    const app = await twoMonths()
    addPetraTenant(app, 8)
    const [collected] = (await app.ask('closing.get', {})).steps
    expect(collected).toMatchObject({ step: 'collected', done: false, tenants: [8], text: expect.stringContaining('Tenant 8') })
    await app.ask('approvals.approve', { month: '2026-02' })
    expect((await app.ask('closing.get', {})).steps.find(({ step }) => step === 'approved')?.done).toBe(true)
  })

  test('says of a month before the first tenant that there was none', async () => {
    const app = await twoMonths()
    const [collected] = (await app.ask('closing.get', { month: '2020-01' })).steps
    expect(collected).toEqual({
      step: 'collected',
      done: false,
      tenants: [],
      text: 'No tenant was expected, and none has a snapshot.',
      next: 'collect',
    })
  })

  test('has an open step while an invoice line is open, with its tenant', async () => {
    const app = await twoMonths()
    const reconciled = async () => (await app.ask('closing.get', {})).steps.find(({ step }) => step === 'reconciled')
    const file = csvFile([plainHeaders, ['Acme', 'Microsoft 365 E3', 3, '10', 'EUR', '']])
    await app.ask('invoices.add', { file, month: '2026-02', columns: plainColumns, who: 'Kim' })
    expect(await reconciled()).toMatchObject({ done: false, text: '1 line is open.', tenants: [1], next: 'reconcile --month 2026-02' })
    await app.ask('reconcile.decide', {
      month: '2026-02',
      rows: [{ tenant: 1, item: `sku:${e3}` }],
      decision: 'accept',
      reason: 'agreed',
      who: 'Kim',
    })
    expect(await reconciled()).toMatchObject({ done: true, tenants: [], next: null })
  })

  test('is empty for a running month, and refused if no month is over', async () => {
    const app = await twoMonths()
    expect(await app.ask('closing.get', { month: '2026-03' })).toMatchObject({ over: false, steps: [], closed: false })
    await expect(app.ask('closing.get', { month: '2026-04' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const empty = await reporting('2026-03-02T09:00:00Z')
    await expect(empty.ask('closing.get', {})).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
  })
})

describe('a vendor’s correction of an approved month', () => {
  const lines = ({ corrections: { lines } }: CloseAnswer) => lines.map(({ month, figure, delta }) => [month, figure, delta])

  test('is shown with the month, and included in the next month that was not approved when it was recorded', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: '2026-01' })
    const late = totals(app, '2026-01-31', 6, '2026-03-02T11:00:00Z')
    const january = await app.ask('closing.get', { month: '2026-01' })
    expect(january.corrections.ofThis).toEqual([
      expect.objectContaining({
        figure: 'units',
        currency: null,
        approved: '4',
        now: '6',
        delta: '2',
        lineOf: '2026-02',
        snapshotId: late.snapshotId,
      }),
      expect.objectContaining({
        figure: 'cost:vendor',
        currency: 'EUR',
        approved: '13.80',
        now: '20.70',
        delta: '6.90',
        lineOf: '2026-02',
      }),
    ])
    const february = [
      ['2026-01', 'units', '2'],
      ['2026-01', 'cost:vendor', '6.90'],
    ]
    expect(lines(await app.ask('closing.get', { month: '2026-02' }))).toEqual(february)
    // Approving February keeps it there; a month later, March does not include it.
    app.clock.ms = Date.parse('2026-03-02T12:00:00Z')
    await app.ask('approvals.approve', { month: '2026-02' })
    app.clock.ms = Date.parse('2026-04-02T12:00:00Z')
    expect(lines(await app.ask('closing.get', { month: '2026-02' }))).toEqual(february)
    expect(lines(await app.ask('closing.get', { month: '2026-03' }))).toEqual([])
    // The approved figures themselves have not changed.
    expect((await app.ask('approvals.get', { month: '2026-01' })).values.find(({ figure }) => figure === 'units')).toMatchObject({
      approved: '4',
      now: '6',
    })
  })

  test('recorded after the next month was approved is included in the month after that', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: '2026-01' })
    await app.ask('approvals.approve', { month: '2026-02' })
    totals(app, '2026-01-31', 6, '2026-03-05T11:00:00Z')
    app.clock.ms = Date.parse('2026-04-02T12:00:00Z')
    expect(lines(await app.ask('closing.get', { month: '2026-02' }))).toEqual([])
    expect(lines(await app.ask('closing.get', { month: '2026-03' }))).toHaveLength(2)
  })

  test('does not include the user’s own changes', async () => {
    const app = await twoMonths()
    await app.ask('approvals.approve', { month: '2026-02' })
    await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '5', currency: 'EUR', allHistory: true } })
    expect((await app.ask('closing.get', { month: '2026-02' })).corrections.ofThis).toEqual([])
    writes['snapshot.setAside'](app.db, { snapshotId: 2, reason: 'wrong key', at: app.clock.ms })
    const { corrections, steps } = await app.ask('closing.get', { month: '2026-02' })
    expect(corrections.ofThis).toEqual([])
    expect(steps.find(({ step }) => step === 'approved')).toMatchObject({ tenants: [1], next: 'month show 2026-02' })
  })
})
