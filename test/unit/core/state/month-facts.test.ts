/** After any change to a history, month facts match the evidence, and so do the answers that use them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attentionHandlers } from '../../../../src/main/core/api/attention-handlers.ts'
import { closingHandlers } from '../../../../src/main/core/api/closing-handlers.ts'
import { figureHandlers } from '../../../../src/main/core/api/figure-handlers.ts'
import { bridgeOf } from '../../../../src/main/core/figures/bridge/bridge.ts'
import { readFacts, readMonthFacts } from '../../../../src/main/core/figures/bridge/read-facts.ts'
import { monthSide } from '../../../../src/main/core/figures/bridge/side.ts'
import { inOneReading } from '../../../../src/main/core/figures/reading.ts'
import { totalsReader } from '../../../../src/main/core/figures/tenant-totals.ts'
import { allTenants, type ReportTenant } from '../../../../src/main/core/figures/tenants.ts'
import { beforeMonth, eraseWrites } from '../../../../src/main/core/maintenance/erase.ts'
import { openHistory } from '../../../../src/main/core/maintenance/open.ts'
import { petraUnit } from '../../../../src/main/core/rules/rule-book.ts'
import { ensureFacts, rebuildFacts } from '../../../../src/main/core/state/month-facts/refresh.ts'
import { factTimeZone } from '../../../../src/main/core/state/month-facts/state.ts'
import { strayFacts, verifyFacts } from '../../../../src/main/core/state/month-facts/verify-facts.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import type { FindingKind } from '../../../../src/shared/contract/attention-answers.ts'
import type { OverviewAnswer } from '../../../../src/shared/contract/overview-answers.ts'
import { calendarOf, lastDayOf } from '../../../../src/shared/domain/calendar.ts'
import { type Month, monthRange, parseMonth } from '../../../../src/shared/domain/month.ts'
import { directWriter } from '../../../support/direct-writer.ts'
import { type TestHistory, testHistory } from '../../../support/history.ts'
import { addPetraTenant, e3, exchange, phone, testCatalogue, usageReport, user, usersReport } from '../../../support/reporting.ts'

const start = Date.UTC(2026, 0, 20)
const hourMs = 3_600_000
const petraTenants = [1, 8, 9]
const lateTenant = 12

const someone = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', undefined),
    skus: fc.subarray([e3, exchange, phone, 'unheard-of']),
    enabled: fc.boolean(),
    guest: fc.boolean(),
  })
  .map(({ id, skus, enabled, guest }) =>
    user(`${id}`, skus, { id, accountEnabled: enabled, ...(guest ? { userPrincipalName: `${id}#ext#@northwind.example` } : {}) }),
  )
const tenant = fc.constantFrom(...petraTenants)
const month = fc.constantFrom('2026-02', '2026-03', '2026-04')
/** By how many hours the vendor's report is older than the response. */
const ageHours = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 1_500 }) })

type Act = (history: TestHistory, now: number) => unknown

/** The list that each history's tenants were last sent. */
const lastLists = new WeakMap<TestHistory, Map<number, readonly unknown[]>>()

/** A report without a list, with a new one, or with the same one again and a total of its own. */
const users = fc
  .record({
    tenant,
    ageHours,
    total: fc.option(fc.nat(9)),
    people: fc.oneof(fc.constantFrom('none', 'same'), fc.array(someone, { maxLength: 5 })),
  })
  .map(({ tenant, ageHours, total, people }): Act => {
    return (history, now) => {
      const at = new Date(now - ageHours * hourMs).toISOString()
      const lists = lastLists.get(history) ?? new Map<number, readonly unknown[]>()
      const list = people === 'none' ? null : people === 'same' ? (lists.get(tenant) ?? []) : people
      if (list !== null) lastLists.set(history, lists.set(tenant, list))
      const report = list === null ? { reportGeneratedAt: at } : usersReport(at, list)
      const totals = { totalBillableUsers: total ?? (list === null ? 3 : undefined), projectedBillableUnitsThisMonth: list?.length ?? 4 }
      history.record({ ...report, ...totals }, { tenantId: tenant, observedAt: now })
    }
  })
