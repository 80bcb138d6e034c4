/** A temporary copy of a data folder's history as it was known at an instant. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { makePrivateFile } from '../base/private-files.ts'
import { connect } from '../database/connect.ts'
import { asOfPrefix, historyFile } from '../database/files.ts'
import { keyIdOf } from '../database/history-key.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { copyInto, type PageWatch } from '../maintenance/copy.ts'
import { openReader } from '../maintenance/open.ts'
import { forgetLater } from './forget-later.ts'

/** Creates the private folder of a copy inside the data folder, so that the copy has the same protection as the history. */
export function makeCopyFolder(dataDir: string): string {
  try {
    // Only this user can enter a folder that `mkdtemp` creates.
    return mkdtempSync(join(dataDir, asOfPrefix))
  } catch (error) {
    throw asAppError(error, dataDir)
  }
}

/** Removes a copy with its folder. */
export const removeCopy = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })

/**
 * Copies the history of a data folder into `folder` and removes from the copy what became known at or after `end` (ms). An encrypted history stays
 * encrypted. `watch` receives the progress in thousandths; copying is the first half.
 */
export async function copyAsOf(dataDir: string, folder: string, end: number, watch: PageWatch): Promise<void> {
  const half = (from: number) => (done: number, total: number) => watch(from + Math.round((500 * done) / Math.max(1, total)), 1000)
  const { sqlite: source } = openReader(dataDir)
  try {
    // One read transaction, so that a collection meanwhile does not restart the copy.
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_master').get()
    // `VACUUM INTO` cannot run inside a transaction and does not need one.
    if (keyIdOf(source.name) !== null) source.exec('COMMIT')
    makePrivateFile(historyFile(folder))
    await copyInto(source, historyFile(folder), half(0))
  } finally {
    source.close()
  }
  const sqlite = connect(historyFile(folder))
  try {
    // If anything fails, the copy is deleted, so nothing in it needs to be durable.
    sqlite.pragma('journal_mode = OFF')
    sqlite.pragma('synchronous = OFF')
    sqlite.pragma('foreign_keys = OFF')
    sqlite.pragma('trusted_schema = OFF')
    sqlite.pragma('cache_size = -65536')
    forgetLater({ sqlite, orm: drizzle(sqlite, { casing: 'snake_case' }) }, end, half(500))
  } finally {
    sqlite.close()
  }
}
