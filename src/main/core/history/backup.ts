/** Copies of the history that were checked before they got their name. */
import { chmodSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '../errors.ts'
import type { WriteDb } from './writer.ts'

/** Copies the open history to `file` (replacing it), checked before it gets that name. No partial file is left behind. */
export async function backupTo(db: Pick<WriteDb, 'sqlite'>, file: string): Promise<void> {
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  try {
    await db.sqlite.backup(partial)
    chmodSync(partial, 0o600)
    const copy = new Database(partial)
    try {
      // One file without companions, so that it can be moved about.
      copy.pragma('journal_mode = DELETE')
      if (!isSound(copy)) throw new AppError('DB_DAMAGED', 'The backup did not pass its check and was removed. Run `seatledger verify`.')
    } finally {
      copy.close()
    }
    renameSync(partial, file)
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(partial + suffix, { force: true })
  }
}

/** Whether SQLite finds the file's structure whole (`quick_check`). */
export function isSound(sqlite: Database.Database): boolean {
  try {
    return sqlite.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return false
    throw error
  }
}
