/** Opens the history: for writing (in the writer's worker) or for reading (everywhere else). */
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { AppError } from '../base/errors.ts'
import { makeOwnFilesPrivate, makePrivateFile, makePrivateFolder } from '../base/private-files.ts'
import { connect } from '../database/connect.ts'
import { requireHistory } from '../database/data-folder.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import {
  backupsByAge,
  backupsFolder,
  ensureDataFolder,
  fileTime,
  historyFile,
  removePartialFiles,
  setAsideFiles,
  sizeOf,
} from '../database/files.ts'
import { type HostLock, takeHostLock } from '../database/host-lock.ts'
import { migrateHistory, migrationState, migrationsFolder } from '../database/migrate.ts'
import { isSound } from '../database/quick-check.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { readSetting } from '../settings/settings.ts'
import { ensureFacts } from '../state/month-facts/refresh.ts'
import { storedState } from '../state/month-facts/state.ts'
import { backupTo } from './backup.ts'
import { finishKeyChange } from './change-key.ts'

const busyTimeoutMs = 5_000

/** The history, open for writing, with this host's lock. */
export interface OpenHistory {
  db: WriteDb
  lock: HostLock
  close(): void
}

/**
 * Opens the history of a data folder for writing; creates and migrates it if needed. `now` (ms) names backups and damaged files.
 * Throws `DATA_DIR_UNWRITABLE`, `DISK_FULL`, `DB_LOCKED`, `DB_DAMAGED`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`, `HOST_RUNNING`, `KEY_MISSING`.
 */
export async function openHistory(dataDir: string, now: number, folder = migrationsFolder()): Promise<OpenHistory> {
  let lock: HostLock | null = null
  let sqlite: Database.Database | null = null
  try {
    ensureDataFolder(dataDir)
    makeOwnFilesPrivate(dataDir)
    lock = takeHostLock(dataDir)
    if (lock.isExclusive) removePartialFiles(dataDir)
    const file = historyFile(dataDir)
    const size = sizeOf(file)
    if (size === null) refuseAfterDamage(dataDir, now)
    // The last writer to close removes the log: if it is still there, a process was killed.
    const unclean = lock.isExclusive && size !== null && (sizeOf(`${file}-wal`) ?? 0) > 0
    sqlite = openSound(dataDir, file, { check: unclean, isExclusive: lock.isExclusive, now })
    const db = { sqlite, orm: drizzle(sqlite, { casing: 'snake_case' }) }
    if (lock.isExclusive) finishKeyChange(dataDir)
    const state = migrationState(db, folder)
    if (state !== 'current') {
      lock.makeExclusive()
      await migrateHistory(db, folder, () => backupBeforeMigration(db, dataDir, now))
    }
    // The lock is still exclusive after a migration. Tests open histories of older versions, which have no facts.
    if (migrationState(db, migrationsFolder()) === 'current') ensureFacts(db, reportingTimeZone(db))
    lock.share()
    return { db, lock, close: () => closeHistory(db, lock!) }
  } catch (error) {
    sqlite?.close()
    lock?.release()
    throw asAppError(error, dataDir)
  }
}

/**
 * Opens the history for reading; SQLite refuses writes through this handle. The history must have been opened for writing before. Throws as
 * `openHistory`, and `DATA_DIR_GONE`.
 */
export function openReader(dataDir: string): ReadDb {
  requireHistory(dataDir)
  try {
    const sqlite = connect(historyFile(dataDir), { readonly: true, fileMustExist: true, timeout: busyTimeoutMs })
    sqlite.pragma('trusted_schema = OFF')
    return { sqlite, orm: drizzle(sqlite, { casing: 'snake_case' }) }
  } catch (error) {
    throw asAppError(error, dataDir)
  }
}

/** The time zone setting. An invalid one must not prevent opening the history, since the user can only correct it there. */
function reportingTimeZone(db: WriteDb): string {
  try {
    return readSetting(db, 'timeZone')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return storedState(db)?.timeZone ?? 'UTC'
  }
}

function closeHistory({ sqlite }: WriteDb, lock: HostLock): void {
  try {
    sqlite.pragma('optimize')
  } catch (error) {
    // These are statistics for the query planner: a full disk must not prevent closing.
    if (!(error instanceof Database.SqliteError)) throw error
  } finally {
    sqlite.close()
    lock.release()
  }
}

function openSound(
  dataDir: string,
  file: string,
  { check, isExclusive, now }: { check: boolean; isExclusive: boolean; now: number },
): Database.Database {
  let sqlite: Database.Database | null = null
  try {
    makePrivateFile(file)
    sqlite = connect(file, { timeout: busyTimeoutMs })
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('trusted_schema = OFF')
    sqlite.prepare('SELECT count(*) FROM sqlite_master').get()
    // SQLite has rolled back what it needed. This journal was left by a process that was killed during a restore.
    if (isExclusive) rmSync(`${file}-journal`, { force: true })
    if (check && !isSound(sqlite)) throw damaged(dataDir, now)
    return sqlite
  } catch (error) {
    sqlite?.close()
    const known = asAppError(error, dataDir)
    if (!isExclusive || !(known instanceof AppError) || known.code !== 'DB_DAMAGED') throw known
    setAside(dataDir, file, now)
    throw damaged(dataDir, now, error)
  }
}

/** Renames a damaged database together with its journal files, and never deletes them. */
function setAside(dataDir: string, file: string, now: number): void {
  const aside = join(dataDir, `history.damaged-${fileTime(now)}.db`)
  for (const suffix of ['', '-wal', '-shm']) {
    if (sizeOf(file + suffix) !== null) renameSync(file + suffix, aside + suffix)
  }
}

/** Without this check, the next start after damage would silently create an empty history. */
function refuseAfterDamage(dataDir: string, now: number): void {
  if (setAsideFiles(dataDir).length > 0) throw damaged(dataDir, now)
}

function damaged(dataDir: string, now: number, cause?: unknown): AppError {
  const aside = setAsideFiles(dataDir).at(-1)
  const backup = backupsByAge(dataDir, now).at(-1)
  const kept = aside === undefined ? 'It was not changed.' : `It was renamed to ${join(dataDir, aside)}; nothing was deleted.`
  const restore =
    backup === undefined
      ? 'There is no automatic backup. Restore your own backup with `seatledger restore FILE`'
      : `Restore the newest intact backup with \`seatledger restore --newest\` (the latest is ${join(backupsFolder(dataDir), backup)})`
  return new AppError(
    'DB_DAMAGED',
    `The history in ${dataDir} is damaged. ${kept} ${restore}, or move the damaged file elsewhere to start with an empty history.`,
    {
      data: { dataDir, setAside: aside ?? null, backup: backup ?? null },
      ...(cause === undefined ? {} : { cause }),
    },
  )
}

async function backupBeforeMigration(db: WriteDb, dataDir: string, now: number): Promise<void> {
  makePrivateFolder(backupsFolder(dataDir))
  await backupTo(db, join(backupsFolder(dataDir), `history-${fileTime(now)}-before-update.db`))
}
