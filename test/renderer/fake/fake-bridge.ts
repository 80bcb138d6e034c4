/** A typed `window.api` in memory, for viewing and testing the page without a host. Every route can be overridden. */
import type { AppInfo } from '../../../src/shared/contract/app-answers.ts'
import type { TenantAnswer } from '../../../src/shared/contract/connection-answers.ts'
import type { Envelope, ErrorShape } from '../../../src/shared/contract/errors.ts'
import type { EventName, Events } from '../../../src/shared/contract/events.ts'
import type { FigureName, MonthPoint, SumPoint, TrendAnswer } from '../../../src/shared/contract/figure-answers.ts'
import type { HostBridge } from '../../../src/shared/contract/host-bridge.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/contract/routes.ts'
import type { SnapshotDetail } from '../../../src/shared/contract/snapshot-answers.ts'
import { fakeAttention } from './fake-attention.ts'
import { fakeChanges, fakeLicenceHolders, fakeLicences, fakePeople, fakeRules, fakeUsage } from './fake-figures.ts'
import { months as allMonths, fakeConnections, fakeTenants, monthsAnswer, openMonth, reportedOf } from './fake-history.ts'
import { fakeInvoice, fakeProfile, fakeReconciled, fakeService } from './fake-reconcile.ts'

export type FakeHandlers = { [R in RouteName]?: (input: RouteInput<R>) => RouteOutput<R> | Promise<RouteOutput<R>> }

/** Throw it in a handler to return an error. */
export class FakeError extends Error {
  readonly shape: ErrorShape
  constructor(shape: ErrorShape) {
    super(shape.message)
    this.shape = shape
  }
}

export interface FakeBridge extends HostBridge {
  emit<E extends EventName>(event: E, payload: Events[E]): void
}

/** A complete history of `tenants` tenants; `overrides` replace routes. */
export function fakeBridge(overrides: FakeHandlers = {}, tenantCount = 7): FakeBridge {
  const handlers: FakeHandlers = { ...fullHistory(tenantCount), ...overrides }
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  return {
    async request(route, input) {
      const handler = handlers[route] as ((input: unknown) => unknown) | undefined
      if (!handler) return refuse({ code: 'NOT_FOUND', message: `The fake has no ${route}.` })
      try {
        return { ok: true, value: (await handler(input)) as never }
      } catch (error) {
        return refuse(error instanceof FakeError ? error.shape : { code: 'INTERNAL', message: String(error) })
      }
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set)
      set.add(listener as never)
      return () => set.delete(listener as never)
    },
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) listener(payload as never)
    },
  }
}

const refuse = (error: ErrorShape): Envelope<never> => ({ ok: false, error })

export const fakeInfo: AppInfo = {
  version: '0.1.0',
  folder: 'seatledger',
  folderIsOpen: false,
  host: 'browser',
  demo: true,
  timeZone: 'Europe/Berlin',
  empty: false,
  keychain: { available: true, reason: null },
}

