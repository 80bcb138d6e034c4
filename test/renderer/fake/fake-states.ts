/** States of the page that a healthy host does not show. */

import type { RouteName } from '../../../src/shared/contract/routes.ts'
import { emptyOverview } from '../../support/empty-overview.ts'
import { type FakeBridge, FakeError, type FakeHandlers, fakeBridge, fakeInfo } from './fake-bridge.ts'
import { fakeLicences, fakeUsage } from './fake-figures.ts'
import { fakeConnections, fakeTenants, monthsAnswer } from './fake-history.ts'
import { fakeReconciled } from './fake-reconcile.ts'

const figures = [
  'overview.get',
  'months.list',
  'trend.figures',
  'trend.get',
  'diff.get',
  'diff.tenants',
  'licences.get',
  'licences.holders',
  'people.names',
  'people.search',
  'usage.get',
  'invoices.list',
  'reconcile.get',
  'runs.list',
  'snapshots.list',
  'snapshots.get',
  'rules.list',
] as const satisfies readonly RouteName[]

/** The same handler for every route of figures. */
const everywhere = (handler: () => never | Promise<never>, routes: readonly RouteName[] = figures): FakeHandlers =>
  Object.fromEntries(routes.map((route) => [route, handler]))

const locked = (): never => {
  throw new FakeError({
    code: 'DB_LOCKED',
    message: 'Another programme holds the history. Close it and try again.',
    data: { waitedMs: 5000 },
  })
}

/** Answers once, then fails, so that outdated data is shown. */
function thenFails(): FakeBridge {
  const bridge = fakeBridge()
  const seen = new Set<string>()
  return {
    ...bridge,
    async request(route, input) {
      const key = `${route} ${JSON.stringify(input)}`
      if (!figures.some((each) => each === route) || !seen.has(key)) {
        seen.add(key)
        return bridge.request(route, input)
      }
      return { ok: false, error: { code: 'DB_LOCKED', message: 'Another programme holds the history. Close it and try again.' } }
    },
  }
}

const noVariance = { rows: 0, seats: '0', value: [], withoutPrice: 0 }
const noMonths = () => ({ timeZone: 'Europe/Berlin', openMonth: '2026-11', goneSince: null, months: [] })
const nothing = {
  'invoices.list': () => [],
  'services.list': () => [],
  'profiles.list': () => [],
  'reconcile.get': ({ month }) => ({
    ...fakeReconciled,
    month: month ?? fakeReconciled.month,
    invoices: [],
    rows: [],
    unmapped: [],
    totals: { unmappedLines: 0, leftOutLines: 0, matched: 0, gaps: 0, open: 0, under: noVariance, over: noVariance },
  }),
  'runs.list': () => [],
  'snapshots.list': () => [],
  'queue.get': () => ({ expectedFinish: null, items: [] }),
  'months.list': noMonths,
  'trend.figures': () => [],
  'people.names': () => [],
  'people.search': () => [],
} satisfies FakeHandlers

/** Tenants that are listed but have no snapshot yet. */
const neverCollected = fakeTenants(7).map(({ id, name, provider, connection }) => ({
  tenant: id,
  name,
  provider,
  connection,
  label: 'Reported users',
  value: null,
  delta: null,
  sparkline: [],
  lastSnapshotAt: null,
  freshness: 'never' as const,
  bill: [],
  licences: [],
  overage: [],
  why: [],
  goneSince: null,
  evidence: null,
}))

const longName = 'Evergreen Hospitality Holdings and Subsidiaries of the Greater North-Western Region, Incorporated'
const rightToLeft = 'مجموعة النخيل الطبية للرعاية الصحية المتكاملة'

export const fakeStates: Record<string, () => FakeBridge> = {
  full: () => fakeBridge(),
  /** Without connections. */
  empty: () =>
    fakeBridge({
      ...nothing,
      'app.info': () => ({ ...fakeInfo, demo: false, empty: true }),
      'connections.list': () => [],
      'tenants.list': () => [],
    }),
  /** Connected, and nothing collected yet. */
  fresh: () =>
    fakeBridge({
      ...nothing,
      'app.info': () => ({ ...fakeInfo, demo: false }),
      'connections.list': () => fakeConnections.map((each) => ({ ...each, state: 'ok' as const, lastRunAt: null, lastError: null })),
      'tenants.list': () => fakeTenants(7).map((each) => ({ ...each, lastSnapshotAt: null, lastError: null, paused: false })),
      'overview.get': () => emptyOverview({ timeZone: 'Europe/Berlin', tenants: neverCollected }),
      'diff.tenants': () => {
        throw new FakeError({ code: 'NO_SNAPSHOT', message: 'No tenant has a snapshot in October 2026.' })
      },
    }),
  failing: () => fakeBridge(everywhere(locked)),
  loading: () => fakeBridge(everywhere(() => new Promise(() => {}))),
  older: thenFails,
  one: () => fakeBridge({}, 1),
  many: () => fakeBridge({}, 2000),
  /** Very long and right-to-left names. */
  names: () => {
    const named = fakeTenants(7).map((each, index) => ({ ...each, name: index % 2 ? rightToLeft : longName }))
    return fakeBridge({
      'tenants.list': () => named,
      'licences.get': () => ({
        ...fakeLicences,
        rows: fakeLicences.rows.map((row, index) => ({ ...row, name: index % 2 ? rightToLeft : longName })),
      }),
      'usage.get': () => ({
        ...fakeUsage,
        rows: fakeUsage.rows.map((row, index) => ({ ...row, name: index % 2 ? rightToLeft : longName })),
      }),
      'overview.get': async () => {
        const answer = await fakeBridge().request('overview.get', {})
        if (!answer.ok) throw new Error(answer.error.message)
        return { ...answer.value, tenants: answer.value.tenants.map((row, index) => ({ ...row, name: named[index]?.name ?? row.name })) }
      },
    })
  },
  /** A gap in the shown month. */
  gap: () =>
    fakeBridge({
      'months.list': () => {
        const answer = monthsAnswer(7)
        return {
          ...answer,
          months: answer.months.map((each, index) => (index < 2 ? { ...each, tenants: { ...each.tenants, with: 0 } } : each)),
        }
      },
      ...everywhere(() => {
        throw new FakeError({ code: 'NO_SNAPSHOT', message: 'There is no snapshot in November 2026. The nearest are in September 2026.' })
      }, ['diff.get', 'diff.tenants', 'licences.get', 'licences.holders', 'usage.get']),
    }),
}
