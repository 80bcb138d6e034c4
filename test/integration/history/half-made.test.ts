import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { makeCopyFolder } from '../../../src/main/core/as-of/copy.ts'
import { saveFile } from '../../../src/main/core/export/save-file.ts'
import { saveBackup } from '../../../src/main/core/maintenance/backup.ts'
import { openHistory, openReader } from '../../../src/main/core/maintenance/open.ts'
import { createDownloads } from '../../../src/main/web/downloads.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const suffixes = ['', '-journal', '-wal', '-shm']

/** The id of a process that has ended. */
const ended = (): number => spawnSync(process.execPath, ['-e', '']).pid

/** Two hours old by its modification time. */
function age(path: string): void {
  const then = Date.now() / 1000 - 7200
  utimesSync(path, then, then)
}

test('M: a start removes the partial files of a killed backup, restore, change of key or copy of an earlier day', async () => {
  const dataDir = tempFolder()
  const first = await openHistory(dataDir, now)
  first.close()
  mkdirSync(join(dataDir, 'backups'))
  const left = suffixes.flatMap((suffix) => [
    join(dataDir, 'backups', `history-2026-03-10T12-00-00-000Z-before-update.db.partial${suffix}`),
    join(dataDir, `history.restoring.db${suffix}`),
    join(dataDir, `history.db.partial${suffix}`),
    join(dataDir, `history.replaced-2026-03-10T12-00-00-000Z.db.partial${suffix}`),
  ])
  mkdirSync(join(dataDir, '.probe-a1b2c3'))
  const asOf = makeCopyFolder(dataDir)
  writeFileSync(join(asOf, 'history.db'), 'half')
  const kept = join(dataDir, 'backups', 'history-2026-03-09T12-00-00-000Z.db')
  for (const file of [...left, kept]) writeFileSync(file, 'half')
  const { close } = await openHistory(dataDir, now)
  expect(left.filter((file) => existsSync(file))).toEqual([])
  expect(existsSync(join(dataDir, '.probe-a1b2c3'))).toBe(false)
  expect(existsSync(asOf)).toBe(false)
  expect(existsSync(kept)).toBe(true)
  // Another host may be writing such a file, so only the only host removes it.
  writeFileSync(left[0]!, 'half')
  const second = await openHistory(dataDir, now)
  expect(existsSync(left[0]!)).toBe(true)
  second.close()
  close()
})

test('M: after a process is killed during a backup, the next start leaves no partial file', async () => {
  const dataDir = tempFolder()
  const module = (path: string) => pathToFileURL(join(import.meta.dirname, '../../../src/main/core/maintenance', path)).href
  const script = `
    const [{ openHistory }, { backupNow }] = await Promise.all([import(${JSON.stringify(module('open.ts'))}), import(${JSON.stringify(module('backup.ts'))})])
    const { db } = await openHistory(${JSON.stringify(dataDir)}, ${now})
    db.sqlite.exec("create table filler as with recursive n (i) as (select 1 union all select i + 1 from n where i < 1500) select randomblob(4000) from n")
    await backupNow(db, { dataDir: ${JSON.stringify(dataDir)}, now: ${now}, keep: 3 }, () => process.kill(process.pid, 'SIGKILL'))`
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(signal).toBe('SIGKILL')
  const backups = join(dataDir, 'backups')
  expect(readdirSync(backups).some((name) => name.endsWith('.partial'))).toBe(true)
  const { close } = await openHistory(dataDir, now)
  expect(readdirSync(backups)).toEqual([])
  close()
})

test('M: a backup to a chosen file does not start with the journal of a killed one', async () => {
  const dataDir = tempFolder()
  const { close } = await openHistory(dataDir, now)
  const reader = openReader(dataDir)
  const file = join(tempFolder(), 'own.db')
  for (const suffix of suffixes) writeFileSync(`${file}.partial${suffix}`, 'half')
  await saveBackup(reader, file)
  expect(readdirSync(join(file, '..'))).toEqual(['own.db'])
  const copy = new Database(file, { readonly: true })
  expect(copy.pragma('quick_check', { simple: true })).toBe('ok')
  copy.close()
  reader.sqlite.close()
  close()
})

test('M: the next export to a folder removes the partial file of a killed one, and no other files', async () => {
  const folder = tempFolder()
  const path = join(folder, 'report.csv')
  const abandoned = join(folder, `.report.csv.part-${ended()}-0a1b2c3d`)
  const underWay = join(folder, `.report.csv.part-${process.pid}-0a1b2c3d`)
  const fresh = join(folder, `.report.csv.part-${ended()}-4e5f6a7b`)
  // Of last month's export, which nobody makes again.
  const other = join(folder, `.seatledger-month-2026-02.xlsx.part-${ended()}-0a1b2c3d`)
  const own = join(folder, '.notes.part-1-of-2')
  for (const file of [abandoned, underWay, fresh, other, own]) writeFileSync(file, 'half')
  age(abandoned)
  age(other)
  age(own)
  age(underWay)
  await saveFile(path, ['whole'], { force: false })
  expect([abandoned, other, underWay, fresh, own, path].map((file) => existsSync(file))).toEqual([false, false, true, true, true, true])
})

test('M: the next download removes the files of a killed browser host', async () => {
  const tmp = tempFolder()
  const before = process.env.TMPDIR
  process.env.TMPDIR = tmp
  try {
    const abandoned = join(tmp, `seatledger-download-${ended()}-abcdef`)
    mkdirSync(abandoned)
    writeFileSync(join(abandoned, 'file'), 'people')
    age(abandoned)
    const downloads = createDownloads()
    await downloads.saveAs('report.csv', async (path) => writeFileSync(path, 'whole'))
    expect(existsSync(abandoned)).toBe(false)
    await downloads.clear()
    expect(readdirSync(tmp)).toEqual([])
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
})