const totals = fc.record({ month, units: fc.nat(9) }).map(({ month, units }): Act => {
  return (history, now) => {
    // As of the month's last day, after its end: such a snapshot settles the month's units.
    const asOf = now > Date.parse(lastDayOf(parseMonth(month))) ? lastDayOf(parseMonth(month)) : `${month}-10`
    const tenants = [...petraTenants, lateTenant].map((id) => ({
      petraTenantId: `T${id}`,
      totalLicensedUsers: units,
      billableUsersThisMonth: units,
    }))
    history.record(usageReport(asOf, tenants), { dataset: 'petra.usage', observedAt: now })
  }
})
function chargesReport(month: string, { used, committed }: { used: number; committed: number }) {
  const charge = {
    name: 'CX 2',
    partNumber: 'P',
    grouping: 'user-license',
    unitOfMeasureType: 'seat',
    overagePrice: '9.00',
    prepayPrice: '8.00',
  }
  return {
    organization: { id: 'T3', name: 'Northwind Contact' },
    currency: 'EUR',
    enabledProducts: [],
    subscriptionType: 'PREPAY_MONTHLY_COMMITMENT',
    billingPeriodStartDate: `${month}-01T00:00:00Z`,
    billingPeriodEndDate: `${month}-28T23:59:59Z`,
    usages: [{ ...charge, usageQuantity: `${used}`, prepayQuantity: `${committed}` }],
  }
}
const charges = fc.record({ used: fc.nat(9), committed: fc.nat(9) }).map((quantities): Act => {
  return (history, now) => {
    const month = new Date(now).toISOString().slice(0, 7)
    history.record(chargesReport(month, quantities), { dataset: 'genesys.trustee-overview', observedAt: now })
  }
})
const resources = fc.array(fc.record({ name: fc.constantFrom('ada@x', 'bob@x', 'desk') }), { maxLength: 4 })
const ownCharges = fc
  .array(fc.record({ name: fc.constantFrom('CX 1', 'CX 2', 'Storage'), resources }), { maxLength: 3 })
  .map((usages): Act => {
    return (history, now) => {
      const month = new Date(now).toISOString().slice(0, 7)
      const payload = {
        startDate: `${month}-01T00:00:00.000Z`,
        endDate: `${month}-28T23:59:59.999Z`,
        status: 'Complete',
        usages: usages.map((usage) => ({ ...usage, totalUsage: `${usage.resources.length}` })),
      }
      history.record(payload, { dataset: 'genesys.billable-usage', observedAt: now })
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
const price = fc
  .record({ subject: fc.constantFrom(e3, exchange, petraUnit), value: fc.constantFrom('3.45', '0.335'), fromMonth: fc.option(month) })
  .map(
    (added): Act =>
      ({ db }, at) => {
        writes['rule.add'](db, { kind: 'price', object: '', currency: 'EUR', at, ...added })
      },
  )
const timeZone = fc.constantFrom('UTC', 'Pacific/Auckland', 'America/Los_Angeles').map(
  (value): Act =>
    ({ db }) => {
      writes['setting.set'](db, { key: 'timeZone', value })
    },
)
/** Totals contain this tenant from the beginning; the list of tenants contains it later. */
const discover = fc.constant<Act>((history) => {
  if (history.db.sqlite.prepare('select 1 from tenant where id = ?').get(lateTenant) === undefined) addPetraTenant(history, lateTenant)
})
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
    { weight: 1, arbitrary: ownCharges },
    { weight: 1, arbitrary: discover },
    { weight: 2, arbitrary: setAside },
    { weight: 1, arbitrary: rule },
    { weight: 1, arbitrary: price },
    { weight: 1, arbitrary: timeZone },
    { weight: 1, arbitrary: fc.oneof(eraseTenant, eraseBefore) },
  ),
})

