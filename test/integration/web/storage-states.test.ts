/** Storage that fails under a running host: the HTTP responses for its page, in the window's words. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { watch } from '../../../src/main/cli/watch.ts'
import { createDownloads } from '../../../src/main/web/downloads.ts'
import { serveApp } from '../../../src/main/web/serve-app.ts'
import type { Envelope } from '../../../src/shared/contract/errors.ts'
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/contract/routes.ts'
import { inWindow } from '../../../src/shared/domain/window-words.ts'
import { logDouble } from '../../support/app-double.ts'
import { keptSecrets } from '../../support/kept-secrets.ts'
import { collectingApp } from '../../support/running-app.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A host with a connection that has never collected, and its page. */
async function servedHost(dataDir: string) {
  const running = await collectingApp({ dataDir, secrets: keptSecrets() })
  const folder = tempFolder()
  writeFileSync(join(folder, 'index.html'), '<p>page</p>')
  const host = await serveApp(running.app, { log: logDouble(), folder, downloads: createDownloads() })
  onTestFinished(() => host.stop())
  const { origin, hash } = new URL(host.url)
  const post = async (path: string, body: unknown, key = '') => {
    const headers = { origin, 'content-type': 'application/json', authorization: `Bearer ${key}` }
    return (await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const { value } = (await post('/session', { token: hash.slice('#token='.length) })) as { value: { key: string } }
  const request = <R extends RouteName>(route: R, input: RouteInput<R>) =>
    post(`/request/${route}`, input, value.key) as Promise<Envelope<RouteOutput<R>>>
  return {
    app: running.app,
    request,
    /** The code and message of a failing request. */
    async failing<R extends RouteName>(route: R, input: RouteInput<R>) {
      const answer = await request(route, input)
      return answer.ok ? null : { code: answer.error.code, words: inWindow(answer.error.message) }
    },
    /** The first requests of the overview, which the tray and notifications use too. */
    async attention() {
      const answer = await request('overview.get', {})
      if (!answer.ok) throw new Error(answer.error.message)
      return answer.value.attention.map(({ code, message, severity }) => ({ code, severity, words: inWindow(message) }))
    },
  }
}

/** `DISK_FULL` and its next step, without an option or a command. */
const words = (code: string, next: RegExp) => ({ code, words: expect.stringMatching(next) })

test('a full disk: changing a setting and collecting report it, and collecting continues when there is space', { timeout: 60_000 }, async ({
  skip,
}) => {
  const disk = tempFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]).status !== 0) skip('a small disk cannot be mounted here')
  onTestFinished(() => void spawnSync('umount', ['-l', disk]))
  const host = await servedHost(join(disk, 'data'))
  expect(spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=1k']).status).not.toBe(0)
  expect(await host.failing('settings.set', { key: 'timeZone', value: 'Asia/Tokyo' })).toEqual(
    words('DISK_FULL', /Nothing was lost\. Free some space and try again\.$/),
  )
  expect(await host.failing('backups.create', {})).toEqual(words('DISK_FULL', /Free some space/))
  expect(await host.failing('collect.start', {})).toEqual(words('DISK_FULL', /Free some space/))
  expect(await host.attention()).not.toContainEqual(expect.objectContaining({ code: 'DISK_FULL' }))
  // The schedule meets the full disk too: here that of `watch`, which prints it.
  const notes: string[] = []
  const stop = Promise.withResolvers<void>()
  const terminal = {
    app: async () => host.app,
    note: (text: string) => notes.push(text),
    progress: () => {},
    untilStopped: () => stop.promise,
  }
  const watching = watch(terminal as unknown as Terminal)
  await expect
    .poll(() => host.attention())
    .toContainEqual({
      ...words('DISK_FULL', /^Nothing is collected\. .* full.* Free some space.* Seatledger retries within an hour\.$/),
      severity: 'problem',
    })
  await expect.poll(() => notes).toContainEqual(expect.stringMatching(/^Nothing is collected\. .* full/))
  stop.resolve()
  await watching
  rmSync(join(disk, 'filler'))
  expect(await host.request('collect.start', {})).toMatchObject({ ok: true })
  await expect.poll(async () => ((await host.request('snapshots.list', {})) as { value: unknown[] }).value.length).toBeGreaterThan(0)
  expect(await host.attention()).not.toContainEqual(expect.objectContaining({ code: 'DISK_FULL' }))
})

test('a history locked by another program can still be read, and the message says what to close', {
  timeout: 60_000,
}, async () => {
  const dataDir = tempFolder()
  const host = await servedHost(dataDir)
  const other = new Database(join(dataDir, 'history.db'))
  other.exec('BEGIN IMMEDIATE')
  expect(await host.failing('settings.set', { key: 'timeZone', value: 'Asia/Tokyo' })).toEqual(
    words('DB_LOCKED', /Another program has locked the history.* Close it, or wait until it finishes, and try again\.$/),
  )
  expect(await host.request('overview.get', {})).toMatchObject({ ok: true })
  other.exec('ROLLBACK')
  other.close()
  expect(await host.request('settings.set', { key: 'timeZone', value: 'Asia/Tokyo' })).toMatchObject({ ok: true })
})

test('a moved data folder, and a backups folder without permission, are reported with the next step', { timeout: 60_000 }, async () => {
  const dataDir = join(tempFolder(), 'data')
  const host = await servedHost(dataDir)
  // As after restoring the folder with other permissions: nothing can be created in it.
  writeFileSync(join(dataDir, 'backups'), '')
  expect(await host.failing('backups.create', {})).toEqual(words('DATA_DIR_UNWRITABLE', /not writable.* write permission/))
  expect(await host.request('collect.start', {})).toMatchObject({ ok: true })
  await expect.poll(async () => ((await host.request('snapshots.list', {})) as { value: unknown[] }).value.length).toBeGreaterThan(0)
  host.app.start()
  await expect
    .poll(() => host.attention())
    .toContainEqual({
      ...words('DATA_DIR_UNWRITABLE', /^Today’s backup was not made\. .* Seatledger retries within an hour\.$/),
      severity: 'problem',
    })
  rmSync(join(dataDir, 'backups'))
  renameSync(dataDir, `${dataDir}-moved`)
  const gone = words('DATA_DIR_GONE', /Move it back, or quit Seatledger everywhere and start it with the data folder’s new location\.$/)
  expect(await host.failing('overview.get', {})).toEqual(gone)
  expect(await host.failing('collect.start', {})).toEqual(gone)
  renameSync(`${dataDir}-moved`, dataDir)
  expect(await host.request('overview.get', {})).toMatchObject({ ok: true })
})

test('damage found while reading the history is reported', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder()
  const host = await servedHost(dataDir)
  const other = new Database(join(dataDir, 'history.db'))
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const size = other.pragma('page_size', { simple: true }) as number
  other.close()
  mkdirSync(join(dataDir, 'kept'))
  writeFileSync(join(dataDir, 'history.db'), Buffer.alloc(40 * size, 7), { flag: 'r+' })
  expect(await host.failing('snapshots.list', {})).toEqual(words('DB_DAMAGED', /damaged.*Restore a backup in Settings/))
})
