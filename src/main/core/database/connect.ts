/** Opens database files, encrypted or not. */
import Database from 'better-sqlite3'
import { AppError } from '../base/errors.ts'
import { type HistoryKey, keyIdOf, kindOfKey } from './history-key.ts'
import { knownKey } from './key-ring.ts'

/**
 * Opens a history or a backup. Throws `KEY_MISSING` if it is encrypted and its key is not known: opened without its key, SQLite would report it
 * as damaged.
 */
export function connect(file: string, options: Database.Options = {}): Database.Database {
  const id = keyIdOf(file)
  if (id === null) return new Database(file, options)
  const key = knownKey(id)
  if (key === null) throw keyMissing(file, id)
  const sqlite = new Database(file, options)
  try {
    applyKey(sqlite, key)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** Opens a database, calls `use` and closes the database. Throws as `connect` does. */
export function withDatabase<T>(file: string, options: Database.Options, use: (sqlite: Database.Database) => T): T {
  const sqlite = connect(file, options)
  try {
    return use(sqlite)
  } finally {
    sqlite.close()
  }
}

/** Turns off WAL mode, so that the database is a single file that can be copied. */
export function leaveWalMode(file: string): void {
  withDatabase(file, {}, (sqlite) => sqlite.pragma('journal_mode = DELETE'))
}

/** Encrypts an open file with a key, replaces its key, or removes it. Not possible in WAL mode. */
export function rekeyDatabase(sqlite: Database.Database, key: HistoryKey | null): void {
  sqlite.pragma("cipher = 'chacha20'")
  sqlite.pragma(`rekey = '${key === null ? '' : cipherKey(key)}'`)
}

function applyKey(sqlite: Database.Database, key: HistoryKey): void {
  sqlite.pragma("cipher = 'chacha20'")
  sqlite.pragma(`key = '${cipherKey(key)}'`)
  // SQLite does not encrypt its temporary files.
  sqlite.pragma('temp_store = MEMORY')
}

/** The raw key, so that SQLite derives none, and the salt, which becomes the beginning of the file. */
const cipherKey = ({ id, secret }: HistoryKey) => `raw:${secret}${id}`

/** `KEY_MISSING` with the next step. */
export function keyMissing(file: string, id: string): AppError {
  const next =
    kindOfKey(id) === 'passphrase'
      ? 'Name the environment variable that holds its passphrase with --key-env.'
      : 'Enter its recovery key with `seatledger unlock`, or name an environment variable that holds it with --key-env.'
  return new AppError('KEY_MISSING', `${file} is encrypted, and its key is not on this machine. Nothing was changed. ${next}`, {
    data: { file, kind: kindOfKey(id) },
  })
}