const apiOf = (db: TestHistory['db'], now: number) => {
  const deps = { reader: db, writer: directWriter(db), clock: { now: () => now }, catalogue: () => testCatalogue }
  return { ...figureHandlers(deps), ...attentionHandlers(deps), ...closingHandlers(deps) }
}

/** Who needs attention by month facts, and who does by everybody's entries: disabled people, then holders of an overlap. */
async function attentionOf({ db }: TestHistory, now: number, month: string) {
  const [api, context] = [apiOf(db, now), { signal: new AbortController().signal }]
  const { lines } = await api['attention.get']({ month, items: true }, context)
  const found = (kind: FindingKind) =>
    lines
      .flatMap((line) => (line.kind === kind ? line.items : []))
      .map(({ tenant, person }) => `${tenant} ${person!.id} ${person!.displayName}`)
  const nobody = (error: unknown) => {
    if ((error as { code?: string }).code === 'NO_SNAPSHOT') return { holders: [], overlaps: [] }
    throw error
  }
  const paid = (skus: readonly string[]) => skus.some((sku) => !testCatalogue.defaultFree.has(sku))
  const { holders } = await api['licences.holders']({ month, disabled: true }, context).catch(nobody)
  const disabled = holders
    .filter(({ holder }) => paid(holder.skus))
    .map(({ tenant, holder }) => `${tenant} ${holder.id} ${holder.displayName}`)
  const { overlaps } = await api['licences.get']({ month }, context).catch(nobody)
  const overlapping = overlaps.flatMap((each) => each.holders).map(({ tenant, holder }) => `${tenant} ${holder.id} ${holder.displayName}`)
  return {
    stored: [found('disabled-licences').sort(), found('overlaps').sort()],
    entries: [disabled.sort(), overlapping.filter((each) => !disabled.includes(each)).sort()],
  }
}

/** All answers that a page requests about months. */
async function answersOf({ db }: TestHistory, now: number) {
  const api = apiOf(db, now)
  const context = { signal: new AbortController().signal }
  const outcome = (answer: Promise<unknown>) => answer.catch((error: unknown) => String(error))
  return {
    overview: await outcome(api['overview.get']({}, context)),
    attention: await outcome(api['attention.get']({ items: true }, context)),
    closing: await outcome(api['closing.get']({}, context)),
    months: await outcome(api['months.list']({}, context)),
    recounted: await outcome(api['trend.get']({ figure: 'recounted', sum: true, grain: 'month' }, context)),
    units: await outcome(api['trend.get']({ figure: 'units', sum: false, grain: 'month' }, context)),
    totals: await outcome(api['trend.get']({ figure: 'usage:licensed', sum: false, grain: 'month' }, context)),
    days: await outcome(api['trend.get']({ figure: 'usage:units', sum: false, grain: 'day' }, context)),
    licences: await outcome(api['licences.get']({}, context)),
    february: await outcome(api['licences.get']({ month: '2026-02' }, context)),
    diff: await outcome(api['diff.all']({ from: '2026-02', to: '2026-03' }, context)),
    usage: await outcome(api['usage.get']({ tenant: 3 }, context)),
  }
}

/** The bridge between every two months, from stored moves if there are any, and from intervals. */
function bridgesOf({ db }: TestHistory, now: number) {
  return inOneReading({ reader: db, clock: { now: () => now }, catalogue: () => testCatalogue }, (reading) => {
    const totals = totalsReader(reading)
    const tenants = allTenants(db).filter(({ kind }) => kind === 'petra')
    const months = monthRange(parseMonth('2026-01'), reading.openMonth)
    const pairs = months.flatMap((from, index) => months.slice(index + 1).map((to) => [from, to] as const))
    const side = (tenant: ReportTenant, month: Month) => monthSide(reading, tenant, month)
    return pairs.map(([from, to]) => ({
      stored: bridgeOf(readMonthFacts(reading, totals, tenants, from, to)),
      intervals: bridgeOf(tenants.map((tenant) => readFacts(reading, totals, tenant, side(tenant, from), side(tenant, to)).facts)),
    }))
  })
}

