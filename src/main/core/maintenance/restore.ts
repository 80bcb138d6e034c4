/** Replaces the history with a backup. The backup is checked first, and the replaced history is kept. */
import { constants, copyFileSync, linkSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import type { RestoreAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { AppError } from '../base/errors.ts'
import { makePrivateFile } from '../base/private-files.ts'
import { connect, keyMissing, leaveWalMode, rekeyDatabase, withDatabase } from '../database/connect.ts'
import { ensureDataFolder, fileTime, historyFile, removeDatabase, restoringFile, sizeOf } from '../database/files.ts'
import { keyIdOf } from '../database/history-key.ts'
import { takeHostLock } from '../database/host-lock.ts'
import { knownKey } from '../database/key-ring.ts'
import { migrationState, migrationsFolder } from '../database/migrate.ts'
import { isSound } from '../database/quick-check.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { copyInto, type PageWatch } from './copy.ts'

/**
 * Restores `file` into a data folder that no host has open. `now` (ms) names the replaced history. An older backup is migrated when it is next
 * opened. `watch` receives the progress and can throw to cancel; nothing is changed then.
 * Throws `NOT_FOUND`, `UNREADABLE_FILE`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`, `HOST_RUNNING`, `DISK_FULL`, `DATA_DIR_UNWRITABLE`.
 */
export async function restoreHistory(dataDir: string, file: string, now: number, watch: PageWatch = () => {}): Promise<RestoreAnswer> {
  if (sizeOf(file) === null) throw new AppError('NOT_FOUND', `There is no file ${file}. Check its name and its folder.`, { data: { file } })
  const copy = restoringFile(dataDir)
  try {
    ensureDataFolder(dataDir)
    const lock = takeHostLock(dataDir)
    try {
      lock.makeExclusive()
      removeDatabase(copy)
      const snapshots = await copyChecked(file, copy, watch)
      sealLikeCurrent(dataDir, copy)
      return { snapshots, replaced: replaceHistory(dataDir, copy, now) }
    } finally {
      removeDatabase(copy)
      lock.release()
    }
  } catch (error) {
    throw asAppError(error, dataDir)
  }
}

/** Copies a database with everything committed to it, and checks the copy. Returns the number of its snapshots. */
async function copyChecked(file: string, copy: string, watch: PageWatch): Promise<number> {
  try {
    const source = connect(file, { readonly: true, fileMustExist: true })
    try {
      makePrivateFile(copy)
      await copyInto(source, copy, watch)
    } finally {
      source.close()
    }
    return withDatabase(copy, {}, (sqlite) => {
      if (!isSound(sqlite)) throw unreadableBackup(file)
      if (migrationState({ sqlite }, migrationsFolder()) === 'fresh') throw unreadableBackup(file)
      sqlite.pragma('journal_mode = DELETE')
      return sqlite.prepare<[], number>('SELECT count(*) FROM snapshot').pluck().get()!
    })
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT|CANTOPEN|ERROR)/.test(error.code))
      throw unreadableBackup(file, error)
    throw error
  }
}

/** Keeps an encrypted history encrypted with its key, whether or not the backup was encrypted. */
function sealLikeCurrent(dataDir: string, copy: string): void {
  const id = keyIdOf(historyFile(dataDir))
  if (id === null || id === keyIdOf(copy)) return
  const key = knownKey(id)
  if (key === null) throw keyMissing(historyFile(dataDir), id)
  withDatabase(copy, {}, (sqlite) => rekeyDatabase(sqlite, key))
}

/** `UNREADABLE_FILE` for a backup. */
export const unreadableBackup = (file: string, cause?: unknown): AppError =>
  new AppError('UNREADABLE_FILE', `${file} is not a valid backup of a Seatledger history. Nothing was changed; choose another file.`, {
    data: { file },
    ...(cause === undefined ? {} : { cause }),
  })

/**
 * Replaces the history with `copy`; the old one is kept under another name (returned; null if there was none). The history's own name always exists:
 * a process killed here leaves one of the two histories, not an empty data folder.
 */
function replaceHistory(dataDir: string, copy: string, now: number): string | null {
  const current = historyFile(dataDir)
  if (sizeOf(current) === null) {
    renameSync(copy, current)
    return null
  }
  const kept = join(dataDir, `history.replaced-${fileTime(now)}.db`)
  writeLogInto(current)
  const logs = ['-wal', '-shm'].filter((suffix) => sizeOf(current + suffix) !== null)
  for (const suffix of [...logs, '']) linkOrCopy(current + suffix, kept + suffix)
  // SQLite would apply the remains of the old log to the new file.
  for (const suffix of logs) rmSync(current + suffix)
  renameSync(copy, current)
  return basename(kept)
}

/** Checkpoints a history into a single file. A damaged one keeps its log. */
function writeLogInto(file: string): void {
  try {
    leaveWalMode(file)
  } catch (error) {
    // The file is damaged, or its key is missing: it is kept unchanged.
    if (!(error instanceof Database.SqliteError || error instanceof AppError)) throw error
  }
}

/** Gives a file a second name; copies it on file systems without hard links. */
function linkOrCopy(file: string, name: string): void {
  try {
    linkSync(file, name)
  } catch {
    copyFileSync(file, name, constants.COPYFILE_EXCL)
  }
}
