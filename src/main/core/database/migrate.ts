/**
 * Applies Drizzle's migration files. Drizzle's own `migrate` is not used: it hides the cause when SQLite has already rolled back (a full
 * disk), and it commits before foreign keys can be checked.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { AppError } from '../base/errors.ts'
import type { WriteDb } from './db.ts'

/** Committed migrations: a folder of this name in the nearest folder above this file, both in the repository and in a package. */
export function migrationsFolder(name: 'drizzle' | 'drizzle-pg' = 'drizzle'): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, name)
    if (existsSync(join(candidate, 'meta', '_journal.json'))) return candidate
    if (folder === dirname(folder)) throw new Error(`The migrations (${name}/) are missing from this installation`)
  }
}

/** A database's migrations: `fresh` has none, `pending` lacks some, `current` has them all. */
export type MigrationState = 'fresh' | 'pending' | 'current'

/**
 * Compares a database's migrations with ours: they must be a prefix of ours.
 * Throws `DB_FROM_NEWER_VERSION` and `DB_HISTORY_MISMATCH`, without changing the database.
 */
export function migrationState(db: Pick<WriteDb, 'sqlite'>, folder: string): MigrationState {
  const ours = readMigrationFiles({ migrationsFolder: folder })
  const applied = appliedMigrations(db)
  const differsAt = applied.findIndex((migration, index) => migration.hash !== ours[index]?.hash)
  if (differsAt === -1) return applied.length === 0 ? 'fresh' : applied.length === ours.length ? 'current' : 'pending'
  if (differsAt >= ours.length) {
    throw new AppError(
      'DB_FROM_NEWER_VERSION',
      'This history was created by a newer version of Seatledger. It was not changed. To open it, install that version or a later one.',
      { data: { known: ours.length, found: applied.length } },
    )
  }
  throw new AppError(
    'DB_HISTORY_MISMATCH',
    'This history was created by a different build of Seatledger. It was not changed. Open it with that build, or choose another folder with --data-dir.',
    { data: { differsAt } },
  )
}

/** Applies all pending migrations in one transaction. `backup` is awaited before a database with data is changed. */
export async function migrateHistory(db: Pick<WriteDb, 'sqlite'>, folder: string, backup: () => Promise<void>): Promise<void> {
  const state = migrationState(db, folder)
  if (state === 'current') return
  if (state === 'pending') await backup()
  const { sqlite } = db
  const pending = readMigrationFiles({ migrationsFolder: folder }).slice(appliedMigrations(db).length)
  // Set outside the transaction, since the pragma has no effect inside one. With foreign keys on, rebuilding a parent table would delete its children.
  sqlite.pragma('foreign_keys = OFF')
  try {
    sqlite
      .transaction(() => {
        sqlite.exec(migrationsTable)
        const done = sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
        for (const migration of pending) {
          for (const statement of migration.sql) sqlite.exec(statement)
          done.run(migration.hash, migration.folderMillis)
        }
        const orphans = sqlite.pragma('foreign_key_check') as unknown[]
        if (orphans.length > 0) throw new Error(`Migrating would leave ${orphans.length} rows without a parent row; nothing was changed`)
      })
      .immediate()
  } finally {
    sqlite.pragma('foreign_keys = ON')
  }
}

/** The table that Drizzle itself creates, so that its tools work with the database. */
const migrationsTable =
  'CREATE TABLE IF NOT EXISTS `__drizzle_migrations` (`id` INTEGER PRIMARY KEY, `hash` text NOT NULL, `created_at` numeric)'

function appliedMigrations({ sqlite }: Pick<WriteDb, 'sqlite'>): { hash: string }[] {
  const known = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'").get()
  if (known === undefined) return []
  return sqlite.prepare<[], { hash: string }>('SELECT hash FROM __drizzle_migrations ORDER BY created_at').all()
}
