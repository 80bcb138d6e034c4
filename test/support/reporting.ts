/** Figures over a real history, with a manual clock and a small catalogue. */
import { onTestFinished } from 'vitest'
import { approvalHandlers } from '../../src/main/core/api/approval-handlers.ts'
import { attentionHandlers } from '../../src/main/core/api/attention-handlers.ts'
import { closingHandlers } from '../../src/main/core/api/closing-handlers.ts'
import { figureHandlers } from '../../src/main/core/api/figure-handlers.ts'
import { invoiceHandlers } from '../../src/main/core/api/invoice-handlers.ts'
import { reconcileHandlers } from '../../src/main/core/api/reconcile-handlers.ts'
import { ruleHandlers } from '../../src/main/core/api/rule-handlers.ts'
import { snapshotHandlers } from '../../src/main/core/api/snapshot-handlers.ts'
import { type FileToRead, readFile } from '../../src/main/core/invoices/read-file.ts'
import type { ReadInThread } from '../../src/main/core/invoices/read-in-thread.ts'
import { writes } from '../../src/main/core/writer/writes.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/contract/routes.ts'
import { routes } from '../../src/shared/contract/routes.ts'
import { directWriter } from './direct-writer.ts'
import { type TestHistory, testHistory } from './history.ts'
import { e3, testCatalogue } from './sample-catalogue.ts'

export { e3, exchange, fabric, phone, testCatalogue } from './sample-catalogue.ts'

/** Calls figure, rule and invoice routes as a host does, parsing the input first. */
export interface Reporting extends TestHistory {
  clock: { ms: number }
  ask<R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>>
}

/** A history whose time zone is UTC, at the given time. */
export async function reporting(now: string, { timeZone = 'UTC' } = {}): Promise<Reporting> {
  const history = await testHistory()
  const { db } = history
  writes['setting.set'](db, { key: 'timeZone', value: timeZone })
  // Without a second folder, a history of more than a month has an attention item in every overview.
  writes['setting.set'](db, { key: 'secondBackups', value: { folder: '/elsewhere', id: 'test' } })
  const clock = { ms: Date.parse(now) }
  const deps = { reader: db, writer: directWriter(db), clock: { now: () => clock.ms }, catalogue: () => testCatalogue }
  const api: Record<string, unknown> = {
    ...figureHandlers(deps),
    ...ruleHandlers(deps),
    ...approvalHandlers(deps),
    ...attentionHandlers(deps),
    ...closingHandlers(deps),
    ...invoiceHandlers({ ...deps, readInvoice: readHere }),
    ...reconcileHandlers(deps),
    ...snapshotHandlers(deps),
  }
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  return {
    ...history,
    clock,
    async ask(route, input) {
      // biome-ignore lint/suspicious/noExplicitAny: the handler of this route
      const handler = api[route] as any
      return handler(routes[route].input.parse(input), { signal: abort.signal })
    },
  }
}

/** Reads an invoice without a thread, whose start would take most of a test's time. */
async function readHere(file: FileToRead): Promise<ReadInThread> {
  const { preview, lines } = await readFile(file)
  return { preview, lines: new TextEncoder().encode(JSON.stringify(lines)) }
}

/** Adds another Petra tenant (`T` and its id). */
export function addPetraTenant({ db }: Pick<Reporting, 'db'>, id: number, createdAt = 0): void {
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

/** The option for the collection time of a snapshot. */
export const at = (iso: string): { observedAt: number } => ({ observedAt: Date.parse(iso) })

/** Records a tenant with the given number of people, each with E3, collected at the report time. */
export function recordPeople(app: Reporting, day: string, count: number, tenantId = 1): void {
  const people = Array.from({ length: count }, (_, index) => user(`${tenantId}-${index}`, [e3]))
  app.record(usersReport(day, people), { tenantId, ...at(day) })
}