/** The same answers after rebuilding all facts, without changing the history. */
async function answersAfterRebuild(history: TestHistory, now: number) {
  const { sqlite } = history.db
  sqlite.exec('BEGIN')
  try {
    rebuildFacts(history.db, factTimeZone(history.db))
    return await answersOf(history, now)
  } finally {
    sqlite.exec('ROLLBACK')
  }
}

test('after each step of a random history, facts and answers match the evidence', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const history = await testHistory()
      for (const id of petraTenants.slice(1)) addPetraTenant(history, id)
      let now = start
      for (const { hours, act } of steps) {
        now += hours * hourMs
        await act(history, now)
        expect(verifyFacts(history.db).wrong).toEqual([])
        expect(strayFacts(history.db)).toBe(0)
      }
      expect(await answersOf(history, now)).toEqual(await answersAfterRebuild(history, now))
      for (const { stored, intervals } of bridgesOf(history, now)) expect(stored).toEqual(intervals)
      for (const month of ['2026-01', '2026-02', '2026-03', '2026-04'].filter((each) => Date.parse(`${each}-02`) <= now)) {
        const { stored, entries } = await attentionOf(history, now, month)
        expect(stored).toEqual(entries)
      }
    }),
    { numRuns: 40 },
  )
})

test('the vendor’s total of a month-end is its own, also if its list is that of the snapshot before', async () => {
  const history = await testHistory()
  const totals = [
    ['2026-01-10', { totalBillableUsers: 6 }],
    ['2026-01-20', { totalBillableUsers: 7 }],
    ['2026-02-20', { totalBillableUsers: undefined }],
    ['2026-03-20', { totalBillableUsers: 8 }],
  ] as const
  for (const [day, total] of totals) {
    history.record(usersReport(`${day}T12:00:00Z`, [user('a', [e3])], total), { observedAt: Date.parse(`${day}T12:00:00Z`) })
  }
  const { overview } = await answersOf(history, Date.parse('2026-03-20T13:00:00Z'))
  const [tenant] = (overview as OverviewAnswer).tenants
  expect(tenant?.sparkline.slice(-3).map(({ value }) => value)).toEqual([7, null, 8])
  expect(verifyFacts(history.db).wrong).toEqual([])
})

test('another time zone changes the months', async () => {
  const history = await testHistory()
  const now = Date.parse('2026-04-01T12:00:00Z')
  const months = async () =>
    ((await answersOf(history, now)).licences as { evidence: { month: string }[] }).evidence.map(({ month }) => month)
  writes['setting.set'](history.db, { key: 'timeZone', value: 'UTC' })
  history.record(usersReport('2026-02-28T23:00:00Z', []), { observedAt: Date.parse('2026-02-28T23:00:00Z') })
  expect(await months()).toEqual(['2026-02'])
  writes['setting.set'](history.db, { key: 'timeZone', value: 'Europe/Berlin' })
  expect(await months()).toEqual(['2026-03'])
  expect(verifyFacts(history.db)).toEqual({ months: 1, wrong: [] })
})

for (const [zone, last, ended] of [
  ['America/Los_Angeles', '2026-03-01T07:59:00Z', '2026-03-01T08:01:00Z'],
  ['Pacific/Auckland', '2026-02-28T10:59:00Z', '2026-02-28T11:01:00Z'],
] as const) {
  test(`a month-end is early once its month has ended, in ${zone}`, async () => {
    const history = await testHistory()
    const early = async (now: string) =>
      ((await answersOf(history, Date.parse(now))).months as { months: { month: string; early: number[] }[] }).months.at(-1)
    writes['setting.set'](history.db, { key: 'timeZone', value: zone })
    history.record(usersReport('2026-02-20T12:00:00Z', []), { observedAt: Date.parse('2026-02-20T12:00:00Z') })
    expect(await early(last)).toMatchObject({ month: '2026-02', early: [] })
    expect(await early(ended)).toMatchObject({ month: '2026-02', early: [1] })
  })
}

