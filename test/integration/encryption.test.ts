/** An encrypted history: turning encryption on and off, replacing the key, its backups, and what happens without its key. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setEnvironmentData } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { eventNames } from '../../src/main/bridge/event-names.ts'
import { keyIdOf, newRecoveryKey, parseRecoveryKey } from '../../src/main/core/database/history-key.ts'
import { openFileLog } from '../../src/main/core/log/file-log.ts'
import { inTerminal } from '../support/in-terminal.ts'
import { keptSecrets } from '../support/kept-secrets.ts'
import { collectingApp, runningApp } from '../support/running-app.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A name that the simulated vendor reports. */
const person = 'person1@t1.example'

/** The keys of another process on another machine: none. */
const forgetKeys = () => setEnvironmentData('seatledger.keys', undefined as never)

/** Files of a data folder with their bytes. */
const filesIn = (dataDir: string) =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))

const withPeople = (dataDir: string) => filesIn(dataDir).filter((file) => readFileSync(file).includes(person))

/** An app that has collected, with a backup. */
async function collected(secrets = keptSecrets()) {
  const running = await collectingApp({ secrets })
  await running.collect()
  await running.ask('backups.create', {})
  return { ...running, secrets }
}

test('encryption covers the history, its backups and SQLite’s other files, and can be turned off', { timeout: 60_000 }, async () => {
  const { app, ask, collect, dataDir, secrets } = await collected()
  expect(withPeople(dataDir).length).toBeGreaterThan(1)
  expect(await ask('encryption.get', {})).toEqual({ state: 'off', noKeychain: null, readable: [] })
  const before = await ask('snapshots.list', {})

  const { recoveryKey } = await ask('encryption.offer', {})
  await expect(ask('encryption.set', { on: true, recoveryKey: newRecoveryKey() })).rejects.toMatchObject({ code: 'KEY_WRONG' })
  expect(keyIdOf(join(dataDir, 'history.db'))).toBeNull()
  // Typed without dashes, in lower case.
  const changed = await ask('encryption.set', { on: true, recoveryKey: recoveryKey.replaceAll('-', '').toLowerCase() })
  expect(changed).toEqual({ state: 'keychain', changed: 2, left: [] })
  expect([...secrets.entries.values()]).toContain(recoveryKey)

  expect(await ask('snapshots.list', {})).toEqual(before)
  await collect()
  const [backup] = await ask('backups.create', {})
  expect(withPeople(dataDir)).toEqual([])
  expect(await ask('backups.check', { ref: backup!.name })).toMatchObject({ backup: { tenants: 1 } })
  expect((await ask('history.verify', {})).damaged).toEqual([])
  const exported = await ask('backups.restore', { ref: backup!.name })
  expect(exported.replaced).not.toBeNull()
  expect(withPeople(dataDir)).toEqual([])

  // Another key for everything, including the history that the restore replaced.
  const first = keyIdOf(join(dataDir, 'history.db'))
  const second = await ask('encryption.offer', {})
  expect(await ask('encryption.set', { on: true, recoveryKey: second.recoveryKey })).toMatchObject({ changed: 4, left: [] })
  expect(keyIdOf(join(dataDir, 'history.db'))).not.toBe(first)

  expect(await ask('encryption.set', { on: false })).toMatchObject({ state: 'off', changed: 4, left: [] })
  expect((await ask('history.verify', {})).damaged).toEqual([])
  expect(withPeople(dataDir).length).toBeGreaterThan(1)
  await app.stop()
})

