/**
 * Line J: a failed query is no zero. Each query of each route fails once: then there is no answer, and the host answers the next time like one whose
 * queries never failed.
 */
import { expect, test } from 'vitest'
import { approvalHandlers } from '../../../../src/main/core/api/approval-handlers.ts'
import { attentionHandlers } from '../../../../src/main/core/api/attention-handlers.ts'
import { closingHandlers } from '../../../../src/main/core/api/closing-handlers.ts'
import { figureHandlers } from '../../../../src/main/core/api/figure-handlers.ts'
import { reconcileHandlers } from '../../../../src/main/core/api/reconcile-handlers.ts'
import { openReader } from '../../../../src/main/core/maintenance/open.ts'
import type { RouteInput, RouteName } from '../../../../src/shared/contract/routes.ts'
import { routes } from '../../../../src/shared/contract/routes.ts'
import { directWriter } from '../../../support/direct-writer.ts'
import { csvFile, plainColumns, plainHeaders } from '../../../support/invoices.ts'
import {
  at,
  e3,
  exchange,
  phone,
  type Reporting,
  reporting,
  testCatalogue,
  usageReport,
  user,
  usersReport,
} from '../../../support/reporting.ts'

const ask = <R extends RouteName>(route: R, input: RouteInput<R>) => ({ route, input })
const questions = [
  ask('licences.get', {}),
  ask('licences.get', { month: '2026-02' }),
  ask('overview.get', {}),
  ask('trend.get', { figure: 'recounted', sum: true, grain: 'month' }),
  ask('trend.get', { figure: 'units', sum: false, grain: 'month' }),
  ask('trend.get', { figure: `sku:${e3}`, sum: false, grain: 'month' }),
  ask('trend.get', { figure: 'usage:units', sum: true, grain: 'month' }),
  ask('diff.all', { from: '2026-01', to: '2026-02' }),
  ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' }),
  ask('people.search', { query: 'Name of' }),
  ask('months.list', {}),
  ask('people.presence', { tenant: 1, from: '2026-01', to: '2026-02' }),
  ask('forecast.get', {}),
  ask('attention.get', { items: true }),
  ask('approvals.get', { month: '2026-01' }),
  ask('closing.get', { month: '2026-02' }),
  ask('reconcile.get', { month: '2026-02' }),
  ask('reconcile.people', { month: '2026-02', tenant: 1, item: `sku:${e3}` }),
]
async function filled() {
  const app = await reporting('2026-03-10T00:00:00Z')
  for (const [day, skus] of [
    ['2026-01-31T12:00:00Z', [e3]],
    ['2026-02-28T12:00:00Z', [e3, exchange, phone]],
  ] as const) {
    app.record(usersReport(day, [user('a', skus), user('b', [exchange])], { projectedBillableUnitsThisMonth: 2 }), at(day))
    const totals = usageReport(day.slice(0, 10), [{ petraTenantId: 'T1', totalLicensedUsers: 2, billableUsersThisMonth: 2 }])
    app.record(totals, { dataset: 'petra.usage', ...at(day) })
  }
  const file = csvFile([plainHeaders, ['Acme', 'Microsoft 365 E3', 3, '10', 'EUR', '']])
  await app.ask('invoices.add', { file, month: '2026-02', columns: plainColumns, who: 'Kim' })
  await app.ask('approvals.approve', { month: '2026-01' })
  return app
}

/** A host on the history, whose query number `failing` fails. It counts its queries. */
function hostOf({ db, dataDir, clock }: Reporting, failing = 0) {
  const reader = openReader(dataDir)
  let queries = 0
  const prepare = reader.sqlite.prepare.bind(reader.sqlite)
  reader.sqlite.prepare = ((sql: string) => {
    const statement = prepare(sql)
    for (const method of ['all', 'get', 'iterate'] as const) {
      const execute = statement[method].bind(statement) as (...parameters: unknown[]) => never
      statement[method] = (...parameters: unknown[]) => {
        queries += 1
        if (queries === failing) throw new Error('injected')
        return execute(...parameters)
      }
    }
    return statement
  }) as typeof prepare
  const deps = { reader, writer: directWriter(db), clock: { now: () => clock.ms }, catalogue: () => testCatalogue }
  const api: Record<string, unknown> = {
    ...figureHandlers(deps),
    ...approvalHandlers(deps),
    ...attentionHandlers(deps),
    ...closingHandlers(deps),
    ...reconcileHandlers(deps),
  }
  return {
    // biome-ignore lint/suspicious/noExplicitAny: the handler of this route
    answer: async ({ route, input }: (typeof questions)[number]) => (api as any)[route](routes[route].input.parse(input), {}),
    queries: () => queries,
    close: () => reader.sqlite.close(),
  }
}

test.each(questions)('line J: whichever query of %o fails, there is no answer, and the next one is whole', async (question) => {
  const app = await filled()
  const sound = hostOf(app)
  const expected = await sound.answer(question)
  const queries = sound.queries()
  sound.close()
  expect(queries).toBeGreaterThan(0)
  for (let failing = 1; failing <= queries; failing += 1) {
    const troubled = hostOf(app, failing)
    await expect(troubled.answer(question), `query ${failing}`).rejects.toThrow('injected')
    expect(await troubled.answer(question), `after query ${failing}`).toEqual(expected)
    troubled.close()
  }
})
