import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { migrationsFolder } from '../../../../src/main/core/database/migrate.ts'
import { openHistory, openReader } from '../../../../src/main/core/maintenance/open.ts'
import { openWriter } from '../../../../src/main/core/writer/writer.ts'
import { asOtherUser, otherUserObstacle } from '../../../support/other-user.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const now = Date.UTC(2026, 10, 22, 3, 0, 0)

async function open(dataDir: string, folder?: string) {
  const history = await openHistory(dataDir, now, folder)
  onTestFinished(() => {
    if (history.db.sqlite.open) history.close()
  })
  return history
}

/** A folder of migrations with only the first `count` of ours. */
function firstMigrations(count: number): string {
  const folder = tempFolder()
  cpSync(migrationsFolder(), folder, { recursive: true })
  const journalFile = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8'))
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }))
  return folder
}

test('a new data folder is private, and its history is empty and valid', async () => {
  const dataDir = join(tempFolder(), 'deep', 'er')
  const { db } = await open(dataDir)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(db.sqlite.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.sqlite.pragma('synchronous', { simple: true })).toBe(2)
  expect(db.sqlite.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(db.sqlite.pragma('trusted_schema', { simple: true })).toBe(0)
  expect(db.sqlite.prepare('select count(*) from snapshot').pluck().get()).toBe(0)
})

test('the migrations produce the committed schema', async () => {
  const { db } = await open(tempFolder())
  const master = db.sqlite
    .prepare("select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by type, name")
    .pluck()
    .all()
  await expect(`${master.join(';\n')};\n`).toMatchFileSnapshot('../../../fixtures/schema.sql')
})

test('a reader sees what was written and cannot write', async () => {
  const dataDir = tempFolder()
  const { db } = await open(dataDir)
  const reader = openReader(dataDir)
  onTestFinished(() => void reader.sqlite.close())
  db.sqlite.prepare("insert into setting values ('timeZone', '\"UTC\"')").run()
  expect(reader.sqlite.prepare('select value from setting').pluck().get()).toBe('"UTC"')
  expect(() => reader.sqlite.prepare('delete from setting').run()).toThrow(/readonly/)
})

test('an older history is backed up, then migrated with its rows kept', async () => {
  const dataDir = tempFolder()
  const older = await open(dataDir, firstMigrations(1))
  older.db.sqlite.prepare("insert into setting values ('timeZone', '\"UTC\"')").run()
  older.close()
  const { db } = await open(dataDir)
  expect(db.sqlite.prepare('select value from setting').pluck().get()).toBe('"UTC"')
  const [backup, ...more] = readdirSync(join(dataDir, 'backups'))
  expect(more).toEqual([])
  const copy = new Database(join(dataDir, 'backups', backup!), { readonly: true })
  onTestFinished(() => void copy.close())
  expect(copy.prepare('select count(*) from __drizzle_migrations').pluck().get()).toBe(1)
  expect(copy.prepare('select value from setting').pluck().get()).toBe('"UTC"')
})

test('an older history is not migrated while another host has it open', async () => {
  const dataDir = tempFolder()
  await open(dataDir, firstMigrations(1))
  await expect(open(dataDir)).rejects.toMatchObject({ code: 'HOST_RUNNING' })
})

test('two hosts can have one history open', async () => {
  const dataDir = tempFolder()
  const first = await open(dataDir)
  const second = await open(dataDir)
  first.db.sqlite.prepare("insert into setting values ('a', '1')").run()
  second.db.sqlite.prepare("insert into setting values ('b', '2')").run()
  expect(first.db.sqlite.prepare('select count(*) from setting').pluck().get()).toBe(2)
})

test('a history of a newer version is refused and not changed', async () => {
  const dataDir = tempFolder()
  const newer = await open(dataDir)
  newer.db.sqlite.prepare("insert into __drizzle_migrations (hash, created_at) values ('of-tomorrow', 9e15)").run()
  newer.close()
  const before = readFileSync(join(dataDir, 'history.db'))
  await expect(open(dataDir)).rejects.toMatchObject({ code: 'DB_FROM_NEWER_VERSION' })
  await expect(openWriter(dataDir)).rejects.toMatchObject({
    name: 'AppError',
    code: 'DB_FROM_NEWER_VERSION',
    data: { known: expect.any(Number) },
  })
  expect(readFileSync(join(dataDir, 'history.db')).equals(before)).toBe(true)
})

test('a history with different migrations is refused', async () => {
  const dataDir = tempFolder()
  const other = await open(dataDir)
  other.db.sqlite
    .prepare("update __drizzle_migrations set hash = 'another build' where created_at = (select min(created_at) from __drizzle_migrations)")
    .run()
  other.close()
  await expect(open(dataDir)).rejects.toMatchObject({ code: 'DB_HISTORY_MISMATCH' })
})

test('a damaged file is renamed, and no empty history silently replaces it', async () => {
  const dataDir = tempFolder()
  const noDatabase = Buffer.alloc(8192, 'not a database ')
  writeFileSync(join(dataDir, 'history.db'), noDatabase)
  await expect(open(dataDir)).rejects.toMatchObject({ code: 'DB_DAMAGED', message: expect.stringContaining('seatledger restore') })
  const aside = readdirSync(dataDir).filter((name) => name.startsWith('history.damaged-'))
  expect(aside).toEqual(['history.damaged-2026-11-22T03-00-00-000Z.db'])
  expect(readFileSync(join(dataDir, aside[0]!)).equals(noDatabase)).toBe(true)
  await expect(open(dataDir)).rejects.toMatchObject({ code: 'DB_DAMAGED' })
  expect(existsSync(join(dataDir, 'history.db'))).toBe(false)
})

test('a damaged page is found after a crash', async () => {
  const source = tempFolder()
  const crashed = tempFolder()
  const { db } = await open(source)
  const insert = db.sqlite.prepare('insert into vendor_id (value) values (?)')
  db.sqlite.transaction(() => {
    for (let n = 0; n < 5_000; n += 1) insert.run(`person-${n}`)
  })()
  db.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  db.sqlite.prepare("insert into setting values ('last', 'words')").run()
  // A killed process leaves the file and its log.
  for (const name of ['history.db', 'history.db-wal']) copyFileSync(join(source, name), join(crashed, name))
  const whole = await openHistory(crashed, now)
  expect(whole.db.sqlite.prepare("select value from setting where key = 'last'").pluck().get()).toBe('words')
  whole.close()

  const file = readFileSync(join(source, 'history.db'))
  file.fill(0xff, file.length - 4096 * 6, file.length - 4096 * 2)
  writeFileSync(join(crashed, 'history.db'), file)
  copyFileSync(join(source, 'history.db-wal'), join(crashed, 'history.db-wal'))
  await expect(open(crashed)).rejects.toMatchObject({ code: 'DB_DAMAGED' })
  expect(readdirSync(crashed).filter((name) => name.startsWith('history.damaged-'))).toHaveLength(1)
})

test('a data folder that is a file is refused with the next step', async () => {
  const file = join(tempFolder(), 'file')
  writeFileSync(file, '')
  await expect(open(file)).rejects.toMatchObject({ code: 'DATA_DIR_UNWRITABLE', message: expect.stringContaining('--data-dir') })
})

test('a folder without write permission is refused', ({ skip }) => {
  const obstacle = otherUserObstacle()
  if (obstacle !== null) skip(obstacle)
  const dataDir = tempFolder()
  chmodSync(dataDir, 0o755)
  const module = pathToFileURL(join(import.meta.dirname, '../../../../src/main/core/maintenance/open.ts')).href
  const script = `const { openHistory } = await import(${JSON.stringify(module)})
    await openHistory(${JSON.stringify(join(dataDir, 'sub'))}, 0).catch((error) => console.log(error.code))
    await openHistory(${JSON.stringify(dataDir)}, 0).catch((error) => console.log(error.code))`
  const [setpriv, ...args] = [...asOtherUser, process.execPath, '--input-type=module', '-e', script]
  expect(execFileSync(setpriv!, args, { encoding: 'utf8' })).toBe('DATA_DIR_UNWRITABLE\nDATA_DIR_UNWRITABLE\n')
})

test('a full disk is reported, and the folder works once there is space', async ({ skip }) => {
  const mount = tempFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mount]).status !== 0) skip('tmpfs cannot be mounted here')
  try {
    await expect(openHistory(join(mount, 'data'), now)).rejects.toMatchObject({ code: 'DISK_FULL' })
    execFileSync('mount', ['-o', 'remount,size=8m', mount])
    const history = await openHistory(join(mount, 'data'), now)
    history.close()
  } finally {
    execFileSync('umount', [mount])
  }
})

test('a locked history is reported', async () => {
  const dataDir = tempFolder()
  mkdirSync(dataDir, { recursive: true })
  const { db, close } = await openHistory(dataDir, now)
  db.sqlite.pragma('locking_mode = EXCLUSIVE')
  db.sqlite.prepare("insert into setting values ('a', '1')").run()
  await expect(open(dataDir)).rejects.toMatchObject({ code: 'DB_LOCKED' })
  close()
})

test('the writer closes cleanly and leaves a single file', async () => {
  const dataDir = tempFolder()
  const writer = await openWriter(dataDir, { now })
  await writer.close()
  await writer.close()
  expect(readdirSync(dataDir).sort()).toEqual(['history.db', 'hosts.db'])
})
