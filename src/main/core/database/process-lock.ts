/** Locks for work that only one process per data folder may do at a time. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makePrivateFile } from '../base/private-files.ts'
import { asAppError } from './sqlite-errors.ts'

/** A lock that is held. */
export interface ProcessLock {
  release(): void
}

const files = { collector: 'lock.db', demo: 'demo.db', team: 'team.db' }

/** Takes a lock; null if it is already held, also by this process. The operating system releases it when the process ends, even after a crash. */
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
