/** The second folder of backups, and moving to another machine with one of its files. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inTerminal } from '../support/in-terminal.ts'
import { collectingApp, runningApp } from '../support/running-app.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function collected(deps: Parameters<typeof collectingApp>[0] = {}) {
  const running = await collectingApp(deps)
  await running.collect()
  return running
}

const backupsIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('history-'))

test('backups are copied to the second folder, compared, repaired and limited in number', { timeout: 60_000 }, async () => {
  const share = tempFolder()
  let chosen: string | null = share
  const { ask, dataDir } = await collected({ chooseFile: async () => chosen })
  expect(await ask('backups.second', {})).toMatchObject({ state: 'none', name: null })
  const [first] = await ask('backups.create', {})
  await ask('settings.set', { key: 'backupsKept', value: 2 })
  expect(await ask('backups.chooseSecond', {})).toMatchObject({ state: 'ok', copies: 1, sameDisk: true, newest: expect.any(String) })
  expect(readFileSync(join(share, first!.name)).equals(readFileSync(join(dataDir, 'backups', first!.name)))).toBe(true)
  expect(statSync(join(share, first!.name)).mode & 0o077).toBe(0)

  // One that was damaged there, and the partial file of an interrupted copy.
  writeFileSync(join(share, first!.name), 'spoilt')
  writeFileSync(join(share, `${first!.name}.partial`), 'half')
  await ask('backups.create', {})
  expect(backupsIn(share)).toEqual(backupsIn(join(dataDir, 'backups')))
  expect(readFileSync(join(share, first!.name)).equals(readFileSync(join(dataDir, 'backups', first!.name)))).toBe(true)
  await ask('backups.create', {})
  expect(backupsIn(share)).toHaveLength(2)
  expect(existsSync(join(share, first!.name))).toBe(false)

  // The folder of a disconnected share is empty and on the first disk; nothing is written there.
  renameSync(share, `${share}-away`)
  mkdirSync(share)
  expect(await ask('backups.second', {})).toMatchObject({ state: 'gone' })
  expect(await ask('backups.create', {})).toHaveLength(2)
  // J: what it holds is unknown, not nothing.
  const { backups } = await ask('history.delete', { before: '2000-01' })
  expect(backups.at(-1)).toMatch(/^every copy in the second folder \(.+\), which could not be read$/)
  await expect(ask('backups.copySecond', {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(readdirSync(share)).toEqual([])
  rmSync(share, { recursive: true })
  renameSync(`${share}-away`, share)
  expect(await ask('backups.second', {})).toMatchObject({ state: 'behind' })
  expect(await ask('backups.copySecond', {})).toMatchObject({ state: 'ok', copies: 2 })

  chosen = null
  expect(await ask('backups.chooseSecond', {})).toMatchObject({ state: 'ok' })
  expect(await ask('backups.chooseSecond', { none: true })).toMatchObject({ state: 'none' })
  expect(backupsIn(share)).toHaveLength(2)

  const other = await runningApp({ chooseFile: async () => share })
  await expect(other.ask('backups.chooseSecond', {})).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  const inside = await runningApp({ chooseFile: async () => join(dataDir, 'backups'), dataDir })
  await expect(inside.ask('backups.chooseSecond', {})).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test('the terminal warns about one disk, sets and checks the second folder, and a new machine starts from one of its files', {
  timeout: 60_000,
}, async () => {
  const { app, dataDir } = await collected()
  await app.stop()
  const share = tempFolder()
  const run = (...args: string[]) => inTerminal([...args, '--data-dir', dataDir])
  expect((await run('backups')).stdout).toContain('Every backup is on the same disk as the history')
  expect((await run('doctor')).stdout).toMatch(/second copy.*every backup is on the same disk as the history/)
  expect((await run('backups', 'folder')).code).toBe(2)
  expect((await run('backups', 'folder', join(share, 'missing'))).stderr).toContain('There is no folder')
  const history = join(share, 'history-2026-01-01T00-00-00-000Z.db')
  mkdirSync(join(dataDir, 'backups'), { recursive: true })
  expect((await run('backup', join(dataDir, 'backups', 'history-2026-01-01T00-00-00-000Z.db'))).code).toBe(0)
  expect((await run('backups', 'folder', share)).stdout).toMatch(/Second folder .*: 1 copy/)
  expect((await run('doctor')).stdout).not.toContain('every backup is on the same disk')
  expect((await run('backups', 'check')).stdout).toContain('Intact: 2 files')

  const elsewhere = tempFolder()
  const restored = await inTerminal(['restore', history, '--data-dir', elsewhere])
  expect(restored.stdout).toContain('Restored: ')
  expect(restored.stdout).toContain('Backups do not contain credentials. Enter those of: Petra')

  const bytes = readFileSync(history)
  writeFileSync(history, bytes.fill(0xff, 4096, 12_000))
  const checked = await run('backups', 'check')
  expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining(`Damaged: ${history}`) })
})

test('after damage the newest sound backup is restored, and the snapshots after it are listed', { timeout: 60_000 }, async () => {
  const { app, ask, collect, dataDir } = await collected()
  await ask('backups.create', {})
  const [sound] = await ask('backups.list', {})
  await collect()
  await ask('backups.create', {})
  const [damaged] = await ask('backups.list', {})
  const listed = (await ask('snapshots.list', {})).length
  await app.stop()
  // The newest backup and the end of the history are overwritten.
  const file = join(dataDir, 'history.db')
  for (const each of [join(dataDir, 'backups', damaged!.name), file]) {
    const bytes = readFileSync(each)
    writeFileSync(each, bytes.fill(0xff, bytes.length - 8 * 4096, bytes.length - 4096))
  }
  writeFileSync(`${file}-wal`, 'a process was killed')
  const run = (...args: string[]) => inTerminal([...args, '--data-dir', dataDir])
  const refused = await run('connections')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/is damaged\. It was renamed to .*restore --newest/) })
  const restored = await run('restore', '--newest')
  expect(restored.stdout).toContain(`from ${join(dataDir, 'backups', sound!.name)}`)
  expect(restored.stdout).toContain(`Damaged and not changed: ${damaged!.name}`)
  expect(restored.stdout).toMatch(/\d+ snapshots collected .* are missing from the backup\. They can still be read in history\.damaged-/)
  expect(restored.stdout).toMatch(/ {2}Tenant 1 {2}petra\.billable-users/)
  expect(readdirSync(dataDir).some((name) => /^history\.damaged-.*\.db$/.test(name))).toBe(true)
  const after = JSON.parse((await run('snapshots', '--json')).stdout) as unknown[]
  expect(after.length).toBeLessThan(listed)
  expect((await run('verify')).code).toBe(0)
})
