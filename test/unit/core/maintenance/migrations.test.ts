/** Migrations from every released schema. The first release had the first two migrations; each later migration is a schema that a user may have. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrateHistory, migrationState, migrationsFolder } from '../../../../src/main/core/database/migrate.ts'
import { verify } from '../../../../src/main/core/history/verify.ts'
import { openHistory } from '../../../../src/main/core/maintenance/open.ts'
import { verifyFacts } from '../../../../src/main/core/state/month-facts/verify-facts.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { downgrade, fillHistory } from '../../../torture/start.ts'

interface Journal {
  entries: { idx: number; when: number; tag: string }[]
}
const journalOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as Journal

const firstRelease = 2
const all = journalOf(migrationsFolder()).entries.length
const earlier = Array.from({ length: all - firstRelease }, (_, at) => at + firstRelease)

/** Our migrations, which tests can modify. */
function migrations(change: (journal: Journal, folder: string) => void): string {
  const folder = tempFolder()
  cpSync(migrationsFolder(), folder, { recursive: true })
  const journal = journalOf(folder)
  change(journal, folder)
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify(journal))
  return folder
}

const firstOf = (count: number) => migrations((journal) => void journal.entries.splice(count))

interface Column {
  name: string
  type: string
  pk: number
}

const tablesOf = (sqlite: Database.Database) =>
  sqlite
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'people_fts_%' AND name <> '__drizzle_migrations' ORDER BY name",
    )
    .all()

const columnsOf = (sqlite: Database.Database, table: string) =>
  sqlite.prepare<[string], Column>('SELECT name, type, pk FROM pragma_table_info(?)').all(table)

/** Two rows in every table: references to the rows with the same number, allowed values for columns with a check. */
function fillEveryTable(sqlite: Database.Database): void {
  sqlite.pragma('foreign_keys = OFF')
  for (const { name, sql } of tablesOf(sqlite)) {
    const columns = columnsOf(sqlite, name)
    for (const row of [1, 2]) {
      const values = columns.map((column) => {
        const allowed = new RegExp(`CHECK\\(${column.name} in \\('([^']+)'`).exec(sql)?.[1]
        if (allowed !== undefined) return allowed
        if (/int/i.test(column.type)) return row
        return /blob/i.test(column.type) ? Buffer.from([0, row, 255]) : `${column.name} ${row}`
      })
      const names = columns.map((column) => `"${column.name}"`).join(', ')
      sqlite.prepare(`INSERT INTO "${name}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`).run(values)
    }
  }
  sqlite.pragma('foreign_keys = ON')
}

const rowsOf = (sqlite: Database.Database, table: string, columns: string[]) =>
  sqlite
    .prepare(`SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM "${table}"`)
    .raw()
    .all()

test.each(earlier)('rows in every table of the schema with %i migrations are unchanged', async (count) => {
  const sqlite = new Database(join(tempFolder(), 'history.db'))
  await migrateHistory({ sqlite }, firstOf(count), async () => {})
  fillEveryTable(sqlite)
  expect(sqlite.pragma('foreign_key_check')).toEqual([])
  const before = tablesOf(sqlite).map(({ name }) => {
    const columns = columnsOf(sqlite, name).map((column) => column.name)
    return { name, columns, rows: rowsOf(sqlite, name, columns) }
  })
  expect(before.length).toBeGreaterThan(20)
  // The text of a contentless index is not stored; everything else has its two rows.
  for (const { name, rows } of before) expect(rows, name).toHaveLength(2)
  let backups = 0
  await migrateHistory({ sqlite }, migrationsFolder(), async () => {
    backups += 1
  })
  expect(backups).toBe(1)
  for (const { name, columns, rows } of before) expect(rowsOf(sqlite, name, columns), name).toEqual(rows)
  expect(sqlite.pragma('foreign_key_check')).toEqual([])
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(migrationState({ sqlite }, migrationsFolder())).toBe('current')
  sqlite.close()
})

test.each(earlier)('a history of the schema with %i migrations opens and verifies', async (count) => {
  const dataDir = join(tempFolder(), 'data')
  const { set } = await fillHistory(dataDir)
  downgrade(dataDir, count)
  const { db, close } = await openHistory(dataDir, Date.parse('2026-03-01T00:00:00Z'))
  expect(verify(db)).toEqual({ snapshots: set.length, verified: set.length, damaged: [] })
  expect(verifyFacts(db).wrong).toEqual([])
  close()
})

test('a migration that fails half-way changes nothing, and the correct one continues from there', async () => {
  const sqlite = new Database(join(tempFolder(), 'history.db'))
  const older = firstOf(all - 1)
  await migrateHistory({ sqlite }, older, async () => {})
  fillEveryTable(sqlite)
  const contents = () => [
    sqlite.prepare('SELECT sql FROM sqlite_master ORDER BY name').pluck().all(),
    tablesOf(sqlite).map(({ name }) => sqlite.prepare(`SELECT * FROM "${name}"`).raw().all()),
  ]
  const before = contents()
  const broken = migrations(({ entries }, folder) => {
    const last = entries.at(-1)!
    const file = join(folder, `${last.tag}.sql`)
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}\n--> statement-breakpoint\nDELETE FROM setting;\n--> statement-breakpoint\nINSERT INTO missing VALUES (1);`,
    )
  })
  await expect(migrateHistory({ sqlite }, broken, async () => {})).rejects.toThrow(/missing/)
  expect(contents()).toEqual(before)
  const orphaning = migrations(({ entries }, folder) => {
    const file = join(folder, `${entries.at(-1)!.tag}.sql`)
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n--> statement-breakpoint\nDELETE FROM connection;`)
  })
  await expect(migrateHistory({ sqlite }, orphaning, async () => {})).rejects.toThrow(/rows without a parent/)
  expect(contents()).toEqual(before)
  expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1)
  await migrateHistory({ sqlite }, migrationsFolder(), async () => {})
  expect(migrationState({ sqlite }, migrationsFolder())).toBe('current')
  sqlite.close()
})