test('without its key a history is not changed, reports that, and opens again with the key', { timeout: 60_000 }, async () => {
  const { app, ask, dataDir, secrets } = await collected()
  const { recoveryKey } = await ask('encryption.offer', {})
  await ask('encryption.set', { on: true, recoveryKey })
  const before = await ask('snapshots.list', {})
  await app.stop()
  const files = filesIn(dataDir)
  const bytes = readFileSync(join(dataDir, 'history.db'))

  forgetKeys()
  secrets.entries.clear()
  await expect(runningApp({ dataDir, secrets, host: 'terminal' })).rejects.toMatchObject({
    code: 'KEY_MISSING',
    message: expect.stringContaining('seatledger unlock'),
  })
  const wrong = { dataDir, secrets, keyEnv: 'KEY', env: { KEY: newRecoveryKey() } }
  await expect(runningApp(wrong)).rejects.toMatchObject({ code: 'KEY_WRONG' })
  await expect(runningApp({ ...wrong, env: {} })).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  const doctor = await inTerminal(['doctor', '--json', '--data-dir', dataDir])
  expect(doctor.stdout).toContain('is encrypted, and its key is not on this machine')
  // Nothing was renamed as damaged, created or changed.
  expect(filesIn(dataDir).filter((file) => !file.includes('logs'))).toEqual(files)
  expect(readFileSync(join(dataDir, 'history.db')).equals(bytes)).toBe(true)

  const opened = await runningApp({ dataDir, secrets, keyEnv: 'KEY', env: { KEY: recoveryKey } })
  expect(await opened.ask('snapshots.list', {})).toEqual(before)
  await opened.app.stop()

  // A host with a page starts, refuses every route, and opens the history with the recovery key.
  forgetKeys()
  const waiting = await runningApp({ dataDir, secrets })
  waiting.app.start()
  expect(waiting.app.isLocked).toBe(true)
  await expect(waiting.ask('app.info', {})).rejects.toMatchObject({ code: 'KEY_MISSING', data: { kind: 'recovery' } })
  await expect(waiting.ask('encryption.unlock', { recoveryKey: newRecoveryKey() })).rejects.toMatchObject({ code: 'KEY_WRONG' })
  expect(waiting.app.isLocked).toBe(true)
  expect(await waiting.ask('encryption.unlock', { recoveryKey: recoveryKey.toLowerCase() })).toEqual({})
  expect(waiting.app.isLocked).toBe(false)
  expect(await waiting.ask('snapshots.list', {})).toEqual(before)
  expect([...secrets.entries.values()]).toContain(recoveryKey)
})

test('a backup of another machine is restored with its recovery key, which is in no log and no event', { timeout: 60_000 }, async () => {
  const there = await collected()
  const { recoveryKey } = await there.ask('encryption.offer', {})
  await there.ask('encryption.set', { on: true, recoveryKey })
  const [backup] = await there.ask('backups.list', {})
  const before = await there.ask('snapshots.list', {})
  await there.app.stop()
  forgetKeys()

  const dataDir = tempFolder()
  const secrets = keptSecrets()
  const log = openFileLog(dataDir, { host: 'desktop' })
  const file = join(there.dataDir, 'backups', backup!.name)
  const here = await runningApp({ dataDir, secrets, log, host: 'desktop', chooseFile: async () => file })
  const events: unknown[] = []
  for (const name of eventNames) here.app.events.on(name, (payload) => events.push(payload))
  const { ref } = (await here.ask('backups.choose', {})).chosen!
  for (const route of ['backups.check', 'backups.restore'] as const)
    await expect(here.ask(route, { ref })).rejects.toMatchObject({ code: 'KEY_MISSING' })
  for (const wrong of [newRecoveryKey(), 'not a key'])
    await expect(here.ask('encryption.unlock', { ref, recoveryKey: wrong })).rejects.toMatchObject({ code: 'KEY_WRONG' })
  expect(secrets.entries.size).toBe(0)
  await here.ask('encryption.unlock', { ref, recoveryKey })
  expect(await here.ask('backups.check', { ref })).toMatchObject({ backup: { tenants: 1 } })
  await here.ask('backups.restore', { ref })
  expect(await here.ask('snapshots.list', {})).toEqual(before)
  expect(keyIdOf(join(dataDir, 'history.db'))).toBe(keyIdOf(file))
  expect(events.length).toBeGreaterThan(0)
  await here.app.stop()
  log.close()
  const written = filesIn(dataDir).map((each) => readFileSync(each, 'latin1'))
  for (const text of [...written, JSON.stringify(events)]) expect(text.includes(recoveryKey)).toBe(false)
})

