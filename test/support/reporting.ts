/** Reports over a real history, with a hand-set clock and a small catalogue. */
import { onTestFinished } from 'vitest'
import type { Catalogue } from '../../src/main/core/catalogue/catalogue.ts'
import type { Writer } from '../../src/main/core/history/writer.ts'
import { writes } from '../../src/main/core/history/writes.ts'
import { reportHandlers } from '../../src/main/core/reports/api.ts'
import { ruleHandlers } from '../../src/main/core/rules/api.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/contract/routes.ts'
import { routes } from '../../src/shared/contract/routes.ts'
import { type TestHistory, testHistory } from './history.ts'

/** SKUs of the tests: two billed ones that overlap, one that the vendor excludes, one that is free. */
export const e3 = '05e9a617-0261-4cee-bb44-138d3ef5d965'
export const exchange = '4b9405b0-7788-4568-add1-99614e613b69'
export const phone = 'e43b5b99-8dfb-405f-9987-dc307f34bcbd'
export const fabric = 'a403ebcc-fae0-4ca2-8c8c-7a907fd6c235'

export const testCatalogue: Catalogue = {
  sku: (id) => {
    const names: Record<string, [string, string]> = {
      [e3]: ['Microsoft 365 E3', 'SPE_E3'],
      [exchange]: ['Exchange Online (Plan 1)', 'EXCHANGESTANDARD'],
      [phone]: ['Teams Phone Standard', 'MCOEV'],
      [fabric]: ['Fabric (Free)', 'POWER_BI_STANDARD'],
    }
    const found = names[id]
    return found === undefined ? null : { name: found[0], partNumber: found[1] }
  },
  defaultExcluded: new Set([phone, fabric]),
  defaultFree: new Set([fabric]),
  defaultOverlaps: [[e3, exchange]],
}

/** Asks routes of figures and rules as a host does: input through its schema. */
export interface Reporting extends TestHistory {
  clock: { ms: number }
  ask<R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>>
}

/** A history whose time zone is UTC, at the given time. */
export async function reporting(now: string, { timeZone = 'UTC' } = {}): Promise<Reporting> {
  const history = await testHistory()
  const { db } = history
  db.sqlite.prepare('insert into setting (key, value) values (?, ?)').run('timeZone', JSON.stringify(timeZone))
  const clock = { ms: Date.parse(now) }
  const writer: Writer = {
    // biome-ignore lint/suspicious/noExplicitAny: one of the writes, called with its own input
    call: async (name, input) => db.sqlite.transaction(() => (writes[name] as any)(db, input)).immediate(),
    close: async () => {},
  }
  const deps = { reader: db, writer, clock: { now: () => clock.ms }, catalogue: () => testCatalogue }
  const api: Record<string, unknown> = { ...reportHandlers(deps), ...ruleHandlers(deps) }
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  return {
    ...history,
    clock,
    async ask(route, input) {
      // biome-ignore lint/suspicious/noExplicitAny: the handler of this very route
      const handler = api[route] as any
      return handler(routes[route].input.parse(input), { signal: abort.signal })
    },
  }
}

/** Adds another tenant of Petra's (`T` and its id). */
export function addPetraTenant({ db }: Reporting, id: number, createdAt = 0): void {
  db.sqlite
    .prepare(
      "insert into tenant (id, connection_id, external_id, kind, name, origin, created_at) values (?, 1, ?, 'petra', ?, 'manual', ?)",
    )
    .run(id, `T${id}`, `Tenant ${id}`, createdAt)
}

/** A user's entry as Petra sends it. */
export function user(id: string, skus: readonly string[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    displayName: `Name of ${id}`,
    userPrincipalName: `${id}@northwind.example`,
    accountEnabled: true,
    assignedLicenseSkuIds: [...skus],
    ...more,
  }
}

/** A report of billable users. */
export function usersReport(at: string, users: readonly unknown[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return { reportGeneratedAt: new Date(at).toISOString(), totalBillableUsers: users.length, users: [...users], ...more }
}

/** Totals of all tenants as of a day. */
export function usageReport(asOf: string, tenants: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { asOf, totalTenants: tenants.length, tenants: [...tenants] }
}
