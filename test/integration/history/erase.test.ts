import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { rebuild } from '../../../src/main/core/evidence/read-payload.ts'
import { verify } from '../../../src/main/core/history/verify.ts'
import { backupDaily, backupNow, listBackups, saveBackup } from '../../../src/main/core/maintenance/backup.ts'
import { checkBackupWrites } from '../../../src/main/core/maintenance/check-backup.ts'
import { beforeMonth, eraseWrites } from '../../../src/main/core/maintenance/erase.ts'
import { losses } from '../../../src/main/core/maintenance/losses.ts'
import { openHistory, openReader } from '../../../src/main/core/maintenance/open.ts'
import { restoreHistory } from '../../../src/main/core/maintenance/restore.ts'
import { calendarOf } from '../../../src/shared/domain/calendar.ts'
import { dayMs } from '../../../src/shared/domain/duration.ts'
import { parseMonth } from '../../../src/shared/domain/month.ts'
import { firstDay, type TestHistory, testHistory } from '../../support/history.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const person = (name: string, skus: string[], more = {}) => ({
  id: `id-of-${name}`,
  displayName: `Secret ${name}`,
  userPrincipalName: `${name}@secret.example`,
  assignedLicenseSkuIds: skus,
  ...more,
})
const report = (n: number, users: unknown[] | undefined) => ({
  tenantId: 'T1',
  tenantDisplayName: 'Secret Tenant',
  reportGeneratedAt: new Date(firstDay + n * dayMs).toISOString(),
  totalBillableUsers: users?.length ?? 3,
  users,
})
const utc = calendarOf('UTC')

/** Six months of a tenant, an own-org period, and two answers about all tenants. */
async function filled(): Promise<TestHistory> {
  const history = await testHistory()
  const months = [
    [person('ada', ['a', 'b']), person('bob', ['a'])],
    [person('ada', ['a']), person('bob', ['a'], { mail: 'RAW' })],
    undefined,
    [person('ada', ['a']), person('cy', ['b'])],
    [person('ada', ['a']), person('cy', ['b'])],
    [person('ada', ['b']), person('cy', ['b']), person('cy', ['c'])],
  ]
  for (const [n, users] of months.entries()) {
    const at = n * 31
    history.record(JSON.stringify(report(at, users)).replace('"RAW"', '12345678901234567890'), { observedAt: firstDay + at * dayMs })
  }
  history.record(
    {
      startDate: '2026-01-21T00:00:00.000Z',
      endDate: '2026-02-20T23:59:59.999Z',
      usages: [{ name: 'CX 1', totalUsage: '1', resources: [{ name: 'secret.agent@x' }] }],
    },
    { dataset: 'genesys.billable-usage' },
  )
  for (const asOf of ['2026-01-31', '2026-02-28']) {
    const tenants = [
      { petraTenantId: 'T1', displayName: 'Secret Tenant' },
      { petraTenantId: 'T9', displayName: 'Other' },
    ]
    history.record({ asOf, reportGeneratedAt: `${asOf}T12:00:00.000Z`, totalTenants: 2, tenants }, { dataset: 'petra.usage' })
  }
  history.db.sqlite.exec(`INSERT INTO run (id, connection_id, tenant_id, dataset, trigger, started_at, snapshot_id) VALUES (1, 1, 1, 'petra.billable-users', 'user', 0, 1);
    INSERT INTO run_payload VALUES (1, CAST('Secret failure' AS BLOB))`)
  return history
}

/** The content of all files in the data folder, to be searched as bytes. */
const fileHolds = ({ dataDir }: TestHistory, text: string) =>
  readdirSync(dataDir).some((name) => name.startsWith('history.db') && readFileSync(join(dataDir, name)).includes(text))

