import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AttentionAnswer, FindingKind } from '../../../../src/shared/contract/attention-answers.ts'
import {
  addPetraTenant,
  at,
  e3,
  exchange,
  fabric,
  type Reporting,
  recordPeople,
  reporting,
  usageReport,
  user,
  usersReport,
} from '../../../support/reporting.ts'

const february = '2026-02'
const off = { accountEnabled: false }
const lineOf = ({ lines }: AttentionAnswer, kind: FindingKind) => lines.find((line) => line.kind === kind)
const shown = (answer: AttentionAnswer) =>
  answer.lines.map(({ kind, count, sums }) => [kind, count, sums.map((each) => `${each.amount} ${each.currency}`)])

async function priced(now: string): Promise<Reporting> {
  const app = await reporting(now)
  await app.ask('rules.set', { rule: { kind: 'price', item: e3, amount: '20.005', currency: 'EUR', allHistory: true } })
  await app.ask('rules.set', { rule: { kind: 'price', item: exchange, amount: '4', currency: 'EUR', allHistory: true } })
  await app.ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '3', currency: 'EUR', allHistory: true } })
  await app.ask('rules.set', { rule: { kind: 'overlap', skuId: e3, coveredSkuId: exchange, active: true, allHistory: true } })
  return app
}

/** Two tenants: in the first, a disabled person has an overlap too; in the second, two people have one. */
async function people(): Promise<Reporting> {
  const app = await priced('2026-02-28T18:00:00Z')
  addPetraTenant(app, 8)
  const day = '2026-02-28T12:00:00Z'
  const units = (count: number) => ({ projectedBillableUnitsThisMonth: count })
  app.record(
    usersReport(day, [user('a', [e3, exchange], off), user('b', [e3], off), user('c', [fabric], off), user('d', [e3])], units(3)),
    at(day),
  )
  app.record(usersReport(day, [user('e', [e3, exchange]), user('f', [e3, exchange]), user('g', [e3], off)], units(3)), {
    tenantId: 8,
    ...at(day),
  })
  return app
}

describe('people', () => {
  test('a disabled person is found once, with all licences; others are found by the contained licence', async () => {
    const answer = await (await people()).ask('attention.get', {})
    expect(shown(answer)).toEqual([
      ['disabled-licences', 3, ['64.02 EUR']],
      ['overlaps', 2, ['8.00 EUR']],
    ])
    const disabled = lineOf(answer, 'disabled-licences')
    expect(disabled?.items.map(({ person, money, snapshotId }) => [person?.id, money, snapshotId])).toEqual([
      ['a', [{ currency: 'EUR', amount: '24.01' }], 1],
      ['b', [{ currency: 'EUR', amount: '20.01' }], 1],
      ['g', [{ currency: 'EUR', amount: '20.01' }], 2],
    ])
    expect(lineOf(answer, 'overlaps')?.items.map(({ person, skuIds }) => [person?.id, skuIds])).toEqual([
      ['e', [exchange, e3]],
      ['f', [exchange, e3]],
    ])
  })

  test('the sum equals the one in Licences, rounded by tenant and licence', async () => {
    const app = await people()
    const answer = await app.ask('attention.get', { items: false })
    const { cost } = await app.ask('licences.holders', { disabled: true })
    expect(lineOf(answer, 'disabled-licences')?.sums).toEqual(cost.totals)
    expect(answer.lines.flatMap(({ items }) => items)).toEqual([])
  })

  test('without a price, the money is missing, not zero', async () => {
    const app = await reporting('2026-02-28T18:00:00Z')
    app.record(usersReport('2026-02-28T12:00:00Z', [user('a', [e3], off)]), at('2026-02-28T12:00:00Z'))
    expect(lineOf(await app.ask('attention.get', {}), 'disabled-licences')).toMatchObject({
      sums: [],
      withoutPrice: 1,
      items: [{ money: [] }],
    })
  })
})

