/**
 * Encrypts a data folder, decrypts it or replaces its key. Each file, the history first, is atomically replaced by a copy that was compared with it,
 * so a killed process leaves each file with one key or the other. Running it again, or the next start, converts the remaining files.
 */
import { createHash } from 'node:crypto'
import { closeSync, copyFileSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../base/errors.ts'
import { makePrivateFile } from '../base/private-files.ts'
import { leaveWalMode, rekeyDatabase, withDatabase } from '../database/connect.ts'
import { requireHistory } from '../database/data-folder.ts'
import { historyFile, historyFilesIn, partialFile, removeDatabase, removePartialFiles, setAsideFiles, sizeOf } from '../database/files.ts'
import { type HistoryKey, keyIdOf } from '../database/history-key.ts'
import { takeHostLock } from '../database/host-lock.ts'
import { knownKey } from '../database/key-ring.ts'
import { isSound } from '../database/quick-check.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import type { PageWatch } from './copy.ts'

/** What a change of key did. */
export interface KeyChange {
  /** How many files now have the key. */
  changed: number
  /** Names of files that could not be changed: damaged ones, and ones whose own key is not known. */
  left: string[]
}

/**
 * Encrypts the history, its backups and replaced histories with the key, or decrypts them (null). The files' current keys must be known. `watch`
 * receives the number of files. Throws `HOST_RUNNING`, `DISK_FULL`, `DATA_DIR_UNWRITABLE`, `DATA_DIR_GONE`, `DB_DAMAGED`, `KEY_MISSING`.
 */
export function changeKey(dataDir: string, key: HistoryKey | null, watch: PageWatch = () => {}): KeyChange {
  requireHistory(dataDir)
  try {
    const lock = takeHostLock(dataDir)
    try {
      lock.makeExclusive()
      removePartialFiles(dataDir)
      const others = historyFilesIn(dataDir).filter((file) => !has(file, key))
      watch(0, others.length + 1)
      const changed = convert(historyFile(dataDir), key) ? 1 : 0
      watch(1, others.length + 1)
      const result = convertEach(others, key, (done) => watch(done + 1, others.length + 1))
      return { changed: changed + result.changed, left: [...result.left, ...setAsideIn(dataDir, key)] }
    } finally {
      lock.release()
    }
  } catch (error) {
    throw asAppError(error, dataDir)
  }
}

/** Finishes a killed `changeKey`: encrypts the copies in a folder with the key of its encrypted history. Only call this while no other host has the folder open. */
export function finishKeyChange(dataDir: string): void {
  const id = keyIdOf(historyFile(dataDir))
  const key = id === null ? null : knownKey(id)
  if (key === null) return
  const others = historyFilesIn(dataDir).filter((file) => !has(file, key))
  convertEach(others, key, () => {})
}

/** Names of the files in a data folder that hold history and are not encrypted. */
export function unencryptedIn(dataDir: string): string[] {
  return [...historyFilesIn(dataDir), ...setAsideFiles(dataDir).map((name) => join(dataDir, name))]
    .filter((file) => keyIdOf(file) === null)
    .map((file) => basename(file))
}

const has = (file: string, key: HistoryKey | null) => keyIdOf(file) === (key?.id ?? null)

const setAsideIn = (dataDir: string, key: HistoryKey | null) => setAsideFiles(dataDir).filter((name) => !has(join(dataDir, name), key))

function convertEach(files: string[], key: HistoryKey | null, report: (done: number) => void): KeyChange {
  const left: string[] = []
  for (const [at, file] of files.entries()) {
    try {
      convert(file, key)
    } catch (error) {
      const isOfThisFile =
        error instanceof AppError ? error.code !== 'DISK_FULL' : error instanceof Database.SqliteError && !/FULL|IOERR/.test(error.code)
      if (!isOfThisFile) throw error
      left.push(basename(file))
    }
    report(at + 1)
  }
  return { changed: files.length - left.length, left }
}

/** Replaces a database by a copy with another key. Returns false if it already had that key. */
function convert(file: string, key: HistoryKey | null): boolean {
  if (has(file, key)) return false
  const copy = partialFile(file)
  removeDatabase(copy)
  try {
    if (sizeOf(`${file}-wal`) !== null) leaveWalMode(file)
    makePrivateFile(copy)
    copyFileSync(file, copy)
    withDatabase(copy, {}, (sqlite) => {
      // The copy is discarded if the process ends, and a journal on disk would be unencrypted.
      sqlite.pragma('journal_mode = MEMORY')
      sqlite.pragma('synchronous = OFF')
      sqlite.pragma('temp_store = MEMORY')
      rekeyDatabase(sqlite, key)
    })
    compare(file, copy)
    settle(copy)
    renameSync(copy, file)
    settle(dirname(file))
  } finally {
    removeDatabase(copy)
  }
  return true
}

/** Throws `DB_DAMAGED` unless the copy is sound and has the rows of the file. */
function compare(file: string, copy: string): void {
  const before = withDatabase(file, { readonly: true }, contentsOf)
  const after = withDatabase(copy, { readonly: true }, (sqlite) => (isSound(sqlite) ? contentsOf(sqlite) : null))
  if (after === before) return
  throw new AppError(
    'DB_DAMAGED',
    `The copy of ${file} differed from it and was removed. Nothing was changed. Run \`seatledger verify\`.`,
    {
      data: { file },
    },
  )
}

/** A hash of everything in a database. */
function contentsOf(sqlite: Database.Database): string {
  const hash = createHash('sha256')
  const objects = sqlite
    .prepare<[], { type: string; name: string; sql: string | null }>(
      "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
    )
    .all()
  for (const { type, name, sql } of objects) {
    hash.update(JSON.stringify([type, name, sql]))
    if (type !== 'table') continue
    const rows = sqlite.prepare(`SELECT * FROM "${name}"`).raw().safeIntegers()
    for (const row of rows.iterate() as Iterable<unknown[]>) {
      for (const value of row) {
        if (Buffer.isBuffer(value)) hash.update(`b${value.length}:`).update(value)
        else hash.update(`${typeof value}${String(value).length}:${String(value)}`)
      }
    }
  }
  return hash.digest('hex')
}

/** Waits until a file or folder is on disk. */
function settle(path: string): void {
  // Windows cannot sync folders.
  if (process.platform === 'win32') return
  const open = openSync(path, 'r')
  try {
    fsyncSync(open)
  } finally {
    closeSync(open)
  }
}