test('a server uses a passphrase, with which a backup is restored on another machine', { timeout: 60_000 }, async () => {
  const { app, dataDir } = await collected()
  await app.stop()
  const env = { KEY: 'correct horse battery staple' }
  const run = (args: string[], given: Record<string, string> = env) =>
    inTerminal([...args, '--data-dir', dataDir, '--key-env', 'KEY', '--json'], { env: given })

  expect((await inTerminal(['encrypt', '--data-dir', dataDir])).code).not.toBe(0)
  expect((await run(['encrypt'], { KEY: 'short' })).code).toBe(2)
  expect((await run(['encrypt'])).json()).toMatchObject({ state: 'passphrase', changed: 2, left: [] })
  expect((await run(['encrypt'])).json()).toMatchObject({ changed: 0 })
  expect(withPeople(dataDir)).toEqual([])
  expect((await run(['snapshots'])).code).toBe(0)
  const copy = join(tempFolder(), 'moved.db')
  expect((await run(['backup', copy])).code).toBe(0)
  expect(readFileSync(copy).includes(person)).toBe(false)

  forgetKeys()
  expect((await run(['snapshots'], { KEY: 'another passphrase' })).stdout).toContain('KEY_WRONG')
  const elsewhere = tempFolder()
  const restored = await inTerminal(['restore', copy, '--data-dir', elsewhere, '--key-env', 'KEY', '--json'], { env })
  expect(restored.json()).toMatchObject({ replaced: null })
  expect(withPeople(elsewhere)).toEqual([])
  expect((await run(['rekey', '--passphrase-env', 'NEW'], { ...env, NEW: 'a second long passphrase' })).json()).toMatchObject({
    state: 'passphrase',
    changed: 2,
  })
  expect((await run(['decrypt', '--yes'], { KEY: 'a second long passphrase' })).json()).toMatchObject({ state: 'off', changed: 2 })
})

test('the next start finishes a killed change of key, and restoring an unencrypted backup keeps the history encrypted', {
  timeout: 60_000,
}, async () => {
  const { app, ask, dataDir, secrets } = await collected()
  const [backup] = await ask('backups.list', {})
  const plain = readFileSync(join(dataDir, 'backups', backup!.name))
  const { recoveryKey } = await ask('encryption.offer', {})
  await ask('encryption.set', { on: true, recoveryKey })
  await app.stop()
  // As if the process had ended between the history and its backup, leaving a half-written copy.
  writeFileSync(join(dataDir, 'backups', backup!.name), plain)
  copyFileSync(join(dataDir, 'history.db'), join(dataDir, 'history.db.partial'))
  writeFileSync(join(dataDir, 'backups', `${backup!.name}.partial`), plain)
  const again = await runningApp({ dataDir, secrets })
  expect(withPeople(dataDir)).toEqual([])
  expect(filesIn(dataDir).filter((file) => file.endsWith('.partial'))).toEqual([])

  const file = join(tempFolder(), 'plain.db')
  writeFileSync(file, plain)
  await again.app.stop()
  const restored = await inTerminal(['restore', file, '--data-dir', dataDir, '--key-env', 'KEY'], { env: { KEY: recoveryKey } })
  expect(restored.code).toBe(0)
  expect(withPeople(dataDir)).toEqual([])
})

test('a recovery key can be typed with or without groups, and with letters that look like digits', () => {
  const key = newRecoveryKey()
  expect(key).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(parseRecoveryKey(` ${key.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(key)
  expect(parseRecoveryKey(key.slice(1))).toBeNull()
})
