import { expect, test } from 'vitest'
import { writes } from '../../../../src/main/core/writer/writes.ts'
import { addPetraTenant, at, e3, recordPeople, reporting, user, usersReport } from '../../../support/reporting.ts'

test('the overview shows key figures with their change, and every tenant with its sparkline', async () => {
  const app = await reporting('2026-03-01T06:00:00Z')
  addPetraTenant(app, 8)
  recordPeople(app, '2026-01-31T12:00:00Z', 2)
  recordPeople(app, '2026-02-28T12:00:00Z', 5)
  recordPeople(app, '2026-02-28T12:00:00Z', 7, 8)
  const overview = await app.ask('overview.get', {})
  expect(overview.month).toBe('2026-02')
  // Tenant 8 was listed in January without a snapshot, so it counts in the value but not in the change.
  expect(overview.figures.find((figure) => figure.figure === 'reported')).toEqual({
    figure: 'reported',
    label: 'Reported users',
    month: '2026-02',
    value: 12,
    tenants: { with: 2, expected: 2, missing: [] },
    change: 3,
    changeSince: '2026-01',
    notComparable: [8],
  })
  const acme = overview.tenants.find((tenant) => tenant.tenant === 1)
  expect(acme).toMatchObject({ value: 5, delta: 3, freshness: 'fresh', evidence: { snapshotId: 2, month: '2026-02' } })
  expect(acme?.sparkline.slice(-3)).toEqual([
    { month: '2025-12', value: null },
    { month: '2026-01', value: 2 },
    { month: '2026-02', value: 5 },
  ])
  expect(overview.tenants.find((tenant) => tenant.tenant === 3)).toMatchObject({ value: null, freshness: 'never', evidence: null })
})

test('each attention item is listed once, with its screen', async () => {
  const app = await reporting('2026-03-20T06:00:00Z')
  app.record(
    usersReport('2026-02-20T12:00:00Z', [user('a', [e3], { accountEnabled: false }), user('b', ['unheard-of'])], {
      totalBillableUsers: 3,
      tenantId: 'T1',
    }),
    at('2026-02-20T12:00:00Z'),
  )
  app.db.sqlite.exec(
    "update connection set state = 'needs-credential', state_code = 'UNAUTHORIZED', state_message = 'Refused.' where id = 2",
  )
  const { attention } = await app.ask('overview.get', {})
  expect(attention.map(({ code, severity, tenant, screen }) => [code, severity, tenant, screen])).toEqual([
    ['NEEDS_CREDENTIAL', 'problem', null, 'settings'],
    ['STALE', 'problem', 1, 'activity'],
    ['LIST_DIFFERS', 'hint', 1, 'activity'],
    ['EARLY_MONTH_END', 'hint', 1, 'activity'],
    ['UNKNOWN_SKU', 'hint', null, 'licences'],
  ])
})

test('an old snapshot only gives the item that it is stale', async () => {
  const app = await reporting('2026-04-20T06:00:00Z')
  const unheardOf = user('a', ['unheard-of'], { accountEnabled: false })
  app.record(usersReport('2026-02-20T12:00:00Z', [unheardOf], { tenantId: 'T1' }), at('2026-02-20T12:00:00Z'))
  const { attention } = await app.ask('overview.get', {})
  expect(attention.map(({ code, tenant }) => [code, tenant])).toEqual([['STALE', 1]])
})

test('a history of more than a month with all its backups on one disk gives an item until a second folder is chosen', async () => {
  const app = await reporting('2026-03-20T12:00:00Z')
  for (const day of ['2026-02-25', '2026-03-20'])
    app.record(usersReport(`${day}T06:00:00Z`, [user('a', [e3])], { tenantId: 'T1' }), at(`${day}T06:00:00Z`))
  const codes = async () => (await app.ask('overview.get', {})).attention.map(({ code }) => code)
  expect(await codes()).not.toContain('ONE_DISK')
  app.db.sqlite.exec("delete from setting where key = 'secondBackups'")
  expect(await codes()).not.toContain('ONE_DISK')
  app.clock.ms = Date.parse('2026-03-28T12:00:00Z')
  expect(await codes()).toContain('ONE_DISK')
  writes['setting.set'](app.db, { key: 'secondBackups', value: { folder: '/elsewhere', id: 'test' } })
  expect(await codes()).not.toContain('ONE_DISK')
})

test('A: a first snapshot dated in the future does not delay the attention item about backups on one disk', async () => {
  const app = await reporting('2026-03-28T12:00:00Z')
  app.db.sqlite.exec("delete from setting where key = 'secondBackups'")
  for (const day of ['2027-02-25', '2026-02-25'])
    app.record(usersReport(`${day}T06:00:00Z`, [user('a', [e3])], { tenantId: 'T1' }), at(`${day}T06:00:00Z`))
  expect((await app.ask('overview.get', {})).attention.map(({ code }) => code)).toContain('ONE_DISK')
})

test('a paused connection gives no attention items, and its tenants are paused rather than stale', async () => {
  const app = await reporting('2026-04-20T06:00:00Z')
  app.record(usersReport('2026-02-20T12:00:00Z', [user('a', [e3])], { tenantId: 'T1' }), at('2026-02-20T12:00:00Z'))
  app.db.sqlite.exec("update connection set paused = 1; update connection set state = 'needs-credential' where id = 2")
  const { attention, tenants } = await app.ask('overview.get', {})
  expect(attention).toEqual([])
  expect(new Set(tenants.map(({ freshness }) => freshness))).toEqual(new Set(['paused']))
  // Its history is unchanged, and a month without a snapshot is not expected.
  const { points } = await app.ask('trend.get', { figure: 'reported', sum: true, from: '2026-02', to: '2026-03' })
  expect(points).toEqual([
    { month: '2026-02', value: 1, tenants: { with: 1, expected: 1, missing: [] } },
    { month: '2026-03', value: null, tenants: { with: 0, expected: 0, missing: [] } },
  ])
})

test('a tenant that the vendor no longer lists keeps its history and gives no attention items', async () => {
  const app = await reporting('2026-04-20T06:00:00Z')
  app.record(usersReport('2026-02-20T12:00:00Z', [user('a', [e3])], { tenantId: 'T1' }), at('2026-02-20T12:00:00Z'))
  app.db.sqlite.prepare('update tenant set gone_at = ? where id = 1').run(Date.parse('2026-03-01T00:00:00Z'))
  const { attention, tenants } = await app.ask('overview.get', {})
  expect(attention).toEqual([])
  expect(tenants.find(({ tenant }) => tenant === 1)).toMatchObject({ value: 1, freshness: 'gone' })
})

test('the overview of an empty history is empty', async () => {
  const app = await reporting('2026-03-20T06:00:00Z')
  app.db.sqlite.exec('delete from tenant')
  expect(await app.ask('overview.get', {})).toMatchObject({ figures: [], tenants: [], attention: [] })
})
