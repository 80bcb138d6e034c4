/** Showing the history as of an earlier day, through the routes of a running app. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/main/core/base/clock.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import { inTerminal } from '../support/in-terminal.ts'
import { keptSecrets } from '../support/kept-secrets.ts'
import { plainPetraWorld } from '../support/plain-petra.ts'
import { collectAll, connectPetra, runningApp, runningPetra } from '../support/running-app.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { addTestConnections, recordUsers } from '../support/test-connections.ts'

/** A name that the simulated vendor reports. */
const person = 'person1@t1.example'

/** Collected on 1 and on 9 October 2026; now it is the 12th. */
async function collectedTwice() {
  let shift = Date.UTC(2026, 9, 1, 9) - Date.now()
  const clock = { ...systemClock, now: () => Date.now() + shift }
  const petra = await runningPetra({ world: plainPetraWorld(2), clock })
  const secrets = keptSecrets()
  const running = await runningApp({ clock, secrets })
  const { ask } = running
  await ask('settings.set', { key: 'timeZone', value: 'Europe/Berlin' })
  await connectPetra(running, petra.origin)
  const collect = () => collectAll(running)
  await collect()
  const first = await ask('snapshots.list', {})
  shift += 8 * dayMs
  await collect()
  await ask('rules.set', { rule: { kind: 'price', item: 'petra:unit', amount: '3', currency: 'EUR', from: '2026-10' } })
  shift += 3 * dayMs
  return { ...running, first, collect, secrets }
}

const copiesIn = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith('.as-of-'))

