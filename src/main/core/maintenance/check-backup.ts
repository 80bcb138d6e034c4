/** Checks a backup: after it was made, and before it replaces the history. */

import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { HistoryFacts } from '../../../shared/contract/maintenance-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import { withDatabase } from '../database/connect.ts'
import { type WriteDb, type WriterOf, withOwnTransactions } from '../database/db.ts'
import type { HistoryKey } from '../database/history-key.ts'
import { addKeys } from '../database/key-ring.ts'
import { migrationState, migrationsFolder } from '../database/migrate.ts'
import { isSound } from '../database/quick-check.ts'
import { type BackupThread, sealBackup } from './backup.ts'
import { copyInto } from './copy.ts'
import { unreadableBackup } from './restore.ts'

/** The writes of this file. They run in the writer's thread, since checking every page is slow. */
export const checkBackupWrites = {
  /** Checks a backup and compares its contents with the open history. `keys` are those added since the thread started. Throws `UNREADABLE_FILE`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`. */
  'backup.check': withOwnTransactions(
    (
      { sqlite }: WriteDb,
      { file, keys }: { file: string; keys: HistoryKey[] },
    ): { bytes: number; backup: HistoryFacts; current: HistoryFacts } => {
      addKeys(keys)
      const { bytes, facts } = checkBackup(file)
      return { bytes, backup: facts, current: factsOf(sqlite) }
    },
  ),
  /** As `sealBackup`. */
  'backup.seal': withOwnTransactions((_: WriteDb, { file }: { file: string }): void => sealBackup(file)),
  /** As `copyInto`. */
  'backup.copy': withOwnTransactions(({ sqlite }: WriteDb, { file }: { file: string }): Promise<void> => copyInto(sqlite, file)),
}

/** Runs the slow steps of a backup in the writer's thread. */
export const inWritersThread = (writer: WriterOf<typeof checkBackupWrites>): BackupThread => ({
  seal: (file) => writer.call('backup.seal', { file }),
  copy: (file) => writer.call('backup.copy', { file }),
})

/** Whether a backup is a sound history of this or an older version. Its key must be known. Rethrows errors that say nothing about that. */
export function isSoundBackup(file: string): boolean {
  try {
    checkBackup(file)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNREADABLE_FILE') return false
    throw error
  }
}

function checkBackup(file: string): { bytes: number; facts: HistoryFacts } {
  try {
    return withDatabase(file, { readonly: true, fileMustExist: true }, (copy) => {
      if (!isSound(copy) || migrationState({ sqlite: copy }, migrationsFolder()) === 'fresh') throw unreadableBackup(file)
      return { bytes: statSync(file).size, facts: factsOf(copy) }
    })
  } catch (error) {
    throw error instanceof Database.SqliteError ? unreadableBackup(file, error) : error
  }
}

/** Uses only columns that every version of the schema has. */
function factsOf(sqlite: Database.Database): HistoryFacts {
  const { snapshots, newest } = sqlite
    .prepare<[], { snapshots: number; newest: number | null }>('SELECT count(*) snapshots, max(observed_at) newest FROM snapshot')
    .get()!
  const tenants = sqlite.prepare<[], number>('SELECT count(DISTINCT tenant_id) FROM series').pluck().get()!
  return { snapshots, tenants, newest: isoTime(newest) }
}
