import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forgetLater } from '../../../../src/main/core/as-of/forget-later.ts'
import { verify } from '../../../../src/main/core/history/verify.ts'
import { verifyFacts } from '../../../../src/main/core/state/month-facts/verify-facts.ts'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import type { RouteInput, RouteName } from '../../../../src/shared/contract/routes.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import {
  addPetraTenant,
  e3,
  exchange,
  phone,
  type Reporting,
  reporting,
  usageReport,
  user,
  usersReport,
} from '../../../support/reporting.ts'

const start = Date.UTC(2026, 0, 20, 9)
const names = ['ada', 'bob', 'cyd', 'dee'] as const

const someone = fc
  .record({
    id: fc.constantFrom(...names),
    skus: fc.subarray([e3, exchange, phone]),
    enabled: fc.boolean(),
    name: fc.constantFrom('Anna Berg', 'Bob Roe', 'Çelik'),
  })
  .map(({ id, skus, enabled, name }) => user(id, skus, { accountEnabled: enabled, displayName: `${name} ${id}` }))
const tenant = fc.constantFrom(1, 8)
const any = fc.nat(20)
const rule: fc.Arbitrary<RouteInput<'rules.set'>['rule']> = fc.oneof(
  fc.record({ kind: fc.constant('label' as const), skuId: fc.constantFrom(e3, exchange), label: fc.constantFrom('Suite', 'Mail') }),
  fc.record({
    kind: fc.constant('flag' as const),
    skuId: fc.constantFrom(e3, phone),
    flag: fc.constantFrom('excludedByVendor' as const, 'free' as const),
    value: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('price' as const),
    item: fc.constantFrom(e3, 'petra:unit'),
    amount: fc.constantFrom('2.50', '3'),
    currency: fc.constant('EUR'),
    from: fc.constantFrom('2026-01', '2026-02'),
  }),
)
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('people' as const),
      tenant,
      users: fc.option(fc.array(someone, { maxLength: 5 }), { freq: 6 }),
      /** By how many days the report is older than its arrival. */
      late: fc.constantFrom(0, 0, 0, 5),
      /** Received before the previously recorded snapshot, as a pulled one can be. */
      outOfOrder: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('totals' as const), licensed: fc.nat(9), units: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('charges' as const), used: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('rule' as const), rule }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('aside' as const), which: any, back: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('approval' as const), withdraw: fc.boolean() }) },
)
const history = fc.record({
  happenings: fc.array(fc.record({ days: fc.integer({ min: 0, max: 17 }), happening }), { minLength: 2, maxLength: 14 }),
  cut: fc.nat(13),
})
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

test('a copy of a history as of a day answers like a history that was only recorded up to it', { timeout: 60_000 }, async () => {
  const app = await reporting(new Date(start).toISOString())
  addPetraTenant(app, 8)
  app.db.sqlite.pragma('foreign_keys = OFF')
  await fc.assert(
    fc.asyncProperty(history, async ({ happenings, cut }) => {
      app.db.sqlite.exec('BEGIN')
      try {
        const end = start + happenings.slice(0, cut + 1).reduce((sum, { days }) => sum + days, 0) * dayMs + dayMs / 2
        let now = start
        let then: unknown = null
        for (const { days, happening } of happenings) {
          now += days * dayMs
          if (now >= end && then === null) then = await answers(app, end - 1)
          await happen(app, happening, now)
        }
        then ??= await answers(app, end - 1)
        forgetLater(app.db, end)
        const left = await answers(app, end - 1)
        // Pulled late, but received before the day: it was known on the day, although it was recorded later.
        const isPulled = happenings.some(({ happening }) => happening.what === 'people' && happening.outOfOrder)
        if (!isPulled) expect(left).toEqual(then)
        expect(app.db.sqlite.prepare('SELECT count(*) FROM snapshot WHERE observed_at >= ?').pluck().get(end)).toBe(0)
        expect(verify(app.db).damaged).toEqual([])
        expect(verifyFacts(app.db).wrong).toEqual([])
        expect(app.db.sqlite.pragma('foreign_key_check')).toEqual([])
      } finally {
        app.db.sqlite.exec('ROLLBACK')
      }
    }),
    { numRuns: 60 },
  )
})