describe('a mute', () => {
  test('removes an item from count and sum, but not from the list, until its last day is over', async () => {
    const app = await people()
    const before = await app.ask('attention.get', {})
    const { id } = lineOf(before, 'disabled-licences')!.items[0]!
    const muted = await app.ask('attention.mute', { id, reason: 'on leave', until: '2026-03-01', by: 'Ada' })
    expect(muted.muted).toBe(1)
    expect(lineOf(muted, 'disabled-licences')).toMatchObject({ count: 2, muted: 1, sums: [{ currency: 'EUR', amount: '40.02' }] })
    expect(lineOf(muted, 'disabled-licences')?.items.at(-1)).toMatchObject({
      id,
      person: { id: 'a' },
      muted: { reason: 'on leave', until: '2026-03-01', at: '2026-02-28T18:00:00.000Z', by: 'Ada' },
    })
    // What a mute hides is not found as another kind instead.
    expect(lineOf(muted, 'overlaps')?.count).toBe(2)
    app.clock.ms = Date.parse('2026-03-01T23:59:00Z')
    expect((await app.ask('attention.get', {})).muted).toBe(1)
    app.clock.ms = Date.parse('2026-03-02T00:00:00Z')
    expect(await app.ask('attention.get', { month: february })).toEqual(before)
  })

  test('can be ended, and both are kept with who and when', async () => {
    const app = await people()
    const before = await app.ask('attention.get', {})
    const { id } = lineOf(before, 'overlaps')!.items[0]!
    await app.ask('attention.mute', { id, reason: 'once', by: 'Ada' })
    await app.ask('attention.mute', { id, reason: 'twice', by: 'Ben' })
    expect(await app.ask('attention.unmute', { id, by: 'Cy' })).toEqual(before)
    expect(app.db.sqlite.prepare('select reason, by, unmuted_by from attention_mute order by id').raw().all()).toEqual([
      ['once', 'Ada', 'Ben'],
      ['twice', 'Ben', 'Cy'],
    ])
    await expect(app.ask('attention.unmute', { id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('with an id from before teams is still in force, and can be ended', async () => {
    const app = await people()
    const [item] = lineOf(await app.ask('attention.get', {}), 'disabled-licences')!.items
    const earlierId = createHash('sha256')
      .update(JSON.stringify(['disabled-licences', item!.tenant, item!.person!.id]))
      .digest('hex')
      .slice(0, 12)
    const mute = app.db.sqlite.prepare(`insert into attention_mute (item, tenant_id, reason, at, by) values (?, ?, 'old', 0, 'Ada')`)
    mute.run(earlierId, item!.tenant)
    const shown = lineOf(await app.ask('attention.get', {}), 'disabled-licences')!.items.find(({ muted }) => muted !== null)
    expect(shown).toMatchObject({ id: earlierId, person: item!.person, muted: { reason: 'old' } })
    // Muting again uses the current id and ends the old mute.
    await app.ask('attention.mute', { id: earlierId, reason: 'new', by: 'Ben' })
    const again = lineOf(await app.ask('attention.get', {}), 'disabled-licences')!.items.filter(({ muted }) => muted !== null)
    expect(again).toMatchObject([{ id: item!.id, muted: { reason: 'new' } }])
    expect((await app.ask('attention.unmute', { id: item!.id, by: 'Cy' })).muted).toBe(0)
    mute.run(earlierId, item!.tenant)
    expect((await app.ask('attention.unmute', { id: earlierId, by: 'Cy' })).muted).toBe(0)
  })

  test('needs an existing item, and an end in the future', async () => {
    const app = await people()
    await expect(app.ask('attention.mute', { id: '0123456789ab', reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { id } = (await app.ask('attention.get', {})).lines[0]!.items[0]!
    await expect(app.ask('attention.mute', { id, reason: 'x', until: '2026-02-27' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect((await app.ask('attention.get', {})).muted).toBe(0)
  })
})

describe('tenants', () => {
  /** One month later, with a tenant of each kind. */
  async function month(): Promise<Reporting> {
    const app = await priced('2026-03-31T18:00:00Z')
    app.db.sqlite.prepare('update connection set created_at = ?').run(Date.parse('2026-01-01T00:00:00Z'))
    for (const id of [8, 9, 10, 11]) addPetraTenant(app, id, Date.parse('2026-01-02T00:00:00Z'))
    addPetraTenant(app, 12, Date.parse('2026-03-05T00:00:00Z'))
    addPetraTenant(app, 13, Date.parse('2026-03-05T00:00:00Z'))
    const record = (tenantId: number, day: string, count: number, units: number) =>
      app.record(
        usersReport(
          day,
          Array.from({ length: count }, (_, index) => user(`${tenantId}-${index}`, [e3])),
          { projectedBillableUnitsThisMonth: units },
        ),
        { tenantId, ...at(day) },
      )
    const [before, now] = ['2026-02-28T12:00:00Z', '2026-03-31T12:00:00Z']
    for (const id of [1, 8, 9, 10, 11]) record(id, before, 4, 4)
    record(1, now, 4, 4)
    record(8, now, 4, 6)
    record(9, now, 4, 1)
    record(11, now, 4, 0)
    record(12, now, 2, 2)
    record(13, now, 3, 0)
    app.db.sqlite.prepare('update tenant set gone_at = ? where id = 10').run(Date.parse('2026-03-10T00:00:00Z'))
    const listed = (id: number, more: Record<string, unknown> = {}) => ({ petraTenantId: `T${id}`, totalLicensedUsers: 4, ...more })
    app.record(
      usageReport('2026-03-31', [
        listed(1),
        listed(8),
        listed(9),
        listed(11, { isPaused: true }),
        listed(12),
        listed(13, { billableStatus: 'Trial', firstBillableDate: '2026-04-05' }),
      ]),
      { dataset: 'petra.usage', ...at(now) },
    )
    return app
  }

  test('each is found once: billed more or less than held, in a trial, new, gone', async () => {
    const answer = await (await month()).ask('attention.get', {})
    expect(answer.month).toBe('2026-03')
    expect(answer.lines.flatMap(({ kind, items }) => items.map(({ tenant, money }) => [kind, tenant, money[0]?.amount]))).toEqual([
      ['gone-tenants', 10, '12.00'],
      ['held-not-billed', 9, '9.00'],
      ['trials-ending', 13, '9.00'],
      ['billed-not-held', 8, '6.00'],
      ['new-tenants', 12, '6.00'],
    ])
    expect(lineOf(answer, 'trials-ending')?.items[0]?.text).toContain('from 2026-04-05')
  })

  test('an unusual change is found by the tenant’s own history, and not without a history', async () => {
    const app = await priced('2026-10-31T18:00:00Z')
    addPetraTenant(app, 8)
    for (const [index, count] of [10, 12, 11, 13, 12, 14, 13, 15, 14].entries()) {
      recordPeople(app, `2026-0${index + 1}-28T12:00:00Z`, count)
      if (index > 4) recordPeople(app, `2026-0${index + 1}-28T12:00:00Z`, count, 8)
    }
    recordPeople(app, '2026-10-31T12:00:00Z', 44)
    recordPeople(app, '2026-10-31T12:00:00Z', 44, 8)
    const { lines } = await app.ask('attention.get', {})
    expect(lines.map(({ kind, items }) => [kind, items.map(({ tenant, text, money }) => [tenant, text, money])])).toEqual([
      [
        'unusual',
        [
          [
            1,
            '+30 billable users reported since 2026-09 (now 44); a month usually changes them by −11 to +12.',
            [{ currency: 'EUR', amount: '90.00' }],
          ],
        ],
      ],
    ])
    expect((await app.ask('attention.get', { month: '2026-09' })).lines).toEqual([])
  })
})

test('a month that has not begun is refused, and a month without snapshots has no findings', async () => {
  const app = await reporting('2026-03-31T18:00:00Z')
  expect(await app.ask('attention.get', {})).toEqual({ month: '2026-03', lines: [], muted: 0 })
  await expect(app.ask('attention.get', { month: '2026-04' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

describe('charges', () => {
  const seat = (name: string, used: string, committed: string, more: Record<string, unknown> = {}) => ({
    name,
    partNumber: name,
    grouping: 'user-license',
    unitOfMeasureType: 'seat',
    usageQuantity: used,
    prepayQuantity: committed,
    prepayPrice: '10.00',
    overagePrice: '12.00',
    ...more,
  })
  const period = (month: string, usages: unknown[]) => ({
    organization: { id: 'T3', name: 'Customer' },
    currency: 'EUR',
    billingPeriodStartDate: `${month}-01T00:00:00Z`,
    billingPeriodEndDate: `${month}-${month === '2026-02' ? '28' : '31'}T23:59:59Z`,
    usages,
  })
  const overview = { dataset: 'genesys.trustee-overview' as const }
  const found = ({ lines }: AttentionAnswer) =>
    lines.flatMap(({ kind, items }) => items.map(({ month, text, money }) => [kind, month, text, money.map(({ amount }) => amount)]))

  test('a commitment counts as unused after its period, overage as grown if it grew by a tenth', async () => {
    const app = await reporting('2026-03-20T00:00:00Z')
    app.record(
      period('2026-02', [seat('A', '6', '10'), seat('B', '15', '10'), seat('C', '20', '10'), seat('D', '5', '10', { prepayPrice: '0' })]),
      { ...overview, ...at('2026-02-28T20:00:00Z') },
    )
    app.record(period('2026-03', [seat('A', '1', '10'), seat('B', '18.5', '10'), seat('C', '20.5', '10')]), {
      ...overview,
      ...at('2026-03-19T20:00:00Z'),
    })
    expect(found(await app.ask('attention.get', {}))).toEqual([
      ['growing-overage', '2026-03', 'B: 8.5 (seat) over commitment and allowance, 3.5 more than in 2026-02.', ['42.00']],
      ['unused-commitments', '2026-02', 'A: 6 of 10 committed were used; 4 (seat) were paid for but not used.', ['40.00']],
    ])
    // The month has no period that is over.
    expect(found(await app.ask('attention.get', { month: '2026-03' })).map(([kind]) => kind)).toEqual(['growing-overage'])
  })

  test('usage that jumps is unusual by its own history, and a charge with another finding is not found again', async () => {
    const app = await reporting('2026-03-20T00:00:00Z')
    const months = ['2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02']
    for (const [index, month] of months.entries()) {
      const lastDay = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)
      const jump = index === months.length - 1 ? 80 : index % 2
      app.record(
        {
          ...period(month, [
            seat('Calls', `${100.5 + jump}`, '1000', { prepayPrice: '0' }),
            seat('Seats', `${100 + jump}`, '100'),
            seat('Steady', `${50 + (index % 2)}`, '1000', { prepayPrice: '0' }),
          ]),
          billingPeriodEndDate: `${lastDay}T23:59:59Z`,
        },
        { ...overview, ...at(`${lastDay}T20:00:00Z`) },
      )
    }
    expect(found(await app.ask('attention.get', { month: '2026-02' }))).toEqual([
      ['growing-overage', '2026-02', expect.stringMatching(/^Seats: 80/), ['948.00']],
      ['unusual-usage', '2026-02', 'Calls: +79 (seat) used since 2026-01 (now 180.5); a period usually changes it by −5 to +7.', []],
    ])
  })

  test('a period last read days before its end has no unused commitment', async () => {
    const app = await reporting('2026-03-20T00:00:00Z')
    app.record(period('2026-02', [seat('A', '6', '10')]), { ...overview, ...at('2026-02-20T20:00:00Z') })
    expect(found(await app.ask('attention.get', { month: '2026-02' }))).toEqual([])
  })
})
