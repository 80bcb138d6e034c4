/** Looking at every page of a backup: of one that was just made, and of one that is to replace the history, with what it holds. */

import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { HistoryFacts } from '../../../shared/contract/answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { type WriteDb, withOwnTransactions } from '../database/db.ts'
import { migrationState, migrationsFolder } from '../database/migrate.ts'
import { isSound } from '../database/quick-check.ts'
import { sealBackup } from './backup.ts'
import { unreadableBackup } from './restore.ts'

/** The writes of this file: in the writer's thread, since looking at every page takes its time. */
export const checkBackupWrites = {
  /** What the file and the open history hold. Throws `UNREADABLE_FILE`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`. */
  'backup.check': withOwnTransactions(
    ({ sqlite }: WriteDb, { file }: { file: string }): { bytes: number; backup: HistoryFacts; current: HistoryFacts } => {
      const { bytes, facts } = checkBackup(file)
      return { bytes, backup: facts, current: factsOf(sqlite) }
    },
  ),
  /** As `sealBackup`, of a copy that was just made. */
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

/** Only what every version of the schema has. */
function factsOf(sqlite: Database.Database): HistoryFacts {
  const { snapshots, newest } = sqlite
    .prepare<[], { snapshots: number; newest: number | null }>('SELECT count(*) snapshots, max(observed_at) newest FROM snapshot')
    .get()!
  const tenants = sqlite.prepare<[], number>('SELECT count(DISTINCT tenant_id) FROM series').pluck().get()!
  return { snapshots, tenants, newest: isoTime(newest) }
}