async function happen(app: Reporting, happening: Happening, now: number): Promise<void> {
  const day = new Date(now).toISOString()
  app.clock.ms = now
  if (happening.what === 'people') {
    const { tenant: tenantId, users, late, outOfOrder } = happening
    const observedAt = outOfOrder ? now - 12 * dayMs : now
    const sent = usersReport(new Date(observedAt - late * dayMs).toISOString(), users ?? [])
    app.record(users === null ? { ...sent, users: undefined, totalBillableUsers: 3 } : sent, { tenantId, observedAt })
  } else if (happening.what === 'totals') {
    const { licensed, units } = happening
    const row = { tenantId: 'T1', totalLicensedUsers: licensed, projectedBillableUnits: units, billableStatus: 'active' }
    app.record(usageReport(day.slice(0, 10), [row]), { dataset: 'petra.usage', observedAt: now })
  } else if (happening.what === 'charges') {
    app.record(charges(day, happening.used), { dataset: 'genesys.trustee-overview', observedAt: now })
  } else if (happening.what === 'rule') {
    await app.ask('rules.set', { rule: happening.rule }).catch(expectAppError)
  } else if (happening.what === 'approval') {
    const month = day.slice(0, 7) === '2026-01' ? '2025-12' : '2026-01'
    if (happening.withdraw) await app.ask('approvals.withdraw', { month }).catch(expectAppError)
    else await app.ask('approvals.approve', { month, by: 'Ada' }).catch(expectAppError)
  } else {
    const ids = app.db.sqlite.prepare<[], number>('SELECT id FROM snapshot ORDER BY id').pluck().all()
    const snapshotId = ids[happening.which % Math.max(1, ids.length)]
    if (snapshotId === undefined) return
    const isAside = app.db.sqlite.prepare('SELECT 1 FROM set_aside WHERE snapshot_id = ? AND taken_back_at IS NULL').get(snapshotId)
    if (isAside !== undefined && happening.back) writes['snapshot.takeBack'](app.db, { snapshotId, at: now })
    if (isAside === undefined && !happening.back) writes['snapshot.setAside'](app.db, { snapshotId, reason: 'bad', at: now })
  }
}

/** A random decision may be refused (nothing to withdraw, no figures yet), but must not fail otherwise. */
function expectAppError(error: unknown): void {
  expect(error).toHaveProperty('code')
}

function charges(day: string, used: number): unknown {
  const month = day.slice(0, 7)
  return {
    organization: { id: 'T3', name: 'Customer' },
    currency: 'EUR',
    subscriptionType: 'PREPAY',
    billingPeriodStartDate: `${month}-01T00:00:00Z`,
    billingPeriodEndDate: `${month}-28T23:59:59Z`,
    usages: [{ name: 'CX 1', partNumber: 'P-1', grouping: 'user-license', usageQuantity: String(used), prepayQuantity: '85' }],
  }
}

/** The answers for screens at `now`; an error is an answer too. */
async function answers(app: Reporting, now: number): Promise<unknown> {
  app.clock.ms = now
  const ask = <R extends RouteName>(route: R, input: RouteInput<R>) =>
    app.ask(route, input).catch((error: { code: string; message: string }) => ({ code: error.code, message: error.message }))
  return {
    overview: await ask('overview.get', {}),
    months: await ask('months.list', {}),
    diff: await ask('diff.all', { from: '2026-01', to: '2026-03' }),
    licences: await ask('licences.get', {}),
    names: await ask('licences.names', {}),
    usage: await ask('usage.get', { tenant: 3 }),
    trend: await ask('trend.get', { figure: 'recounted', grain: 'day' }),
    units: await ask('trend.get', { figure: 'units' }),
    people: await ask('people.search', { query: 'a' }),
    berg: await ask('people.search', { query: 'berg' }),
    snapshots: await ask('snapshots.list', {}),
    rules: await ask('rules.list', {}),
    approval: await ask('approvals.get', { month: '2026-01' }),
    closing: await ask('closing.get', { month: '2026-01' }),
    attention: await ask('attention.get', {}),
  }
}
