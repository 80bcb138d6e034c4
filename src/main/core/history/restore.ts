/** Putting a backup in the place of the history: checked first, and the replaced history is kept aside. */
import { chmodSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../errors.ts'
import { isSound } from './backup.ts'
import { ensureDataFolder, fileTime, historyFile, sizeOf } from './files.ts'
import { joinHosts } from './host-lock.ts'
import { migrationState, migrationsFolder } from './migrate.ts'
import { asAppError } from './sqlite-errors.ts'

export interface Restored {
  /** Snapshots of the restored history. */
  snapshots: number
  /** Name of the file in the data folder that holds the history which was replaced; null where there was none. */
  replaced: string | null
}

/**
 * Restores `file` into a data folder that no host has open. `now` (ms) names the replaced history. An older backup is migrated at the next
 * opening. Throws `NOT_FOUND`, `UNREADABLE_FILE`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`, `HOST_RUNNING`, `DISK_FULL`, `DATA_DIR_UNWRITABLE`.
 */
export async function restoreHistory(dataDir: string, file: string, now: number): Promise<Restored> {
  if (sizeOf(file) === null) throw new AppError('NOT_FOUND', `There is no file ${file}.`, { data: { file } })
  const copy = join(dataDir, 'history.restoring.db')
  try {
    ensureDataFolder(dataDir)
    const lock = joinHosts(dataDir)
    try {
      lock.takeAlone()
      removeAll(copy)
      const snapshots = await copyChecked(file, copy)
      const replaced = moveAside(dataDir, now)
      renameSync(copy, historyFile(dataDir))
      return { snapshots, replaced }
    } finally {
      removeAll(copy)
      lock.release()
    }
  } catch (error) {
    throw asAppError(error, dataDir)
  }
}

/** Copies a database with everything that is committed in it, and checks the copy. Gives the number of its snapshots. */
async function copyChecked(file: string, copy: string): Promise<number> {
  try {
    const source = new Database(file, { readonly: true, fileMustExist: true })
    try {
      await source.backup(copy)
    } finally {
      source.close()
    }
    chmodSync(copy, 0o600)
    const sqlite = new Database(copy)
    try {
      if (!isSound(sqlite)) throw unreadable(file)
      if (migrationState({ sqlite }, migrationsFolder()) === 'fresh') throw unreadable(file)
      sqlite.pragma('journal_mode = DELETE')
      return sqlite.prepare<[], number>('SELECT count(*) FROM snapshot').pluck().get()!
    } finally {
      sqlite.close()
    }
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT|CANTOPEN|ERROR)/.test(error.code)) throw unreadable(file, error)
    throw error
  }
}

const unreadable = (file: string, cause?: unknown) =>
  new AppError('UNREADABLE_FILE', `${file} is no sound backup of a Seatledger history. Nothing was changed; choose another file.`, {
    data: { file },
    ...(cause === undefined ? {} : { cause }),
  })

/** Moves the current history, with its log, out of the way. */
function moveAside(dataDir: string, now: number): string | null {
  const current = historyFile(dataDir)
  if (sizeOf(current) === null) return null
  const aside = join(dataDir, `history.replaced-${fileTime(now)}.db`)
  for (const suffix of ['', '-wal', '-shm']) if (sizeOf(current + suffix) !== null) renameSync(current + suffix, aside + suffix)
  return basename(aside)
}

function removeAll(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true })
}
