/** Backs up the history: on demand, daily, and before a migration. A copy is checked before it gets its name. */

import { renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import { makePrivateFile, makePrivateFolder } from '../base/private-files.ts'
import { withDatabase } from '../database/connect.ts'
import type { ReadDb } from '../database/db.ts'
import { backupFiles, backupsByAge, backupsFolder, fileTime, isDatedAfter, partialFile, removeDatabase, sizeOf } from '../database/files.ts'
import { keyIdOf } from '../database/history-key.ts'
import { isSound } from '../database/quick-check.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { copyInto, type PageWatch } from './copy.ts'

/** The slow steps of a backup, in this thread or in the writer's. */
export interface BackupThread {
  /** As `sealBackup`. */
  seal(file: string): void | Promise<void>
  /** Copies an encrypted history in one step, which cannot be interrupted; a cancelled backup ends after it and leaves no file. */
  copy?(file: string): Promise<void>
}

const thisThread: BackupThread = { seal: sealBackup }

/** Turns a copy into a single file without journal files, and checks it. Throws `DB_DAMAGED`. */
export function sealBackup(file: string): void {
  withDatabase(file, {}, (copy) => {
    copy.pragma('journal_mode = DELETE')
    if (!isSound(copy)) throw new AppError('DB_DAMAGED', 'The backup failed its check and was removed. Run `seatledger verify`.')
  })
}

/** Copies the open history to `file`, replacing it. The copy is checked first, and no partial file is left behind. */
export async function backupTo(
  db: Pick<ReadDb, 'sqlite'>,
  file: string,
  { watch = () => {}, thread = thisThread }: { watch?: PageWatch; thread?: BackupThread } = {},
): Promise<void> {
  const partial = partialFile(file)
  removeDatabase(partial)
  try {
    makePrivateFile(partial)
    if (thread.copy !== undefined && keyIdOf(db.sqlite.name) !== null) {
      watch(0, 1)
      await thread.copy(partial)
      watch(1, 1)
    } else await copyInto(db.sqlite, partial, watch)
    await thread.seal(partial)
    renameSync(partial, file)
  } finally {
    removeDatabase(partial)
  }
}

/** `seatledger backup FILE`: saves a checked copy as a new file. Throws `FILE_EXISTS`, `FILE_UNWRITABLE`, `DISK_FULL`. */
export async function saveBackup(db: Pick<ReadDb, 'sqlite'>, file: string): Promise<{ file: string; bytes: number }> {
  if (sizeOf(file) !== null)
    throw new AppError('FILE_EXISTS', `${file} already exists. Choose another name for the backup.`, { data: { file } })
  try {
    await backupTo(db, file)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const full = cause instanceof Error && 'code' in cause && /FULL|ENOSPC/.test(String(cause.code))
    if (full)
      throw new AppError('DISK_FULL', `The disk of ${file} is full, so no backup was made. Free some space or choose another disk.`, {
        cause,
      })
    throw new AppError('FILE_UNWRITABLE', `The backup could not be written to ${file}. Check that the folder exists and is writable.`, {
      data: { file },
      cause,
    })
  }
  return { file, bytes: statSync(file).size }
}

/** When automatic backups are due, and how many are kept. */
export interface BackupRules {
  dataDir: string
  /** ms */
  now: number
  /** How many automatic backups are kept. */
  keep: number
  /** Default: this thread. */
  thread?: BackupThread
}

/** Makes today's (UTC) backup unless there is one, then removes the oldest beyond `keep`. Returns its name; null if none was needed. */
export async function backupDaily(db: Pick<ReadDb, 'sqlite'>, rules: BackupRules): Promise<string | null> {
  const today = fileTime(rules.now).slice(0, 'YYYY-MM-DD'.length)
  const empty = db.sqlite.prepare('SELECT 1 FROM snapshot LIMIT 1').get() === undefined
  const isOfToday = (name: string) => name.startsWith(`history-${today}`) && !name.includes('-before-') && !isDatedAfter(name, rules.now)
  if (empty || backupFiles(rules.dataDir).some(isOfToday)) return null
  return backupNow(db, rules)
}

/** Makes an automatic backup now, then removes the oldest beyond `keep`. Returns its name. Throws `DISK_FULL`, `DATA_DIR_UNWRITABLE`, `DB_DAMAGED`. */
export async function backupNow(
  db: Pick<ReadDb, 'sqlite'>,
  { dataDir, now, keep, thread = thisThread }: BackupRules,
  watch: PageWatch = () => {},
): Promise<string> {
  const name = `history-${fileTime(now)}.db`
  try {
    makePrivateFolder(backupsFolder(dataDir))
    await backupTo(db, join(backupsFolder(dataDir), name), { watch, thread })
    for (const old of backupsByAge(dataDir, now).slice(0, -Math.max(keep, 1))) rmSync(join(backupsFolder(dataDir), old))
    return name
  } catch (error) {
    throw asAppError(error, dataDir)
  }
}

/** The automatic backups of a data folder, newest first; the reverse of `backupsByAge`. */
export function listBackups(dataDir: string, now: number): BackupAnswer[] {
  return backupsByAge(dataDir, now)
    .map((name) => {
      const { size, mtimeMs } = statSync(join(backupsFolder(dataDir), name))
      return { name, bytes: size, at: isoTime(mtimeMs) }
    })
    .reverse()
}
