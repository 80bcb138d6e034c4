import { expect, test } from 'vitest'
import { verify } from '../../../../src/main/core/history/verify.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import { firstDay, type TestHistory, testHistory } from '../../../support/history.ts'

const person = (id: string, skus: unknown[], more = {}) => ({
  id,
  displayName: id,
  accountEnabled: true,
  assignedLicenseSkuIds: skus,
  ...more,
})

/** Duplicates, a change, an unchanged day, a total only, a number that does not survive parsing, charges with resources, usage. */
async function eventfulHistory(): Promise<TestHistory> {
  const history = await testHistory()
  const days = [
    [person('ada', ['a', 'b']), person('bob', ['a'], { accountEnabled: false }), person('bob', ['b'])],
    [person('ada', ['a']), person('bob', ['a']), person('cy', ['b'])],
    [person('ada', ['a']), person('bob', ['a']), person('cy', ['b'])],
    undefined,
    [person('ada', ['a']), person('cy', [], { mail: 'RAW' }), { displayName: 'without id' }],
  ]
  for (const [n, users] of days.entries()) {
    const text = JSON.stringify({
      tenantId: 'T1',
      reportGeneratedAt: new Date(firstDay + n * dayMs).toISOString(),
      totalBillableUsers: users?.length ?? 2,
      projectedBillableUnitsThisMonth: 3,
      users,
    })
    history.record(text.replace('"RAW"', '12345678901234567890'), { observedAt: firstDay + n * dayMs })
  }
  for (const resources of [[{ name: 'ada@x' }, { name: 'bob@x' }], [{ name: 'ada@x' }]]) {
    const usages = [
      { name: 'CX 1', totalUsage: '2', resources },
      { name: 'Storage', totalUsage: '0.0', resources: [] },
    ]
    history.record(
      { startDate: '2026-07-21T00:00:00.000Z', endDate: '2026-08-20T23:59:59.999Z', status: 'Complete', usages },
      { dataset: 'genesys.billable-usage' },
    )
  }
  history.record(
    {
      asOf: '2026-01-05',
      reportGeneratedAt: '2026-01-06T12:00:00.000Z',
      totalTenants: 1,
      tenants: [{ petraTenantId: 'T1', displayName: 'Acme' }],
    },
    { dataset: 'petra.usage' },
  )
  return history
}

const text = "'tampered'"
const json = `'{"id":"ada"}'`

/** Changes to stored rows, and whether verification can detect them. Each is tried on every row of the table. */
const changes: Record<string, Record<string, string[]>> = {
  frame: { body: [json, "'no json'"] },
  vendor_id: { value: ["value || 'x'"] },
  sku_list: { digest: ['digest + 1'], body: [`'["a","a"]'`, "'no json'"] },
  entry_row: {
    packed: [json, "'no json'", 'NULL'],
    from_number: ['from_number + 1', 'from_number - 1', '77'],
    to_number: ['coalesce(to_number, 9) + 1', 'CASE WHEN to_number IS NULL THEN 5 END'],
  },
  entry_sku_list: {
    sku_list_id: ['CASE sku_list_id WHEN 1 THEN 2 ELSE 1 END'],
    from_number: ['from_number + 1', '77'],
    to_number: ['coalesce(to_number, 9) + 1', 'CASE WHEN to_number IS NULL THEN 5 END'],
  },
  assignment: {
    holder_id: ['CASE holder_id WHEN 1 THEN 2 ELSE 1 END'],
    sku_id: ['CASE sku_id WHEN 2 THEN 3 ELSE 2 END'],
    from_number: ['from_number + 1', '77'],
    to_number: ['coalesce(to_number, 9) + 1', 'CASE WHEN to_number IS NULL THEN 5 END'],
  },
  sku_rollup: {
    holders: ['holders + 1'],
    enabled: ['enabled + 1'],
    disabled: ['disabled + 1'],
    from_number: ['from_number + 1'],
    sku_id: ['CASE sku_id WHEN 2 THEN 3 ELSE 2 END'],
  },
  received: { bytes: ["x'00'", 'substr(bytes, 1, 20)'] },
  series: { period_key: [text], dataset: [`CASE dataset WHEN 'petra.usage' THEN 'petra.billable-users' ELSE 'petra.usage' END`] },
  snapshot: {
    number: ['number + 50'],
    reported_at: ['reported_at + 1'],
    volatile: [`'{"x":1}'`],
    period_start: [text],
    period_end: [text],
    frame_id: ['(SELECT min(id) FROM frame f WHERE f.body <> (SELECT body FROM frame o WHERE o.id = frame_id))'],
    has_list: ['1 - has_list'],
    reported: ['coalesce(reported, 0) + 1'],
    units: ['coalesce(units, 0) + 1'],
    listed: ['coalesce(listed, 0) + 1'],
    holders: ['coalesce(holders, 0) + 1'],
    enabled: ['coalesce(enabled, 0) + 1'],
    disabled: ['coalesce(disabled, 0) + 1'],
    without_id: ['coalesce(without_id, 0) + 1'],
    duplicates: ['coalesce(duplicates, 0) + 1'],
    unchanged: ['1 - unchanged'],
    sha256: ['zeroblob(32)'],
  },
}

test('an untouched history is verified', async () => {
  const { db } = await eventfulHistory()
  expect(verify(db)).toEqual({ snapshots: 8, verified: 8, damaged: [] })
})

for (const [table, columns] of Object.entries(changes)) {
  test(`every change in ${table} is found`, async () => {
    const { db } = await eventfulHistory()
    const { sqlite } = db
    sqlite.pragma('foreign_keys = OFF')
    const keys = sqlite.prepare<[], { name: string; pk: number }>(`SELECT name, pk FROM pragma_table_info('${table}')`).all()
    const key = keys.filter(({ pk }) => pk > 0).map(({ name }) => name)
    const rows = sqlite.prepare<[], Record<string, unknown>>(`SELECT ${key.join(', ')} FROM ${table}`).all()
    expect(rows.length).toBeGreaterThan(0)
    const missed: string[] = []
    for (const row of rows) {
      const where = key.map((name) => `${name} = @${name}`).join(' AND ')
      const tries = Object.entries(columns).flatMap(([column, values]) =>
        values.map((value) => `UPDATE OR IGNORE ${table} SET ${column} = ${value} WHERE ${where} AND ${column} IS NOT (${value})`),
      )
      for (const statement of [...tries, `DELETE FROM ${table} WHERE ${where}`]) {
        sqlite.exec('BEGIN; INSERT INTO wipe_permit VALUES (1)')
        const { changes: done } = sqlite.prepare(statement).run(row)
        if (done > 0 && !isNoticed(() => verify(db))) missed.push(`${statement} ${JSON.stringify(row)}`)
        sqlite.exec('ROLLBACK')
      }
    }
    expect(missed).toEqual([])
  })
}

/** Damage is reported, or there are fewer snapshots than were recorded. */
function isNoticed(check: () => ReturnType<typeof verify>): boolean {
  const { snapshots, verified, damaged } = check()
  return damaged.length > 0 || verified < snapshots || snapshots < 8
}