test('a deleted tenant leaves no trace in the file, and other tenants’ snapshots still verify', async () => {
  const history = await filled()
  const usageText = '"displayName":"Secret Tenant"'
  expect(fileHolds(history, 'secret.example') && fileHolds(history, usageText)).toBe(true)
  const removed = await eraseWrites['history.deleteTenant'](history.db, { tenantId: 1 })
  expect(removed).toEqual({ snapshots: 6, holders: 3 })
  for (const text of ['secret.example', 'Secret', 'id-of-', 'ada@']) expect(fileHolds(history, text), text).toBe(false)
  expect(fileHolds(history, 'secret.agent@x')).toBe(true)
  // The two answers about all tenants contain a tombstone: neither verified nor damaged.
  expect(verify(history.db)).toEqual({ snapshots: 3, verified: 1, damaged: [] })
  expect(rebuild(history.db, 8)).toMatchObject({
    tenants: [{ displayName: 'Other' }, { wipedSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  })
  expect(history.db.sqlite.prepare('SELECT name, paused FROM tenant WHERE id = 1').get()).toEqual({ name: 'T1', paused: 1 })
  expect(history.db.sqlite.pragma('foreign_key_check')).toEqual([])
})

test('deleting a connection deletes its tenants', async () => {
  const history = await filled()
  expect(await eraseWrites['history.deleteConnection'](history.db, { connectionId: 1 })).toEqual({ snapshots: 8, holders: 3 })
  expect(history.db.sqlite.prepare('SELECT id FROM tenant').pluck().all()).toEqual([2, 3])
  expect(fileHolds(history, 'Secret')).toBe(false)
  expect(verify(history.db)).toEqual({ snapshots: 1, verified: 1, damaged: [] })
})

for (const [month, snapshots, holders] of [
  ['2026-02', 1, 0],
  ['2026-03', 4, 2],
  ['2026-04', 5, 2],
  ['2026-06', 7, 2],
  ['2027-01', 9, 4],
] as const) {
  test(`everything before ${month} is deleted, and the rest is unchanged`, async () => {
    const history = await filled()
    const before = new Map(ids(history).map((id) => [id, rebuild(history.db, id)]))
    const removed = await eraseWrites['history.deleteBefore'](history.db, beforeMonth(parseMonth(month), utc))
    expect(removed.snapshots).toBeGreaterThanOrEqual(snapshots)
    const kept = ids(history)
    expect(kept).toHaveLength(9 - removed.snapshots)
    for (const id of kept) expect(rebuild(history.db, id)).toEqual(before.get(id))
    expect(verify(history.db)).toEqual({ snapshots: kept.length, verified: kept.length, damaged: [] })
    expect(removed.holders).toBe(holders)
    if (month >= '2026-04') expect(fileHolds(history, 'bob@')).toBe(false)
    // New snapshots continue the series.
    const next = history.record(report(200, [person('ada', ['b']), person('dan', ['a'])]), { observedAt: firstDay + 200 * dayMs })
    expect(next.outcome).toBe('recorded')
    expect(verify(history.db).damaged).toEqual([])
    expect(history.db.sqlite.pragma('foreign_key_check')).toEqual([])
  })
}

test('totals of earlier months that were fetched later are deleted too', async () => {
  const history = await testHistory()
  const days = ['2026-03-15', '2026-04-15', '2026-02-28', '2026-01-31', '2026-04-16']
  const tenants = [{ petraTenantId: 'T1', displayName: 'Acme' }]
  for (const asOf of days) history.record({ asOf, totalTenants: 1, tenants }, { dataset: 'petra.usage', params: { asOf } })
  expect(losses(history.db, { before: parseMonth('2026-03') }, utc)).toMatchObject({ snapshots: 2, lastMonth: '2026-02' })
  expect(await eraseWrites['history.deleteBefore'](history.db, beforeMonth(parseMonth('2026-03'), utc))).toMatchObject({ snapshots: 2 })
  expect(ids(history).map((id) => rebuild(history.db, id).asOf)).toEqual(['2026-03-15', '2026-04-15', '2026-04-16'])
  expect(verify(history.db)).toEqual({ snapshots: 3, verified: 3, damaged: [] })
  expect(fileHolds(history, '2026-01-31')).toBe(false)
})

test('only older months are deleted, in whatever order series were recorded, and the rest verifies', {
  timeout: 60_000,
}, async () => {
  const history = await testHistory()
  const { sqlite } = history.db
  const users = fc.array(
    fc.record({
      id: fc.constantFrom('ada', 'bob', 'cy', ''),
      displayName: fc.constantFrom('A', 'B'),
      accountEnabled: fc.boolean(),
      assignedLicenseSkuIds: fc.subarray(['a', 'b']),
    }),
    { maxLength: 4 },
  )
  const charges = fc.array(
    fc.record({ name: fc.constantFrom('CX 1', 'CX 2'), resources: fc.subarray(['x', 'y', 'z'].map((name) => ({ name }))) }),
    { maxLength: 2 },
  )
  const months = ['2026-01', '2026-02', '2026-03', '2026-04']
  const series = fc.array(fc.record({ month: fc.constantFrom(...months), users: fc.option(users, { nil: undefined, freq: 5 }), charges }), {
    minLength: 1,
    maxLength: 9,
  })
  const sent = new Map<number, string>()
  for (const [index, answers] of fc.sample(series, { numRuns: 40, seed: 11 }).entries()) {
    const tenantId = 100 + index
    sqlite
      .prepare(
        "INSERT INTO tenant (id, connection_id, external_id, kind, name, origin, created_at) VALUES (?, 1, ?, 'petra', 'x', 'manual', 0)",
      )
      .run(tenantId, `T${tenantId}`)
    for (const [n, { month, users, charges }] of answers.entries()) {
      const reportGeneratedAt = `${month}-${10 + n}T12:00:00.000Z`
      const people = { tenantId: `T${tenantId}`, reportGeneratedAt, totalBillableUsers: 3, users }
      // A period that ends in the month, with the same start for the whole series.
      const usage = { startDate: '2025-12-21T00:00:00.000Z', endDate: `${month}-20T23:59:59.999Z`, usages: charges }
      const of = index % 4 === 0 ? 'genesys.billable-usage' : 'petra.billable-users'
      const { snapshotId } = history.record(of === 'petra.billable-users' ? people : usage, {
        dataset: of,
        tenantId,
        observedAt: Date.parse(reportGeneratedAt),
      })
      sent.set(snapshotId, month)
    }
  }
  const before = new Map(ids(history).map((id) => [id, rebuild(history.db, id)]))
  const month = parseMonth('2026-03')
  const told = losses(history.db, { before: month }, utc)
  const removed = await eraseWrites['history.deleteBefore'](history.db, beforeMonth(month, utc))
  expect(told).toMatchObject({ snapshots: removed.snapshots, people: removed.holders })
  const kept = ids(history)
  expect(kept).toEqual([...sent].filter(([, of]) => of >= month).map(([id]) => id))
  for (const id of kept) expect(rebuild(history.db, id)).toEqual(before.get(id))
  expect(verify(history.db)).toEqual({ snapshots: kept.length, verified: kept.length, damaged: [] })
  // Nothing is stored twice: no interval begins where an equal one ends.
  const split = `SELECT count(*) FROM entry_row a JOIN entry_row b USING (series_id, owner_id, owner_occurrence, vendor_id, occurrence, packed)
    WHERE a.to_number = b.from_number`
  expect(sqlite.prepare(split).pluck().get()).toBe(0)
})

test('an unknown tenant cannot be deleted, and evidence is locked again after a deletion', async () => {
  const { db } = await filled()
  await expect(eraseWrites['history.deleteTenant'](db, { tenantId: 77 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await eraseWrites['history.deleteTenant'](db, { tenantId: 2 })
  expect(() => db.sqlite.exec('DELETE FROM snapshot')).toThrow(/append-only/)
})

test('backups are made once a day and checked, and a limited number is kept', async () => {
  const { db, dataDir } = await filled()
  expect(await backupDaily(db, { dataDir, now: firstDay, keep: 3 })).toBe('history-2026-01-06T12-00-00-000Z.db')
  expect(await backupDaily(db, { dataDir, now: firstDay + 3_600_000, keep: 3 })).toBe(null)
  for (let n = 1; n <= 4; n += 1) expect(await backupDaily(db, { dataDir, now: firstDay + n * dayMs, keep: 3 })).not.toBe(null)
  expect(listBackups(dataDir, Date.parse('2026-02-01T00:00:00Z')).map(({ name }) => name.slice(8, 18))).toEqual([
    '2026-01-10',
    '2026-01-09',
    '2026-01-08',
  ])
  expect(await backupNow(db, { dataDir, now: firstDay + 4 * dayMs + 1, keep: 3 })).toContain('2026-01-10')
  const copy = new Database(join(dataDir, 'backups', listBackups(dataDir, Date.parse('2026-02-01T00:00:00Z'))[0]!.name), { readonly: true })
  onTestFinished(() => void copy.close())
  expect(copy.prepare('SELECT count(*) FROM snapshot').pluck().get()).toBe(9)
  expect(readdirSync(join(dataDir, 'backups')).filter((name) => !name.endsWith('.db'))).toEqual([])
})

test('a copy that fails its check in the writer’s thread does not become a backup', async () => {
  const { db, dataDir } = await filled()
  const seal = (file: string) => {
    const copy = readFileSync(file)
    writeFileSync(file, copy.fill(0xff, copy.length - 20_000, copy.length - 4_000))
    return checkBackupWrites['backup.seal'](db, { file })
  }
  await expect(backupNow(db, { dataDir, now: firstDay, keep: 3, thread: { seal } })).rejects.toMatchObject({ code: 'DB_DAMAGED' })
  expect(readdirSync(join(dataDir, 'backups'))).toEqual([])
})

test('an empty history needs no backup', async () => {
  const { db, dataDir } = await testHistory()
  expect(await backupDaily(db, { dataDir, now: firstDay, keep: 3 })).toBe(null)
})

test('a backup to a chosen file refuses an existing file and a folder without write permission', async () => {
  const { db } = await filled()
  const folder = tempFolder()
  expect(await saveBackup(db, join(folder, 'mine.db'))).toMatchObject({ bytes: expect.any(Number) })
  await expect(saveBackup(db, join(folder, 'mine.db'))).rejects.toMatchObject({ code: 'FILE_EXISTS' })
  await expect(saveBackup(db, join(folder, 'none', 'mine.db'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
  expect(readdirSync(folder)).toEqual(['mine.db'])
})

test('a backup is restored, and the replaced history is kept', async () => {
  const { db } = await filled()
  const file = join(tempFolder(), 'mine.db')
  await saveBackup(db, file)
  const dataDir = tempFolder()
  const other = await openHistory(dataDir, firstDay)
  other.db.sqlite.exec("INSERT INTO setting VALUES ('mine', '1')")
  await expect(restoreHistory(dataDir, file, firstDay)).rejects.toMatchObject({ code: 'HOST_RUNNING' })
  other.close()
  const restored = await restoreHistory(dataDir, file, firstDay)
  expect(restored).toEqual({ snapshots: 9, replaced: 'history.replaced-2026-01-06T12-00-00-000Z.db' })
  const again = await openHistory(dataDir, firstDay)
  onTestFinished(again.close)
  expect(verify(again.db)).toEqual({ snapshots: 9, verified: 9, damaged: [] })
  const aside = new Database(join(dataDir, restored.replaced!), { readonly: true })
  onTestFinished(() => void aside.close())
  expect(aside.prepare("SELECT value FROM setting WHERE key = 'mine'").pluck().get()).toBe('1')
})

test('a restore after damage recovers the history', async () => {
  const { db } = await filled()
  const file = join(tempFolder(), 'mine.db')
  await saveBackup(db, file)
  const dataDir = tempFolder()
  writeFileSync(join(dataDir, 'history.db'), 'damage '.repeat(1000))
  await expect(openHistory(dataDir, firstDay)).rejects.toMatchObject({ code: 'DB_DAMAGED' })
  expect(await restoreHistory(dataDir, file, firstDay)).toEqual({ snapshots: 9, replaced: null })
  const again = await openHistory(dataDir, firstDay)
  again.close()
  const reader = openReader(dataDir)
  expect(reader.sqlite.prepare('SELECT count(*) FROM snapshot').pluck().get()).toBe(9)
  reader.sqlite.close()
  expect(readdirSync(dataDir).some((name) => name.startsWith('history.damaged-'))).toBe(true)
})

test('a file that is not a backup, or is of a newer version, is refused and changes nothing', async () => {
  const { db } = await filled()
  const folder = tempFolder()
  const dataDir = tempFolder()
  writeFileSync(join(folder, 'text.db'), 'no database at all, only text '.repeat(500))
  new Database(join(folder, 'other.db')).exec('CREATE TABLE x (y)').close()
  await saveBackup(db, join(folder, 'newer.db'))
  new Database(join(folder, 'newer.db')).exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('tomorrow', 9e15)").close()
  await saveBackup(db, join(folder, 'broken.db'))
  const broken = readFileSync(join(folder, 'broken.db'))
  writeFileSync(join(folder, 'broken.db'), broken.fill(0xff, broken.length - 20_000, broken.length - 4_000))
  for (const [name, code] of [
    ['none.db', 'NOT_FOUND'],
    ['text.db', 'UNREADABLE_FILE'],
    ['other.db', 'UNREADABLE_FILE'],
    ['newer.db', 'DB_FROM_NEWER_VERSION'],
    ['broken.db', 'UNREADABLE_FILE'],
  ] as const) {
    await expect(restoreHistory(dataDir, join(folder, name), firstDay), name).rejects.toMatchObject({ code })
  }
  expect(readdirSync(dataDir).filter((name) => name !== 'hosts.db')).toEqual([])
})

const ids = ({ db }: TestHistory) => db.sqlite.prepare<[], number>('SELECT id FROM snapshot ORDER BY id').pluck().all()
