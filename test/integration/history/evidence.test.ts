/** The history as hosts use it: the writer in its worker thread, a reader on the main thread, and route handlers. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createBackupChoice } from '../../../src/main/core/api/backup-choice.ts'
import { maintenanceHandlers } from '../../../src/main/core/api/maintenance-handlers.ts'
import { snapshotHandlers } from '../../../src/main/core/api/snapshot-handlers.ts'
import { systemClock } from '../../../src/main/core/base/clock.ts'
import { createTasks } from '../../../src/main/core/base/tasks.ts'
import type { Catalogue } from '../../../src/main/core/catalogue/catalogue.ts'
import { openReader } from '../../../src/main/core/maintenance/open.ts'
import { createMemoryStore } from '../../../src/main/core/secrets/memory-store.ts'
import { openWriter } from '../../../src/main/core/writer/writer.ts'
import type { RouteName } from '../../../src/shared/contract/routes.ts'
import { dayMs } from '../../../src/shared/domain/duration.ts'
import { asBytes, firstDay, testHistory } from '../../support/history.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { addTestConnections } from '../../support/test-connections.ts'

const signal = new AbortController().signal
const emptyCatalogue: Catalogue = { sku: () => null, defaultExcluded: new Set(), defaultFree: new Set(), defaultOverlaps: [] }
const person = (id: string, skus: string[], more = {}) => ({
  id,
  displayName: `Name of ${id}`,
  userPrincipalName: `${id}@acme.example`,
  assignedLicenseSkuIds: skus,
  ...more,
})
const report = (n: number, users: unknown[] | undefined, more = {}) => ({
  tenantId: 'T1',
  reportGeneratedAt: new Date(firstDay + n * dayMs).toISOString(),
  totalBillableUsers: users?.length ?? 1,
  projectedBillableUnitsThisMonth: 1,
  users,
  ...more,
})

async function openHosted() {
  const dataDir = tempFolder()
  const writer = await openWriter(dataDir, { now: firstDay })
  const setUp = new Database(join(dataDir, 'history.db'))
  addTestConnections({ sqlite: setUp })
  setUp.close()
  const reader = openReader(dataDir)
  onTestFinished(async () => {
    reader.sqlite.close()
    await writer.close()
  })
  const deps = {
    dataDir,
    reader,
    writer,
    clock: { ...systemClock, now: () => firstDay + 40 * dayMs },
    catalogue: () => emptyCatalogue,
    tasks: createTasks(
      () => {},
      () => 0,
    ),
    backups: createBackupChoice(dataDir, null),
    secrets: createMemoryStore('a test has none'),
    env: {},
  }
  const api = { ...snapshotHandlers(deps), ...maintenanceHandlers(deps) }
  const record = (payload: unknown, n = 0) => {
    const bytes = asBytes(payload)
    return writer.call(
      'snapshot.record',
      {
        runId: null,
        connectionId: 1,
        tenantId: 1,
        dataset: 'petra.billable-users',
        asked: { externalId: 'T1', microsoftTenantId: null },
        observedAt: firstDay + n * dayMs,
        bytes,
      },
      [bytes.buffer as ArrayBuffer],
    )
  }
  return { dataDir, writer, reader, api, record }
}

test('a snapshot is listed and shown with its people, and its payload is returned', async () => {
  const { api, record } = await openHosted()
  const sent = report(0, [
    person('bob', ['b'], { accountEnabled: false }),
    person('ada', ['b', 'a', 'a']),
    person('ada', ['c'], { accountEnabled: true }),
  ])
  await record(sent)
  await record(report(30, undefined), 30)
  const rows = await api['snapshots.list']({ tenant: 'T1' }, { signal })
  expect(rows).toMatchObject([
    {
      id: 1,
      tenant: 1,
      dataset: 'petra.billable-users',
      month: '2026-01',
      reportedAt: '2026-01-06T12:00:00.000Z',
      holders: 2,
      warnings: ['DUPLICATE_ID'],
      periodStart: null,
      setAside: null,
    },
    { id: 2, month: '2026-02', holders: null, warnings: ['TOTALS_ONLY'] },
  ])
  expect(await api['snapshots.list']({ month: '2026-02' }, { signal })).toEqual([rows[1]])
  expect(await api['snapshots.list']({ dataset: 'petra.usage' }, { signal })).toEqual([])
  const detail = await api['snapshots.get']({ id: 1 }, { signal })
  expect(detail).toMatchObject({ ...rows[0], totals: { reported: 3, listed: 3, recounted: 2, units: 1 }, charges: [] })
  expect(detail.people).toEqual([
    { id: 'ada', displayName: 'Name of ada', userPrincipalName: 'ada@acme.example', accountEnabled: true, skus: ['a', 'b', 'c'] },
    { id: 'bob', displayName: 'Name of bob', userPrincipalName: 'bob@acme.example', accountEnabled: false, skus: ['b'] },
  ])
  expect(await api['snapshots.get']({ id: 2 }, { signal })).toMatchObject({
    people: null,
    totals: { reported: 1, listed: null, recounted: null },
  })
  const raw = await api['snapshots.raw']({ id: 1, received: false }, { signal })
  const users = JSON.parse(raw.text).users as { id: string }[]
  expect(users).toHaveLength(3)
  expect(raw.sha256).toBe(rows[0]!.sha256)
  expect(await api['history.verify']({}, { signal })).toEqual({
    snapshots: 2,
    verified: 2,
    damaged: [],
    facts: { months: 2, wrong: [] },
  })
})

test('received bytes are returned if they were stored, and reported as missing if not', async () => {
  const { api, record } = await openHosted()
  const sent = JSON.stringify(report(0, [person('ada', [], { mail: 1 })])).replace('"mail":1', '"mail":12345678901234567890')
  await record(sent)
  await record(report(1, []), 1)
  expect(await api['snapshots.raw']({ id: 1, received: true }, { signal })).toMatchObject({ text: sent, received: true })
  await expect(api['snapshots.raw']({ id: 2, received: true }, { signal })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(api['snapshots.raw']({ id: 9, received: true }, { signal })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a snapshot is set aside with a reason, only once, and included again', async () => {
  const { api, record } = await openHosted()
  await record(report(0, [person('ada', ['a'])]))
  expect(await api['snapshots.setAside']({ id: 1, reason: 'half a list' }, { signal })).toMatchObject({
    setAside: { reason: 'half a list' },
  })
  await expect(api['snapshots.setAside']({ id: 1, reason: 'again' }, { signal })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  expect(await api['snapshots.takeBack']({ id: 1 }, { signal })).toMatchObject({ setAside: null })
  await expect(api['snapshots.takeBack']({ id: 1 }, { signal })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await api['snapshots.setAside']({ id: 1, reason: 'again' }, { signal })).toMatchObject({ setAside: { reason: 'again' } })
})

test('every route reports an unknown snapshot', async () => {
  const { api } = await openHosted()
  const asks: [RouteName, () => Promise<unknown>][] = [
    ['snapshots.get', () => api['snapshots.get']({ id: 7 }, { signal })],
    ['snapshots.raw', () => api['snapshots.raw']({ id: 7, received: false }, { signal })],
    ['snapshots.setAside', () => api['snapshots.setAside']({ id: 7, reason: 'x' }, { signal })],
    ['snapshots.takeBack', () => api['snapshots.takeBack']({ id: 7 }, { signal })],
  ]
  for (const [name, ask] of asks) await expect(ask(), name).rejects.toMatchObject({ name: 'AppError', code: 'NOT_FOUND' })
})

test('the worker distinguishes a refused answer from a bug, and continues after both', async () => {
  const { writer, record } = await openHosted()
  await expect(record('<html>')).rejects.toMatchObject({ name: 'AppError', code: 'NOT_JSON' })
  await expect(writer.call('no such write' as never, undefined as never)).rejects.toThrow('There is no write')
  expect(await record(report(0, []))).toMatchObject({ outcome: 'recorded' })
})

test('pending calls are completed when the writer closes; later ones are refused', async () => {
  const { writer, reader, record } = await openHosted()
  const waiting = [0, 1, 2].map((n) => record(report(n, [person(`p${n}`, ['a'])]), n))
  await writer.close()
  expect((await Promise.all(waiting)).map(({ number }) => number)).toEqual([1, 2, 3])
  await expect(record(report(3, []), 3)).rejects.toThrow(/closed|ended/)
  expect(reader.sqlite.prepare('SELECT count(*) FROM snapshot').pluck().get()).toBe(3)
})

test('the main thread is free while 20,000 people are recorded', async () => {
  const { record, reader } = await openHosted()
  const people = Array.from({ length: 20_000 }, (_, n) =>
    person(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, [`sku-${n % 40}`, `sku-${n % 7}`], { accountEnabled: n % 9 > 0 }),
  )
  const payload = asBytes(report(0, people))
  const recorded = await longestTurnMs(
    () => record(payload),
    () => reader.sqlite.prepare('SELECT count(*) FROM entry').get(),
  )
  expect(recorded.value).toMatchObject({ outcome: 'recorded' })
  expect(recorded.turns).toBeGreaterThan(20)

  const onThisThread = await testHistory()
  const direct = await longestTurnMs(
    async () => onThisThread.record(report(0, people)),
    () => undefined,
  )
  expect(recorded.longestMs).toBeLessThan(direct.longestMs / 2)
})

/**
 * The longest time that this thread was busy without a pause while `work` ran, in its own processor time, which excludes other processes
 * of a loaded machine. `meanwhile` is what a host does in between.
 */