function fullHistory(tenantCount: number): FakeHandlers {
  const tenants = fakeTenants(tenantCount)
  const ids = tenants.map((each) => each.id)
  const everyTenant = { with: tenantCount, expected: tenantCount, missing: [] }
  const snapshotOf = (tenant: number, month: string): number => tenant * 100 + allMonths.indexOf(month) + 1
  return {
    'app.info': () => fakeInfo,
    'connections.list': () => fakeConnections,
    'connections.cycleDay': ({ name, day }) => ({ ...fakeConnections.find((each) => each.name === name)!, cycleDay: day }),
    'connections.pause': ({ name, paused }) => ({ ...fakeConnections.find((each) => each.name === name)!, paused }),
    'tenants.list': () => tenants,
    'months.list': () => monthsAnswer(tenantCount),
    'queue.get': () => ({
      expectedFinish: '2026-11-22T04:10:00Z',
      items: tenants.slice(0, 4).map((each, index) => ({
        tenant: each.id,
        dataset: 'petra.billable-users',
        notBefore: `2026-11-22T03:5${index}:00Z`,
        reason: 'due since 02:40',
      })),
    }),
    'runs.list': () =>
      tenants.flatMap((each, index) => [
        {
          id: 900 - index,
          tenant: each.id,
          dataset: each.provider === 'petra' ? ('petra.billable-users' as const) : ('genesys.trustee-overview' as const),
          outcome: index === 2 ? ('failed' as const) : index % 2 ? ('unchanged' as const) : ('recorded' as const),
          snapshotId: index === 2 ? null : snapshotOf(each.id, openMonth),
          error: index === 2 ? each.lastError : null,
          startedAt: `2026-11-22T02:${40 - (index % 40)}:00Z`,
          finishedAt: `2026-11-22T02:${40 - (index % 40)}:02Z`,
          requests: 1,
        },
      ]),
    'approvals.moved': () => [],
    'asOf.get': () => ({ day: null }),
    'asOf.days': () => ({ today: '2026-11-22', received: ['2026-09-30', '2026-10-31', '2026-11-21', '2026-11-22'] }),
    'attention.get': () => fakeAttention,
    'closing.get': () => ({
      month: '2026-10',
      over: true,
      closed: false,
      approved: null,
      steps: [
        { step: 'collected' as const, done: true, text: 'All 7 tenants have a snapshot.', tenants: [], next: null },
        { step: 'approved' as const, done: false, text: '2026-10 is over but not approved.', tenants: [], next: 'month approve 2026-10' },
      ],
      corrections: { ofThis: [], lines: [] },
      exports: [],
    }),
    'forecast.get': () => ({
      month: openMonth,
      over: false,
      bill: { state: 'projected' as const, units: 1198, totals: [{ currency: 'USD', amount: '3594.00' }], leftOut: [], lines: [] },
      charges: { totals: [], lines: [] },
      assumptions: ['The bill uses the vendor’s newest projection of each tenant for the whole month, at the month’s price.'],
      days: [],
    }),
    'invoices.list': ({ month }) => (month === undefined || month === fakeInvoice.month ? [fakeInvoice] : []),
    'services.list': () => [fakeService],
    'profiles.list': () => [fakeProfile],
    'reconcile.get': ({ month }) => ({ ...fakeReconciled, month: month ?? fakeReconciled.month }),
    'overview.get': () => ({
      month: openMonth,
      timeZone: 'Europe/Berlin',
      warnings: [],
      cost: {
        bill: {
          state: 'projected' as const,
          amounts: [{ currency: 'USD', value: '3594.00', change: '12.00', changeSince: '2026-10', notComparable: [] }],
          leftOut: [],
        },
        licences: {
          amounts: [{ currency: 'EUR', value: '9876.50', change: '121.50', changeSince: '2026-10', notComparable: [] }],
          leftOut: [],
        },
      },
      bridge: fakeChanges.bridge,
      numbers: {
        total: { reported: 1204, listed: 1206, recounted: 1187 },
        tenants: [{ tenant: 1, reported: 63, listed: 65, recounted: 46 }],
      },
      figures: [
        {
          figure: 'reported',
          label: 'Reported users',
          month: openMonth,
          value: 1204,
          tenants: tenantCount > 5 ? { with: tenantCount - 1, expected: tenantCount, missing: [6] } : everyTenant,
          change: 14,
          changeSince: '2026-10',
          notComparable: [],
        },
        {
          figure: 'recounted',
          label: 'Recounted users',
          month: openMonth,
          value: 1187,
          tenants: everyTenant,
          change: -3,
          changeSince: '2026-10',
          notComparable: [],
        },
        {
          figure: 'units',
          label: 'Units',
          month: openMonth,
          value: 1198,
          state: 'projected',
          tenants: everyTenant,
          change: 0,
          changeSince: '2026-10',
          notComparable: [],
        },
        {
          figure: 'disabled',
          label: 'Disabled accounts',
          month: openMonth,
          value: null,
          tenants: { with: 0, expected: tenantCount, missing: ids },
          change: null,
          changeSince: null,
          notComparable: [],
        },
      ],
      tenants: tenants.map((each) => ({
        tenant: each.id,
        name: each.name,
        provider: each.provider,
        connection: each.connection,
        label: each.provider === 'petra' ? 'Reported users' : 'Charges over commitment',
        value: each.lastSnapshotAt ? reportedOf(each.id, openMonth) : null,
        delta: each.lastSnapshotAt ? (each.id % 4) - 1 : null,
        bill: each.provider === 'petra' ? [{ currency: 'USD', value: '186.00', change: '3.00' }] : [],
        licences: [],
        overage: [],
        why: [{ reason: 'added' as const, delta: '2', currency: null }],
        goneSince: null,
        sparkline: allMonths
          .slice(0, 12)
          .reverse()
          .map((month) => ({ month, value: reportedOf(each.id, month) })),
        lastSnapshotAt: each.lastSnapshotAt,
        freshness: each.paused ? ('paused' as const) : each.lastSnapshotAt ? ('fresh' as const) : ('never' as const),
        evidence: each.lastSnapshotAt
          ? {
              snapshotId: snapshotOf(each.id, openMonth),
              tenant: each.id,
              month: openMonth,
              reportedAt: each.lastSnapshotAt,
              observedAt: each.lastSnapshotAt,
              early: false,
            }
          : null,
      })),
      attention: [
        {
          code: 'NEEDS_CREDENTIAL',
          severity: 'problem',
          message: 'The vendor refused the client’s secret. Replace it in Settings.',
          tenant: null,
          connection: 'Genesys EU',
          screen: 'settings',
        },
        {
          code: 'VENDOR_FORBIDDEN',
          severity: 'problem',
          message: 'The vendor does not let this key read the tenant. Check its access at Petra.',
          tenant: 3,
          connection: 'Petra MSP',
          screen: 'activity',
        },
        {
          code: 'TOTAL_DIFFERS',
          severity: 'hint',
          message: 'The list is 2 longer than the vendor’s own total.',
          tenant: 1,
          connection: null,
          screen: 'changes',
        },
      ],
    }),
    'trend.figures': () => [
      { figure: 'reported', label: 'Reported users', addable: true, reason: null, tenants: ids },
      { figure: 'recounted', label: 'Recounted users', addable: true, reason: null, tenants: ids },
      { figure: 'units', label: 'Units', addable: true, reason: null, tenants: ids },
      {
        figure: 'used:0123456789ab',
        label: 'Genesys Cloud CX 3: used',
        addable: false,
        reason: 'Quantities of different contracts are not added.',
        tenants: [7],
      },
    ],
    'trend.get': ({ figure, tenants: asked, sum, from, to }) => {
      const range = [...allMonths].reverse().filter((month) => (!from || month >= from) && (!to || month <= to))
      const offset = figure === 'recounted' ? -9 : 0
      if (figure.startsWith('used:') || figure.startsWith('committed:')) return chargeTrend(figure, range, snapshotOf)
      const points: (MonthPoint | SumPoint)[] = sum
        ? range.map((month) => {
            const known = ids.map((tenant) => reportedOf(tenant, month)).filter((value) => value !== null)
            const value = known.length === 0 || month === '2026-02' ? null : known.reduce((total, each) => total + each, offset)
            const missing = ids.filter((tenant) => reportedOf(tenant, month) === null)
            return { month, value, tenants: { with: value === null ? 0 : known.length, expected: ids.length, missing } }
          })
        : ((asked as number[] | undefined) ?? ids).flatMap((tenant) =>
            range.map((month) => ({
              month,
              tenant,
              value: reportedOf(tenant, month),
              snapshotId: snapshotOf(tenant, month),
              reportedAt: `${month}-28T22:00:00Z`,
              early: false,
            })),
          )
      return {
        figure: figure as never,
        label: 'Reported users',
        grain: 'month',
        timeZone: 'Europe/Berlin',
        unit: null,
        points,
        warnings: [],
      }
    },
    'snapshots.get': ({ id }) => fakeSnapshot(id),
    'snapshots.raw': ({ id }) => ({
      text: JSON.stringify({ petraTenantId: 'Zk0r8', totalBillableUsers: id, users: [] }),
      received: false,
      sha256: 'ab'.repeat(32),
    }),
    'snapshots.list': () => [fakeSnapshot(101), fakeSnapshot(102)],
    'diff.get': () => fakeChanges,
    'diff.tenants': () => ({
      tenants: [
        {
          tenant: fakeChanges.tenant,
          standing: 'both' as const,
          totals: fakeChanges.totals,
          cost: fakeChanges.cost,
          people: {
            added: fakeChanges.holders.added.length,
            removed: fakeChanges.holders.removed.length,
            changed: fakeChanges.holders.changed.length,
          },
          snapshotId: fakeChanges.to.snapshotId,
        },
      ],
      appeared: tenantCount > 5 ? [6] : [],
      vanished: [],
      explanation: fakeChanges.explanation,
      totals: fakeChanges.totals,
      skus: fakeChanges.skus,
      cost: fakeChanges.cost,
      bridge: fakeChanges.bridge,
      warnings: [],
    }),
    'licences.get': () => fakeLicences,
    'licences.holders': () => fakeLicenceHolders,
    'licences.names': () =>
      fakeLicences.rows.map(({ skuId, name, partNumber }) => ({ skuId, name, partNumber, provider: 'petra' as const })),
    'people.names': ({ query }) =>
      fakePeople.filter((each) => `${each.displayName} ${each.userPrincipalName}`.toLowerCase().includes(query.toLowerCase())),
    'people.search': ({ query }) =>
      fakePeople.filter((each) => `${each.displayName} ${each.userPrincipalName}`.toLowerCase().includes(query.toLowerCase())),
    'people.presence': ({ tenant }) => ({
      tenant: Number(tenant),
      grain: 'month',
      columns: [
        { at: '2026-08', snapshotId: 98 },
        { at: '2026-09', snapshotId: null },
        { at: '2026-10', snapshotId: 100 },
        { at: openMonth, snapshotId: 101 },
      ],
      sets: [
        [{ skuId: 'e3', name: 'Microsoft 365 E3' }],
        [
          { skuId: 'e3', name: 'Microsoft 365 E3' },
          { skuId: 'bi', name: 'Power BI Pro' },
        ],
      ],
      people: fakePeople.slice(0, 6).map((each, index) => ({
        ...each,
        group: index < 2 ? ('added' as const) : index < 4 ? ('removed' as const) : ('changed' as const),
        cells: index < 2 ? [null, null, 0, 0] : index < 4 ? [0, null, 0, null] : [0, null, 1, 1],
      })),
      total: 6,
    }),
    'usage.get': () => fakeUsage,
    'rules.list': () => fakeRules,
    'rules.preview': () => ({
      from: openMonth,
      moves: [
        { month: openMonth, tenant: 1, figure: 'cost of Microsoft 365 E3', before: null, after: { value: '3141.60', currency: 'EUR' } },
      ],
      more: 0,
    }),
    'rules.set': () => ({ revision: 4 }),
    'rules.undo': () => ({ revision: 5 }),
    'history.losses': () => ({ snapshots: 412, people: 63, firstMonth: '2025-06', lastMonth: openMonth }),
    'tenants.pause': ({ tenant, paused }) => ({
      ...(tenants.find((each) => each.id === tenant) ?? (tenants[0] as TenantAnswer)),
      paused,
      pausedItself: paused,
    }),
    'snapshots.setAside': ({ id, reason }) => ({ ...fakeSnapshot(id), setAside: { reason, at: '2026-11-22T03:00:00Z' } }),
    'snapshots.takeBack': ({ id }) => fakeSnapshot(id),
    'team.status': () => ({ team: null }),
    'settings.get': () => ({
      timeZone: 'Europe/Berlin',
      collectEveryHours: 24,
      backupsKept: 10,
      limitsPerKey: false,
      appearance: 'system',
      notifications: true,
      demoTour: true,
      startAtLogin: false,
    }),
    'backups.list': () => [{ name: 'history-2026-11-21.db', bytes: 8_228_864, at: '2026-11-21T03:00:00Z' }],
    'backups.second': () => ({ state: 'none', name: null, sameDisk: false, copies: 0, newest: null }),
    'encryption.get': () => ({ state: 'off', noKeychain: null, readable: [] }),
    'encryption.offer': () => ({ recoveryKey: '7K2M-QX4P-9RTB-03CW-VH6E-YD8N-5JAS-GF1Z' }),
    'encryption.unlock': () => ({}),
    'encryption.set': (input) => ({ state: input.on ? 'keychain' : 'off', changed: 2, left: [] }),
    'collect.start': () => ({ targets: tenantCount }),
    'collect.stop': () => ({}),
  }
}

