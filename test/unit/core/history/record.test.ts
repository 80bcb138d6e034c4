import { zstdDecompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { rebuild } from '../../../../src/main/core/evidence/read-payload.ts'
import { verify } from '../../../../src/main/core/history/verify.ts'
import { dayMs } from '../../../../src/shared/domain/duration.ts'
import type { JsonObject } from '../../../../src/shared/domain/json.ts'
import { firstDay, type TestHistory, testHistory } from '../../../support/history.ts'

const guid = '06EBC4EE-1BB5-47DD-8120-11324BC54E06'
const person = (id: string, skus: unknown[] = ['sku-a'], more: JsonObject = {}) => ({
  id,
  displayName: `Name of ${id}`,
  userPrincipalName: `${id}@acme.example`,
  accountEnabled: true,
  assignedLicenseSkuIds: skus,
  ...more,
})
const report = (users: unknown[], more: Record<string, unknown> = {}) => ({
  tenantId: 'T1',
  tenantDisplayName: 'Acme',
  reportGeneratedAt: new Date(firstDay).toISOString(),
  totalBillableUsers: users.length,
  projectedBillableUnitsThisMonth: users.length,
  users,
  ...more,
})
const day = (n: number) => ({ reportGeneratedAt: new Date(firstDay + n * dayMs).toISOString() })
const at = (n: number) => ({ observedAt: firstDay + n * dayMs })

const intervals = ({ db }: TestHistory) =>
  db.sqlite
    .prepare(
      `SELECT h.value || ' ' || k.value || ' ' || from_number || '-' || coalesce(to_number, '') FROM assignment a
       JOIN vendor_id h ON h.id = a.holder_id JOIN vendor_id k ON k.id = a.sku_id ORDER BY 1`,
    )
    .pluck()
    .all()
const rollup = ({ db }: TestHistory) =>
  db.sqlite
    .prepare(
      "SELECT v.value || ' ' || from_number || ': ' || holders FROM sku_rollup JOIN vendor_id v ON v.id = sku_id ORDER BY from_number, 1",
    )
    .pluck()
    .all()
const count = ({ db }: TestHistory, table: string) => db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

test('a snapshot keeps totals, people and their licences', async () => {
  const history = await testHistory()
  const users = [
    person('ada', ['sku-b', 'sku-a']),
    person('bob', ['sku-a'], { accountEnabled: false }),
    person('cy', [], { accountEnabled: null }),
  ]
  const recorded = history.record(report(users))
  expect(recorded).toEqual({ outcome: 'recorded', snapshotId: 1, number: 1, warnings: [] })
  expect(history.db.sqlite.prepare('SELECT listed, reported, units, holders, enabled, disabled, reported_at FROM snapshot').get()).toEqual({
    listed: 3,
    reported: 3,
    units: 3,
    holders: 3,
    enabled: 1,
    disabled: 1,
    reported_at: firstDay,
  })
  expect(intervals(history)).toEqual(['ada sku-a 1-', 'ada sku-b 1-', 'bob sku-a 1-'])
  expect(rollup(history)).toEqual(['sku-a 1: 2', 'sku-b 1: 1'])
  expect(rebuild(history.db, 1)).toEqual(report([users[1], users[2], person('ada', ['sku-a', 'sku-b'])]))
})

test('an unchanged day adds one snapshot row and nothing else', async () => {
  const history = await testHistory()
  history.record(report([person('ada'), person('bob')]), at(0))
  const tables = ['entry', 'entry_sku_list', 'assignment', 'sku_rollup', 'frame', 'vendor_id', 'sku_list']
  const before = tables.map((table) => count(history, table))
  const second = history.record(report([person('bob'), person('ada')], day(1)), at(1))
  expect(second).toMatchObject({ outcome: 'unchanged', number: 2, warnings: [] })
  expect(tables.map((table) => count(history, table))).toEqual(before)
  expect(rebuild(history.db, second.snapshotId)).toMatchObject(day(1))
})

test('additions, removals and changes are stored as intervals', async () => {
  const history = await testHistory()
  history.record(report([person('ada', ['a']), person('bob', ['a'])]), at(0))
  history.record(report([person('ada', ['b']), person('cy', ['a'])], day(1)), at(1))
  history.record(report([person('ada', ['b']), person('bob', ['a']), person('cy', ['a'])], day(2)), at(2))
  expect(intervals(history)).toEqual(['ada a 1-2', 'ada b 2-', 'bob a 1-2', 'bob a 3-', 'cy a 2-'])
  expect(rollup(history)).toEqual(['a 1: 2', 'a 2: 1', 'b 2: 1', 'a 3: 2'])
})

test('a licence that nobody holds any more gets a count of zero', async () => {
  const history = await testHistory()
  history.record(report([person('ada', ['a'])]), at(0))
  history.record(report([person('ada', [])], day(1)), at(1))
  history.record(report([person('ada', [], { mail: 'x' })], day(2)), at(2))
  expect(rollup(history)).toEqual(['a 1: 1', 'a 2: 0'])
})

test('a change of spelling, of a name or of an unknown field is recorded, but moves no licence', async () => {
  const history = await testHistory()
  history.record(report([person(guid, [guid])]), at(0))
  for (const [n, changed] of [
    person(guid.toLowerCase(), [guid]),
    person(guid, [guid.toLowerCase()]),
    person(guid, [guid], { team: [1, { a: null }] }),
  ].entries()) {
    expect(history.record(report([changed], day(n + 1)), at(n + 1)).outcome).toBe('recorded')
    expect(rebuild(history.db, n + 2)).toEqual(report([changed], day(n + 1)))
  }
  expect(intervals(history)).toEqual([`${guid.toLowerCase()} ${guid.toLowerCase()} 1-`])
  expect(count(history, 'snapshot')).toBe(4)
})

test('a changed total, frame or units is a change; a new report time alone is not', async () => {
  const history = await testHistory()
  const users = [person('ada')]
  history.record(report(users), at(0))
  const outcomes = [
    {},
    { totalBillableUsers: 7 },
    { totalBillableUsers: 7 },
    { projectedBillableUnitsThisMonth: 0 },
    { tenantDisplayName: 'Acme Ltd' },
  ].map((more, n) => history.record(report(users, { ...day(n), ...more }), at(n)).outcome)
  expect(outcomes).toEqual(['unchanged', 'recorded', 'unchanged', 'recorded', 'recorded'])
})

test('duplicates of an id are one holder with all their licences, and keep their slots', async () => {
  const history = await testHistory()
  const first = history.record(report([person('ada', ['a']), person('ada', ['b', 'a']), person('ada', ['a'])]), at(0))
  expect(first.warnings).toMatchObject([{ code: 'DUPLICATE_ID', data: { entries: 2 } }])
  expect(intervals(history)).toEqual(['ada a 1-', 'ada b 1-'])
  expect(history.db.sqlite.prepare('SELECT holders, listed, duplicates FROM snapshot').get()).toEqual({
    holders: 1,
    listed: 3,
    duplicates: 2,
  })
  const before = count(history, 'entry')
  expect(history.record(report([person('ada', ['a']), person('ada', ['a']), person('ada', ['a', 'b'])], day(1)), at(1)).outcome).toBe(
    'unchanged',
  )
  expect(history.record(report([person('ada', ['a']), person('ada', ['b', 'a'])], day(2)), at(2)).outcome).toBe('recorded')
  expect(count(history, 'entry')).toBe(before)
  expect(rebuild(history.db, 3)).toEqual(report([person('ada', ['a', 'b']), person('ada', ['a'])], day(2)))
})

test('entries without an id are stored and listed, but are no holders', async () => {
  const history = await testHistory()
  const users = [person('ada', ['a']), { id: '', mail: 7 }, { displayName: 'Nobody', assignedLicenseSkuIds: ['a'] }, { id: null }, {}]
  const { warnings } = history.record(report(users))
  expect(warnings).toMatchObject([{ code: 'WITHOUT_ID', data: { entries: 4 } }])
  expect(intervals(history)).toEqual(['ada a 1-'])
  expect(history.db.sqlite.prepare('SELECT holders, listed, without_id FROM snapshot').get()).toEqual({
    holders: 1,
    listed: 5,
    without_id: 4,
  })
  const rebuilt = rebuild(history.db, 1).users as unknown[]
  expect(rebuilt).toHaveLength(5)
  expect(rebuilt).toEqual(expect.arrayContaining(users))
})

test('a response with only a total changes no interval', async () => {
  const history = await testHistory()
  history.record(report([person('ada')]), at(0))
  const { users: _, ...totals } = report([], { totalBillableUsers: 1, projectedBillableUnitsThisMonth: 1 })
  const second = history.record({ ...totals, ...day(1) }, at(1))
  expect(second).toMatchObject({ outcome: 'recorded', warnings: [{ code: 'TOTALS_ONLY' }] })
  expect(history.record({ ...totals, ...day(2) }, at(2)).outcome).toBe('unchanged')
  expect(history.record(report([person('ada')], day(3)), at(3)).outcome).toBe('recorded')
  expect(intervals(history)).toEqual(['ada sku-a 1-'])
  expect(history.db.sqlite.prepare('SELECT listed, holders FROM snapshot WHERE number = 2').get()).toEqual({ listed: null, holders: null })
  expect(rebuild(history.db, 2)).toEqual({ ...totals, ...day(1) })
})

test('an empty list is recorded as sent', async () => {
  const history = await testHistory()
  history.record(report([]))
  expect(history.db.sqlite.prepare('SELECT listed, holders, enabled FROM snapshot').get()).toEqual({ listed: 0, holders: 0, enabled: 0 })
})

test('a missing report time, and clocks that differ, are warnings', async () => {
  const history = await testHistory()
  const { reportGeneratedAt: _, ...timeless } = report([person('ada')])
  expect(history.record(timeless).warnings).toMatchObject([{ code: 'REPORT_TIME_MISSING' }])
  expect(rebuild(history.db, 1)).toEqual(timeless)
  expect(history.record(report([]), { observedAt: firstDay + 10 * 60_000 }).warnings).toEqual([])
  expect(history.record(report([]), { observedAt: firstDay + 11 * 60_000 }).warnings).toMatchObject([
    { code: 'CLOCK_DIFFERENCE', data: { minutes: 11 } },
  ])
  for (const reportGeneratedAt of ['2026-01-06T13:00:00+01:00', 'yesterday', 5, null]) {
    const { snapshotId } = history.record(report([], { reportGeneratedAt }))
    expect(rebuild(history.db, snapshotId)).toMatchObject({ reportGeneratedAt })
  }
})

describe('received bytes are kept if parsing would lose something', () => {
  const cases: Record<string, string> = {
    'a number beyond all range': '{"n": 1e400}',
    'a number with more digits than a double': '{"n": 12345678901234567890}',
    'a fraction with more digits than a double': '{"n": 0.1000000000000000055511151231257827}',
    'a negative zero': '{"n": -0}',
    'a key that comes twice': '{"n": 1, "\\u006e": 2}',
    'half a surrogate pair': '{"n": "\\ud83d"}',
    'a key that is a prototype': '{"__proto__": {"a": 1}}',
  }
  for (const [name, entry] of Object.entries(cases)) {
    test(name, async () => {
      const history = await testHistory()
      const sent = JSON.stringify(report([], { totalBillableUsers: 1 })).replace('"users":[]', `"users":[${entry}]`)
      const { warnings, snapshotId } = history.record(sent)
      expect(warnings).toContainEqual(expect.objectContaining({ code: 'NOT_CANONICAL' }))
      const bytes = history.db.sqlite.prepare<[], Buffer>('SELECT bytes FROM received').pluck().get()!
      expect(zstdDecompressSync(bytes).toString()).toBe(sent)
      expect(rebuild(history.db, snapshotId)).toEqual(JSON.parse(sent, (_, value) => (value === 0 ? 0 : value)))
    })
  }

  test('not for ordinary numbers', async () => {
    const history = await testHistory()
    const sent = JSON.stringify(report([])).replace(
      '"users":[]',
      '"users":[],"n":[0,-1,1.50,1e2,0.1,-0.30000000000000004,1E+2,5e-324,9007199254740993.0e0]',
    )
    expect(history.record(sent.replace(',9007199254740993.0e0', '')).warnings).toEqual([])
    expect(history.record(sent).warnings).toMatchObject([{ code: 'NOT_CANONICAL' }])
  })
})

describe('an unreadable response is refused, and its beginning stored with the run', () => {
  const half = JSON.stringify(report([person('ada')]))
  const cases: [string, unknown, string][] = [
    ['a web page', '<!doctype html><title>Sign in</title>', 'NOT_JSON'],
    ['nothing', '', 'NOT_JSON'],
    ['half an answer', half.slice(0, half.length / 2), 'ANSWER_INCOMPLETE'],
    ['text that is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'NOT_JSON'],
    ['a stray comma', '{"users": [],}', 'NOT_JSON'],
    ['a list', '[]', 'UNREADABLE_ANSWER'],
    ['an empty object', '{}', 'UNREADABLE_ANSWER'],
    ['another tenant', { ...report([]), tenantId: 'T9' }, 'TENANT_MISMATCH'],
    ['deep nesting', `{"users":${'['.repeat(64)}${']'.repeat(64)}}`, 'TOO_DEEP'],
    ['a very long text', 'x'.repeat(100_000), 'NOT_JSON'],
  ]
  for (const [name, payload, code] of cases) {
    test(name, async () => {
      const history = await testHistory()
      history.db.sqlite.exec(
        "INSERT INTO run (id, connection_id, tenant_id, dataset, trigger, started_at) VALUES (5, 1, 1, 'petra.billable-users', 'user', 0)",
      )
      const error = catchError(() => history.record(payload, { runId: 5 }))
      expect(error).toMatchObject({ name: 'AppError', code })
      expect(String(error)).not.toMatch(/ada@|Name of/)
      expect(['snapshot', 'entry', 'series', 'frame', 'vendor_id'].map((table) => count(history, table))).toEqual([0, 0, 0, 0, 0])
      const kept = zstdDecompressSync(
        history.db.sqlite.prepare<[], Buffer>('SELECT bytes FROM run_payload WHERE run_id = 5').pluck().get()!,
      )
      const sent =
        payload instanceof Uint8Array ? Buffer.from(payload) : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
      expect(kept.equals(sent.subarray(0, 65_536))).toBe(true)
    })
  }

  test('64 levels are not too deep', async () => {
    const history = await testHistory()
    expect(history.record(`{"totalBillableUsers":1,"more":${'['.repeat(63)}${']'.repeat(63)}}`).outcome).toBe('recorded')
  })
})

test('evidence cannot be changed or deleted, even by our own code', async () => {
  const { db, record } = await testHistory()
  record(report([person('ada')]), at(0))
  record(report([], day(1)), at(1))
  for (const statement of [
    'UPDATE snapshot SET reported = 9',
    'DELETE FROM snapshot',
    "UPDATE frame SET body = '{}'",
    "UPDATE entry_row SET packed = '{}'",
    'UPDATE entry_row SET to_number = NULL',
    'DELETE FROM entry_row',
    'DELETE FROM assignment',
    'UPDATE entry_sku_list SET to_number = 7',
    "UPDATE vendor_id SET value = 'x'",
    "UPDATE sku_list SET body = '[]'",
    'DELETE FROM sku_rollup',
  ]) {
    expect(() => db.sqlite.exec(statement), statement).toThrow(/append-only/)
  }
})

function catchError(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

test('a resource with the name of its charge is recorded, also when it stays and when it goes', async () => {
  const history = await testHistory()
  const usage = (resources: object[], n: number) =>
    history.record(
      {
        startDate: '2026-01-01T00:00:00Z',
        endDate: '2026-02-01T00:00:00Z',
        status: 'Complete',
        usages: [{ name: 'same', totalUsage: String(n), resources }],
      },
      { dataset: 'genesys.billable-usage', ...at(n) },
    )
  const answers = [[{ name: 'same' }], [{ name: 'same' }], [{ name: 'same' }, { name: 'other' }], []]
  for (const [n, resources] of answers.entries()) {
    const { snapshotId } = usage(resources, n)
    expect((rebuild(history.db, snapshotId).usages as JsonObject[])[0]?.resources).toHaveLength(resources.length)
  }
  expect(verify(history.db)).toEqual({ snapshots: 4, verified: 4, damaged: [] })
})