async function longestTurnMs<T>(work: () => Promise<T>, meanwhile: () => unknown): Promise<{ value: T; longestMs: number; turns: number }> {
  const usedMs = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  const turns: number[] = []
  let done = false
  let before = usedMs()
  const working = work().finally(() => {
    done = true
  })
  while (!done) {
    await sleep(1)
    meanwhile()
    const now = usedMs()
    turns.push(now - before)
    before = now
  }
  return { value: await working, longestMs: Math.max(...turns), turns: turns.length }
}

test('a tenant is deleted by name, and the backups that still contain it are listed', async () => {
  const { api, record } = await openHosted()
  await record(report(0, [person('ada', ['a']), person('bob', ['a'])]))
  const [backup] = await api['backups.create']({}, { signal })
  expect(await api['backups.list']({}, { signal })).toEqual([backup])
  expect(await api['history.delete']({ tenant: 'Acme' }, { signal })).toEqual({
    removed: { snapshots: 1, holders: 2 },
    backups: [backup!.name],
  })
  expect(await api['snapshots.list']({}, { signal })).toEqual([])
  expect(await api['history.delete']({ before: '2030-01' }, { signal })).toMatchObject({ removed: { snapshots: 0, holders: 0 } })
})

test('the preview of a deletion has the numbers of what is then deleted', async () => {
  const { api, record } = await openHosted()
  await record(report(0, [person('ada', ['a']), person('bob', ['a'])]))
  await record(report(40, [person('bob', ['a']), person('cy', ['a'])]))
  const [first, last] = (await api['snapshots.list']({}, { signal })).map((each) => each.month)
  const all = { snapshots: 2, people: 3, firstMonth: first, lastMonth: last }
  expect(await api['history.losses']({ tenant: 'Acme' }, { signal })).toEqual(all)
  expect(await api['history.losses']({ connection: 'Petra' }, { signal })).toEqual(all)
  // Bob remains: the first list that is kept contains him too.
  expect(await api['history.losses']({ before: last! }, { signal })).toEqual({
    snapshots: 1,
    people: 1,
    firstMonth: first,
    lastMonth: first,
  })
  expect((await api['history.delete']({ before: last! }, { signal })).removed).toEqual({ snapshots: 1, holders: 1 })
  expect(await api['history.losses']({ before: last! }, { signal })).toEqual({ snapshots: 0, people: 0, firstMonth: null, lastMonth: null })
})
