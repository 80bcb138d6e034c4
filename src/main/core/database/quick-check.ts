import Database from 'better-sqlite3'

/** Whether SQLite's `quick_check` passes. */
export function isSound(sqlite: Database.Database): boolean {
  try {
    return sqlite.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return false
    throw error
  }
}
