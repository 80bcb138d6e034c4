/** A host that keeps what it has read answers as one that has just begun, whatever another process did to the history in between. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beforeMonth, eraseWrites } from '../../../../src/main/core/history/erase.ts'
import { openReader } from '../../../../src/main/core/history/open.ts'
import { writes } from '../../../../src/main/core/history/writes.ts'
import { reportHandlers } from '../../../../src/main/core/reports/handlers.ts'
import { calendarOf, lastDayOf } from '../../../../src/shared/domain/calendar.ts'
import { parseMonth } from '../../../../src/shared/domain/month.ts'
import { type TestHistory, testHistory } from '../../../support/history.ts'
import { addPetraTenant, e3, exchange, phone, testCatalogue, usageReport, user, usersReport } from '../../../support/reporting.ts'

const start = Date.UTC(2026, 0, 20)
const hourMs = 3_600_000
const petraTenants = [1, 8, 9]

const someone = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    skus: fc.subarray([e3, exchange, phone, 'unheard-of']),
    enabled: fc.boolean(),
    guest: fc.boolean(),
  })
  .map(({ id, skus, enabled, guest }) =>
    user(id, skus, { accountEnabled: enabled, ...(guest ? { userPrincipalName: `${id}#EXT#@northwind.example` } : {}) }),
  )
const tenant = fc.constantFrom(...petraTenants)
const month = fc.constantFrom('2026-02', '2026-03', '2026-04')
/** Hours by which the vendor's report is older than the answer. */
const ageHours = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 1_500 }) })

type Act = (history: TestHistory, now: number) => unknown

const users = fc
  .record({ tenant, ageHours, people: fc.option(fc.array(someone, { maxLength: 5 })) })
  .map(({ tenant, ageHours, people }): Act => {
    return (history, now) => {
      const at = new Date(now - ageHours * hourMs).toISOString()
      const report = people === null ? { reportGeneratedAt: at, totalBillableUsers: 3 } : usersReport(at, people)
      history.record({ ...report, projectedBillableUnitsThisMonth: people?.length ?? 4 }, { tenantId: tenant, observedAt: now })
    }
  })
const totals = fc.record({ month, units: fc.nat(9) }).map(({ month, units }): Act => {
  return (history, now) => {
    // As of the month's last day once that is over: such a reading settles the month's units.
    const asOf = now > Date.parse(lastDayOf(parseMonth(month))) ? lastDayOf(parseMonth(month)) : `${month}-10`
    const tenants = petraTenants.map((id) => ({ petraTenantId: `T${id}`, totalLicensedUsers: units, billableUsersThisMonth: units }))
    history.record(usageReport(asOf, tenants), { dataset: 'petra.usage', observedAt: now })
  }
})
const charges = fc.record({ used: fc.nat(9), committed: fc.nat(9) }).map(({ used, committed }): Act => {
  return (history, now) => {
    const charge = {
      name: 'CX 2',
      partNumber: 'P',
      grouping: 'user-license',
      unitOfMeasureType: 'seat',
      overagePrice: '9.00',
      prepayPrice: '8.00',
    }
    const month = new Date(now).toISOString().slice(0, 7)
    const payload = {
      organization: { id: 'T3', name: 'Northwind Contact' },
      currency: 'EUR',
      enabledProducts: [],
      subscriptionType: 'PREPAY_MONTHLY_COMMITMENT',
      billingPeriodStartDate: `${month}-01T00:00:00Z`,
      billingPeriodEndDate: `${month}-28T23:59:59Z`,
      usages: [{ ...charge, usageQuantity: `${used}`, prepayQuantity: `${committed}` }],
    }
    history.record(payload, { dataset: 'genesys.trustee-overview', observedAt: now })
  }
})
const ofSnapshot = (act: (history: TestHistory, snapshotId: number, now: number) => void) =>
  fc.nat(40).map(
    (pick): Act =>
      (history, now) => {
        const ids = history.db.sqlite.prepare<[], number>('select id from snapshot order by id').pluck().all()
        if (ids.length > 0) act(history, ids[pick % ids.length]!, now)
      },
  )
const isAside = ({ db }: TestHistory, id: number) =>
  db.sqlite.prepare('select 1 from set_aside where snapshot_id = ? and taken_back_at is null').get(id) !== undefined
const setAside = ofSnapshot(({ db, ...rest }, snapshotId, at) => {
  if (isAside({ db, ...rest }, snapshotId)) writes['snapshot.takeBack'](db, { snapshotId, at })
  else writes['snapshot.setAside'](db, { snapshotId, reason: 'random', at })
})
const rule = fc.record({ subject: fc.constantFrom(e3, exchange), value: fc.constantFrom('0', '1'), fromMonth: fc.option(month) }).map(
  (added): Act =>
    ({ db }, at) => {
      writes['rule.add'](db, { kind: 'excluded', object: '', currency: null, at, ...added })
    },
)
const timeZone = fc.constantFrom('UTC', 'Pacific/Auckland', 'America/Los_Angeles').map(
  (value): Act =>
    ({ db }) => {
      writes['setting.set'](db, { key: 'timeZone', value })
    },
)
const eraseTenant = tenant.map(
  (tenantId): Act =>
    ({ db }) =>
      eraseWrites['history.deleteTenant'](db, { tenantId }),
)
const eraseBefore = month.map(
  (text): Act =>
    ({ db }) =>
      eraseWrites['history.deleteBefore'](db, beforeMonth(parseMonth(text), calendarOf('UTC'))),
)