test('projected units are settled by later totals', async () => {
  const history = await testHistory()
  const february = async () =>
    ((await answersOf(history, Date.parse('2026-03-03T12:00:00Z'))).units as { points: { value: number; state: string }[] }).points[0]
  const report = { ...usersReport('2026-02-20T12:00:00Z', [user('a', [e3])]), projectedBillableUnitsThisMonth: 4 }
  history.record(report, { observedAt: Date.parse('2026-02-20T12:00:00Z') })
  expect(await february()).toMatchObject({ value: 4, state: 'projected' })
  const totals = usageReport('2026-02-28', [{ petraTenantId: 'T1', billableUsersThisMonth: 6 }])
  history.record(totals, { dataset: 'petra.usage', observedAt: Date.parse('2026-03-02T12:00:00Z') })
  expect(await february()).toMatchObject({ value: 6, state: 'settled' })
})

test('missing, outdated or damaged facts are found and rebuilt', async () => {
  const history = await testHistory()
  const { sqlite } = history.db
  history.record(usersReport('2026-01-20T12:00:00Z', [user('a', [e3, phone]), user('c', [e3])]))
  history.record(usersReport('2026-02-20T12:00:00Z', [user('a', [e3], { accountEnabled: false }), user('b', [e3, exchange])]))
  history.record(usageReport('2026-02-20', [{ petraTenantId: 'T1', billableUsersThisMonth: 6 }]), { dataset: 'petra.usage' })
  history.record(chargesReport('2026-02', { used: 4, committed: 3 }), { dataset: 'genesys.trustee-overview' })
  const wrong = () => verifyFacts(history.db).wrong.map(({ dataset }) => dataset)
  const damages = [
    ['petra.billable-users', 'update month_sku_set set holders = holders + 1'],
    ['petra.billable-users', 'update month_fact set guests = 7 where guests is not null'],
    ['petra.billable-users', 'update month_sku_set set disabled_ids = null'],
    ['petra.billable-users', "update sku_set set skus = '[]' where id = 1"],
    ['petra.billable-users', 'delete from month_sku_set where sku_set_id = 1'],
    ['petra.billable-users', 'update month_fact set sku_holders = null where tenant_id is not null'],
    ['petra.billable-users', 'update month_fact set previous_id = null'],
    ['petra.billable-users', 'update month_move set before_set_id = null where after_set_id is not null'],
    ['petra.billable-users', 'delete from month_move where after_set_id is null'],
    ['petra.billable-users', "update series set newest_at = 1 where dataset = 'petra.billable-users'"],
    ['genesys.trustee-overview', 'update month_fact set charges_over = 0 where charges_over = 1'],
    ['genesys.trustee-overview', "update month_fact set charges_used = '[]' where charges_used is not null"],
    ['petra.usage', 'update month_total set units = null'],
    ['petra.usage', 'delete from month_fact where tenant_id is null'],
  ] as const
  for (const [dataset, damage] of damages) {
    sqlite.exec(damage)
    expect(wrong(), damage).toContain(dataset)
    expect(new Set(wrong()).size, damage).toBe(1)
    rebuildFacts(history.db, factTimeZone(history.db))
    expect(wrong()).toEqual([])
  }
  sqlite.exec('update fact_state set version = 0')
  sqlite.exec('delete from month_sku_set')
  ensureFacts(history.db, 'UTC')
  expect(wrong()).toEqual([])
  sqlite.exec('delete from fact_state')
  sqlite.exec('delete from month_fact')
  const again = await openHistory(history.dataDir, start)
  expect(verifyFacts(again.db).wrong).toEqual([])
  again.close()
})

test('a month whose facts cannot be read is an error, not zero', async () => {
  const history = await testHistory()
  history.record(usersReport('2026-02-20T12:00:00Z', [user('a', [e3])]))
  history.db.sqlite.exec('drop table month_sku_set')
  const { recounted } = await answersOf(history, start)
  expect(recounted).toMatch(/no such table/)
})