function chargeTrend(figure: FigureName, range: string[], snapshotOf: (tenant: number, month: string) => number): TrendAnswer {
  const points = range.map((month, index) => ({
    month,
    tenant: 7,
    value:
      month === '2026-03'
        ? null
        : figure.startsWith('used:')
          ? String(184 + index * 2 - (index === 9 ? 11 : 0))
          : index < 8
            ? '180'
            : '200',
    snapshotId: month === '2026-03' ? null : snapshotOf(7, month),
    reportedAt: `${month}-14T02:40:00Z`,
    early: false,
  }))
  return { figure, label: 'Genesys Cloud CX 3', grain: 'month', timeZone: 'Europe/Berlin', unit: 'unit', points, warnings: [] }
}

function fakeSnapshot(id: number): SnapshotDetail {
  return {
    id,
    tenant: Math.max(1, Math.floor(id / 100)),
    dataset: 'petra.billable-users',
    periodStart: null,
    periodEnd: null,
    month: openMonth,
    reportedAt: '2026-11-22T02:40:11Z',
    observedAt: '2026-11-22T02:40:12Z',
    holders: 3,
    sha256: '9f2c'.repeat(16),
    warnings: ['LIST_LONGER'],
    warningsInFull: [{ code: 'LIST_LONGER', message: 'The list has 2 entries more than the vendor’s own total.' }],
    setAside: null,
    totals: { reported: 63, listed: 65, recounted: 61, units: 62 },
    people: fakeChanges.holders.added,
    charges: [],
  }
}