const step = fc.record({
  hours: fc.oneof({ weight: 3, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(600) }),
  act: fc.oneof(
    { weight: 8, arbitrary: users },
    { weight: 2, arbitrary: totals },
    { weight: 2, arbitrary: charges },
    { weight: 2, arbitrary: setAside },
    { weight: 1, arbitrary: rule },
    { weight: 1, arbitrary: timeZone },
    { weight: 1, arbitrary: fc.oneof(eraseTenant, eraseBefore) },
  ),
})

/** Everything that a page asks of months, from a handle of its own. */
function answersOf({ dataDir }: TestHistory, clock: { now(): number }) {
  const reader = openReader(dataDir)
  const api = reportHandlers({ reader, clock, catalogue: () => testCatalogue })
  const context = { signal: new AbortController().signal }
  const told = (answer: Promise<unknown>) => answer.catch((error: unknown) => String(error))
  return {
    all: async () => ({
      overview: await told(api['overview.get']({}, context)),
      months: await told(api['months.list']({}, context)),
      recounted: await told(api['trend.get']({ figure: 'recounted', sum: true, grain: 'month' }, context)),
      units: await told(api['trend.get']({ figure: 'units', sum: false, grain: 'month' }, context)),
      days: await told(api['trend.get']({ figure: 'usage:units', sum: false, grain: 'day' }, context)),
      licences: await told(api['licences.get']({}, context)),
      february: await told(api['licences.get']({ month: '2026-02' }, context)),
      diff: await told(api['diff.all']({ from: '2026-02', to: '2026-03' }, context)),
      usage: await told(api['usage.get']({ tenant: 3 }, context)),
    }),
    close: () => reader.sqlite.close(),
  }
}

test('answers are those of a host that has just begun', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const history = await testHistory()
      for (const id of petraTenants.slice(1)) addPetraTenant(history, id)
      let now = start
      const clock = { now: () => now }
      const lasting = answersOf(history, clock)
      try {
        for (const { hours, act } of steps) {
          now += hours * hourMs
          await act(history, now)
          const fresh = answersOf(history, clock)
          const [kept, anew] = [await lasting.all(), await fresh.all()]
          fresh.close()
          expect(kept).toEqual(anew)
        }
      } finally {
        lasting.close()
      }
    }),
    { numRuns: 25 },
  )
})

test('another time zone cuts the months that were kept otherwise', async () => {
  const history = await testHistory()
  const lasting = answersOf(history, { now: () => Date.parse('2026-04-01T12:00:00Z') })
  const monthsNow = async () => (await lasting.all()).licences as { evidence: { month: string }[] }
  writes['setting.set'](history.db, { key: 'timeZone', value: 'UTC' })
  history.record(usersReport('2026-02-28T23:00:00Z', []), { observedAt: Date.parse('2026-02-28T23:00:00Z') })
  expect((await monthsNow()).evidence.map(({ month }) => month)).toEqual(['2026-02'])
  writes['setting.set'](history.db, { key: 'timeZone', value: 'Europe/Berlin' })
  expect((await monthsNow()).evidence.map(({ month }) => month)).toEqual(['2026-03'])
  lasting.close()
})

for (const [zone, last, ended] of [
  ['America/Los_Angeles', '2026-03-01T07:59:00Z', '2026-03-01T08:01:00Z'],
  ['Pacific/Auckland', '2026-02-28T10:59:00Z', '2026-02-28T11:01:00Z'],
] as const) {
  test(`a month-end that is kept lies early from the end of its month on, in ${zone}`, async () => {
    const history = await testHistory()
    let now = Date.parse(last)
    const lasting = answersOf(history, { now: () => now })
    const early = async () => ((await lasting.all()).months as { months: { month: string; early: number[] }[] }).months.at(-1)
    writes['setting.set'](history.db, { key: 'timeZone', value: zone })
    history.record(usersReport('2026-02-20T12:00:00Z', []), { observedAt: Date.parse('2026-02-20T12:00:00Z') })
    expect(await early()).toMatchObject({ month: '2026-02', early: [] })
    now = Date.parse(ended)
    expect(await early()).toMatchObject({ month: '2026-02', early: [1] })
    lasting.close()
  })
}

test('what was counted by the rules of before is counted anew by those of now', async () => {
  const history = await testHistory()
  const lasting = answersOf(history, { now: () => Date.parse('2026-03-01T12:00:00Z') })
  const recounted = async () => ((await lasting.all()).recounted as { points: { value: number }[] }).points[0]?.value
  const setRule = (value: '0' | '1') =>
    writes['rule.add'](history.db, { kind: 'excluded', subject: e3, object: '', value, currency: null, fromMonth: null, at: 0 })
  history.record(usersReport('2026-02-20T12:00:00Z', [user('a', [e3])]), { observedAt: Date.parse('2026-02-20T12:00:00Z') })
  expect(await recounted()).toBe(1)
  setRule('1')
  expect(await recounted()).toBe(0)
  setRule('0')
  expect(await recounted()).toBe(1)
  lasting.close()
})

test('units that were projected are settled by totals that come later', async () => {
  const history = await testHistory()
  const lasting = answersOf(history, { now: () => Date.parse('2026-03-03T12:00:00Z') })
  const february = async () => ((await lasting.all()).units as { points: { value: number; state: string }[] }).points[0]
  const report = { ...usersReport('2026-02-20T12:00:00Z', [user('a', [e3])]), projectedBillableUnitsThisMonth: 4 }
  history.record(report, { observedAt: Date.parse('2026-02-20T12:00:00Z') })
  expect(await february()).toMatchObject({ value: 4, state: 'projected' })
  const totals = usageReport('2026-02-28', [{ petraTenantId: 'T1', billableUsersThisMonth: 6 }])
  history.record(totals, { dataset: 'petra.usage', observedAt: Date.parse('2026-03-02T12:00:00Z') })
  expect(await february()).toMatchObject({ value: 6, state: 'settled' })
  lasting.close()
})
