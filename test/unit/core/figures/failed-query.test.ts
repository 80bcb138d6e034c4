/**
 * Line J: a failed query must not affect later answers. Each table in turn is renamed while every route is called once; with the table
 * back, the host must answer like one whose queries never failed.
 */
import { expect, test } from 'vitest'
import { figureHandlers } from '../../../../src/main/core/api/figure-handlers.ts'
import { openReader } from '../../../../src/main/core/maintenance/open.ts'
import type { RouteInput, RouteName } from '../../../../src/shared/contract/routes.ts'
import { routes } from '../../../../src/shared/contract/routes.ts'
import { at, e3, exchange, phone, reporting, testCatalogue, usageReport, user, usersReport } from '../../../support/reporting.ts'

const ask = <R extends RouteName>(route: R, input: RouteInput<R>) => ({ route, input })
const questions = [
  ask('licences.get', {}),
  ask('licences.get', { month: '2026-02' }),
  ask('overview.get', {}),
  ask('trend.get', { figure: 'recounted', sum: true, grain: 'month' }),
  ask('trend.get', { figure: 'units', sum: false, grain: 'month' }),
  ask('trend.get', { figure: `sku:${e3}`, sum: false, grain: 'month' }),
  ask('diff.all', { from: '2026-01', to: '2026-02' }),
  ask('diff.get', { tenant: 1, from: '2026-01', to: '2026-02' }),
  ask('people.search', { query: 'Name of' }),
  ask('months.list', {}),
]
const tables = ['sku_rollup', 'assignment', 'entry_row', 'vendor_id', 'snapshot', 'series', 'set_aside', 'rule']

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
  return app
}

test.each(tables)('line J: after failed queries of %s, every answer equals that of a host without failures', async (table) => {
  const app = await filled()
  const { sqlite } = app.db
  const now = () => app.clock.ms
  const host = () => {
    const reader = openReader(app.dataDir)
    const api = figureHandlers({ reader, clock: { now }, catalogue: () => testCatalogue })
    return {
      // biome-ignore lint/suspicious/noExplicitAny: the handler of this route
      answer: async ({ route, input }: (typeof questions)[number]) => (api as any)[route](routes[route].input.parse(input), {}),
      close: () => reader.sqlite.close(),
    }
  }
  const sound = host()
  const expected = await Promise.all(questions.map((question) => sound.answer(question)))
  sound.close()
  // Without the pragma, SQLite would update views and triggers to the new name.
  sqlite.pragma('legacy_alter_table = on')
  let failures = 0
  for (const [index, question] of questions.entries()) {
    const troubled = host()
    sqlite.exec(`alter table ${table} rename to missing`)
    await troubled.answer(question).catch(() => (failures += 1))
    sqlite.exec(`alter table missing rename to ${table}`)
    expect(await troubled.answer(question), JSON.stringify(question)).toEqual(expected[index])
    troubled.close()
  }
  expect(failures).toBeGreaterThan(0)
})