test('routes answer from the copy of the day or are refused, and the copy is removed with the day', async () => {
  const { app, ask, first, collect, dataDir } = await collectedTwice()
  expect(await ask('asOf.days', {})).toEqual({ today: '2026-10-12', received: ['2026-10-01', '2026-10-09'] })
  const today = { snapshots: await ask('snapshots.list', {}), rules: await ask('rules.list', {}) }
  // An earlier change may still be announced, with today.
  const announced: (string | null)[] = []
  const unsubscribe = app.events.on('history.changed', () => void ask('asOf.get', {}).then(({ day }) => announced.push(day)))

  expect(await ask('asOf.begin', { day: '2026-10-08' })).toEqual({ day: '2026-10-08' })
  await expect.poll(() => announced).toContain('2026-10-08')
  unsubscribe()
  expect(await ask('asOf.get', {})).toEqual({ day: '2026-10-08' })
  expect(await ask('snapshots.list', {})).toEqual(first)
  expect((await ask('rules.list', {})).revision).toBe(0)
  expect((await ask('months.list', {})).openMonth).toBe('2026-10')
  await expect(ask('snapshots.get', { id: today.snapshots[0]!.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(ask('snapshots.setAside', { id: first[0]!.id, reason: 'bad' })).rejects.toThrow(
    'An earlier day is shown. Go back to today to change or export anything.',
  )
  await expect(ask('tenants.list', { refresh: true })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(ask('backups.restore', { ref: 'any' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  // Background work continues in the present.
  await collect()
  expect(await ask('snapshots.list', {})).toEqual(first)

  // The other day's copy replaces this one.
  await ask('asOf.begin', { day: '2026-10-09' })
  expect(await ask('snapshots.list', {})).toEqual(today.snapshots)
  expect((await ask('rules.list', {})).revision).toBe(today.rules.revision)
  const [copy] = copiesIn(dataDir)
  expect(copiesIn(dataDir)).toHaveLength(1)
  if (process.platform !== 'win32') expect(statSync(join(dataDir, copy!)).mode & 0o077).toBe(0)

  expect(await ask('asOf.end', {})).toEqual({ day: null })
  expect(copiesIn(dataDir)).toEqual([])
  expect((await ask('snapshots.list', {})).length).toBeGreaterThan(today.snapshots.length)

  await ask('asOf.begin', { day: '2026-10-01' })
  await app.stop()
  expect(copiesIn(dataDir)).toEqual([])
})

test('days without snapshots, and days that are not over, are refused with the days to choose from', async () => {
  const { app, ask, dataDir } = await collectedTwice()
  await expect(ask('asOf.begin', { day: '2026-10-12' })).rejects.toThrow(
    '2026-10-12 is not over yet. Choose a day before today (2026-10-12).',
  )
  await expect(ask('asOf.begin', { day: '2026-09-30' })).rejects.toThrow(/first snapshot was received on 2026-10-01/)
  // Choosing another day cancels the first one.
  const [left, right] = await Promise.allSettled([ask('asOf.begin', { day: '2026-10-01' }), ask('asOf.begin', { day: '2026-10-09' })])
  expect(left).toMatchObject({ status: 'rejected', reason: { code: 'CANCELLED' } })
  expect(right).toMatchObject({ status: 'fulfilled', value: { day: '2026-10-09' } })
  expect(copiesIn(dataDir)).toHaveLength(1)

  // Quitting while a copy is being made leaves neither that copy nor the shown one.
  const { promise: copying, resolve } = Promise.withResolvers<void>()
  app.events.on('task.progress', ({ task, running }) => (task === 'as-of' && running ? resolve() : undefined))
  const [begun] = await Promise.allSettled([ask('asOf.begin', { day: '2026-10-01' }), copying.then(() => app.stop())])
  expect(begun).toMatchObject({ status: 'rejected', reason: { code: 'CANCELLED' } })
  expect(copiesIn(dataDir)).toEqual([])
})

test('the copy of an encrypted history is encrypted, and the next start removes the copy of a killed process', async () => {
  const { app, ask, first, dataDir, secrets } = await collectedTwice()
  const { recoveryKey } = await ask('encryption.offer', {})
  await ask('encryption.set', { on: true, recoveryKey })
  await ask('asOf.begin', { day: '2026-10-08' })
  expect(await ask('snapshots.list', {})).toEqual(first)
  const [copy] = copiesIn(dataDir)
  for (const name of readdirSync(join(dataDir, copy!))) expect(readFileSync(join(dataDir, copy!, name)).includes(person)).toBe(false)
  await app.stop()

  mkdirSync(join(dataDir, '.as-of-left'))
  writeFileSync(join(dataDir, '.as-of-left', 'history.db'), 'left behind')
  await runningApp({ dataDir, secrets })
  expect(copiesIn(dataDir)).toEqual([])
})

test('reports in the terminal accept a day', async () => {
  const dataDir = tempFolder()
  const march = Date.UTC(2020, 2, 5, 12)
  const { db, close } = await openHistory(dataDir, march)
  addTestConnections(db)
  for (const [id, at] of [
    ['ada', march],
    ['bob', march + 2 * dayMs],
  ] as const) {
    const users = [{ id, displayName: `${id} berg`, assignedLicenseSkuIds: ['sku'] }]
    recordUsers(db, Buffer.from(JSON.stringify({ tenantId: 'T1', reportGeneratedAt: new Date(at).toISOString(), users })), at)
  }
  close()
  const found = async (...args: string[]) => {
    const { code, json, stderr } = await inTerminal(['people', 'berg', '--json', '--data-dir', dataDir, ...args])
    return { code, ids: (json() as { id: string }[]).map(({ id }) => id), stderr }
  }
  expect((await found()).ids).toEqual(['ada', 'bob'])
  const then = await found('--as-of', '2020-03-06')
  expect(then).toMatchObject({ code: 0, ids: ['ada'] })
  expect(then.stderr).toContain('As known on 2020-03-06')
  expect(copiesIn(dataDir)).toEqual([])
  const tooEarly = await inTerminal(['overview', '--json', '--as-of', '2020-03-04', '--data-dir', dataDir])
  expect(tooEarly).toMatchObject({ code: 1 })
  expect(tooEarly.json()).toMatchObject({ error: { code: 'NO_SNAPSHOT' } })
  expect((await inTerminal(['months', '--as-of', 'March', '--data-dir', dataDir])).code).toBe(2)
})
