/** Who collects: one process on a data folder. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { asAppError } from '../history/sqlite-errors.ts'

/** The collector's lock, held. */
export interface CollectorLock {
  release(): void
}

/** Takes the collector's lock; null when another process (or another collector here) holds it. The system frees it when the process ends, however it ends. */
export function tryCollectorLock(dataDir: string): CollectorLock | null {
  let db: Database.Database | null = null
  try {
    db = new Database(join(dataDir, 'lock.db'), { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
    const held = db
    return { release: () => held.close() }
  } catch (error) {
    db?.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw asAppError(error, dataDir)
  }
}
