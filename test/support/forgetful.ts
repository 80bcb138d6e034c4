import type { Database } from 'better-sqlite3'
import type { WriteDb } from '../../src/main/core/database/db.ts'

/** Wraps a handle so that the recorder has no cached list for it. */
export function forgetful({ sqlite, orm }: WriteDb): WriteDb {
  const methods = { prepare: sqlite.prepare.bind(sqlite), transaction: sqlite.transaction.bind(sqlite) }
  return { sqlite: methods as unknown as Database, orm }
}
