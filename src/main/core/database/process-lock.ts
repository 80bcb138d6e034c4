/** What only one process on a data folder does at a time. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makePrivateFile } from '../base/private-files.ts'
import { asAppError } from './sqlite-errors.ts'

/** A lock, held. */
export interface ProcessLock {
  release(): void
}

const files = { collector: 'lock.db', demo: 'demo.db' }

/** Takes a lock; null when another process (or another holder here) has it. The system frees it when the process ends, however it ends. */
export function tryProcessLock(dataDir: string, name: keyof typeof files): ProcessLock | null {
  let db: Database.Database | null = null
  try {
    makePrivateFile(join(dataDir, files[name]))
    db = new Database(join(dataDir, files[name]), { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
    const held = db
    return { release: () => held.close() }
  } catch (error) {
    db?.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw asAppError(error, dataDir)
  }
}
