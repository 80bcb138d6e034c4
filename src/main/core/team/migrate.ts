/** Creates and migrates the team's tables. */
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import { AppError } from '../base/errors.ts'
import { migrationsFolder } from '../database/migrate.ts'
import type { Query, TeamDb } from './client.ts'

const ours = (): readonly MigrationMeta[] => readMigrationFiles({ migrationsFolder: migrationsFolder('drizzle-pg') })

/** How many migrations the database has, and whether they are the first of ours. Throws `TEAM_OTHER_VERSION` if they are not. */
async function appliedCount(query: Query, known: readonly MigrationMeta[]): Promise<number> {
  const [found] = await query<{ table: string | null }>(`SELECT to_regclass('seatledger.migration')::text AS table`)
  if (found?.table == null) return 0
  const applied = await query<{ hash: string }>('SELECT hash FROM seatledger.migration ORDER BY id')
  const differsAt = applied.findIndex(({ hash }, index) => hash !== known[index]?.hash)
  if (differsAt === -1) return applied.length
  throw new AppError(
    'TEAM_OTHER_VERSION',
    differsAt >= known.length
      ? 'The team’s database was updated by a newer version of Seatledger. It was not changed. Install that version or a later one on this machine. Until then, nothing is exchanged.'
      : 'The team’s database was created by a different build of Seatledger. It was not changed. Use the build that created it.',
    { data: { known: known.length, found: applied.length } },
  )
}

/** Whether the database has the team's tables, or those of an older version. Throws `TEAM_OTHER_VERSION` if they are of a version unknown here. */
export async function tablesOf(query: Query): Promise<'none' | 'older' | 'current'> {
  const known = ours()
  const applied = await appliedCount(query, known)
  return applied === 0 ? 'none' : applied < known.length ? 'older' : 'current'
}

/** Throws `TEAM_OTHER_VERSION` unless the database has exactly our migrations. */
export async function requireCurrent(query: Query): Promise<void> {
  const known = ours()
  const applied = await appliedCount(query, known)
  if (applied === known.length) return
  throw new AppError(
    'TEAM_OTHER_VERSION',
    'The team’s database has the tables of an older version of Seatledger. The database’s owner must update it with `seatledger team connect`. Until then, nothing is exchanged.',
    { data: { known: known.length, found: applied } },
  )
}

/** Creates or updates the tables, all in one transaction; only the owner may. Does nothing if they are current. Throws `TEAM_OTHER_VERSION`. */
export async function migrateTeam(db: TeamDb): Promise<void> {
  const known = ours()
  if ((await appliedCount(db.query, known)) === known.length) return
  await db.inTransaction(async (query) => {
    // If two machines connect at the same time, the second one finds the migrations applied.
    await query(`SELECT pg_advisory_xact_lock(hashtextextended('seatledger.migration', 0))`)
    const done = await appliedCount(query, known)
    const pending = known.slice(done)
    if (done === 0) await requireVersion(query)
    for (const migration of pending) for (const statement of migration.sql) await query(statement)
    if (done === 0) {
      await query('CREATE TABLE seatledger.migration (id integer PRIMARY KEY, hash text NOT NULL, at timestamptz NOT NULL DEFAULT now())')
    }
    for (const [index, { hash }] of pending.entries()) {
      await query('INSERT INTO seatledger.migration (id, hash) VALUES ($1, $2)', [done + index + 1, hash])
    }
  })
}

/** Throws `TEAM_REFUSED` if the server is older than the tables need. */
export async function requireVersion(query: Query): Promise<void> {
  const [{ version } = { version: 0 }] = await query<{ version: number }>(`SELECT current_setting('server_version_num')::int AS version`)
  if (version >= 150_000) return
  throw new AppError('TEAM_REFUSED', `The server is PostgreSQL ${Math.floor(version / 10_000)}; a team needs version 15 or newer.`, {
    data: { version },
  })
}
