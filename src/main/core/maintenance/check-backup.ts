/** Checks a backup: after it was made, and before it replaces the history. */

import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { HistoryFacts } from '../../../shared/contract/answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { type WriteDb, withOwnTransactions } from '../database/db.ts'
import { migrationState, migrationsFolder } from '../database/migrate.ts'
import { isSound } from '../database/quick-check.ts'
import { sealBackup } from './backup.ts'
import { unreadableBackup } from './restore.ts'

/** The writes of this file. They run in the writer's thread, since checking every page is slow. */
export const checkBackupWrites = {
  /** Checks a backup and compares its contents with the open history. Throws `UNREADABLE_FILE`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`. */
  'backup.check': withOwnTransactions(
    ({ sqlite }: WriteDb, { file }: { file: string }): { bytes: number; backup: HistoryFacts; current: HistoryFacts } => {
      const { bytes, facts } = checkBackup(file)
      return { bytes, backup: facts, current: factsOf(sqlite) }
    },
  ),
  /** As `sealBackup`. */
  'backup.seal': withOwnTransactions((_: WriteDb, { file }: { file: string }): void => sealBackup(file)),
}

function checkBackup(file: string): { bytes: number; facts: HistoryFacts } {
  let copy: Database.Database | null = null
  try {
    copy = new Database(file, { readonly: true, fileMustExist: true })
    if (!isSound(copy) || migrationState({ sqlite: copy }, migrationsFolder()) === 'fresh') throw unreadableBackup(file)
    return { bytes: statSync(file).size, facts: factsOf(copy) }
  } catch (error) {
    throw error instanceof Database.SqliteError ? unreadableBackup(file, error) : error
  } finally {
    copy?.close()
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
