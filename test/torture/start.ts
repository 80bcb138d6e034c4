/** The initial state of a lane: a small history, a simulated vendor, and a history of an earlier version. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { systemClock } from '../../src/main/core/base/clock.ts'
import type { WriteDb } from '../../src/main/core/database/db.ts'
import { historyFile } from '../../src/main/core/database/files.ts'
import { migrateHistory, migrationsFolder } from '../../src/main/core/database/migrate.ts'
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { openHistory } from '../../src/main/core/maintenance/open.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import { openWriter } from '../../src/main/core/writer/writer.ts'
import { addPetra } from '../support/collecting.ts'
import { plainPetraWorld } from '../support/plain-petra.ts'
import { simulatePetra } from '../support/simulated-petra.ts'
import { addTestConnections } from '../support/test-connections.ts'
import type { Acknowledged } from './expected.ts'
import { firstReportMs, responseOf, tenants } from './payloads.ts'

const firstSteps = 4

/** Creates a history with a few snapshots of each tenant. */
export async function fillHistory(dataDir: string): Promise<{ set: Acknowledged[]; step: number }> {
  const { db, close } = await openHistory(dataDir, firstReportMs)
  addTestConnections(db)
  for (const tenant of tenants.slice(1)) {
    db.sqlite
      .prepare(
        "INSERT INTO tenant (id, connection_id, external_id, kind, name, origin, created_at) VALUES (?, 1, ?, 'petra', ?, 'manual', 0)",
      )
      .run(tenant, `T${tenant}`, `Tenant ${tenant}`)
  }
  const set: Acknowledged[] = []
  for (let step = 0; step < firstSteps; step += 1) {
    for (const tenant of tenants) {
      recordStep(db, tenant, step)
      set.push({ tenant, step })
    }
  }
  close()
  return { set, step: firstSteps }
}

function recordStep(db: WriteDb, tenant: number, step: number): void {
  const { reportedAt, payload } = responseOf(tenant, step)
  recordAnswer(
    db,
    {
      runId: null,
      connectionId: 1,
      tenantId: tenant,
      dataset: 'petra.billable-users',
      asked: { externalId: `T${tenant}`, microsoftTenantId: null },
      observedAt: reportedAt,
      bytes: new TextEncoder().encode(JSON.stringify(payload)),
    },
    datasetById('petra.billable-users'),
  )
}

/** A simulated Petra from which the processes collect. */
export async function connectVendor(dataDir: string): Promise<{ askedTooOften(kills: number): string[]; close(): Promise<void> }> {
  const count = 4
  const petra = await simulatePetra({ clock: systemClock, world: plainPetraWorld(count), requestsPerMinute: 60_000 })
  const writer = await openWriter(dataDir)
  await addPetra(writer, { origin: petra.origin, tenants: count, at: Date.now(), requestsPerMinute: 6_000, name: 'Collected' })
  await writer.close()
  return {
    /** Allows more requests than snapshots and kills, because a kill costs at most one request. */
    askedTooOften(kills) {
      const asked = petra.requests.filter(({ path, status }) => path === '/v1/billable-users' && status === 200).length
      const sqlite = new Database(historyFile(dataDir), { readonly: true })
      const recorded = sqlite
        .prepare<[], number>(
          "SELECT count(*) FROM snapshot JOIN series ON series.id = series_id WHERE connection_id > 2 AND dataset = 'petra.billable-users'",
        )
        .pluck()
        .get()!
      sqlite.close()
      return asked > recorded + kills ? [`${asked} requests for ${recorded} snapshots and ${kills} kills`] : []
    },
    close: () => petra.close(),
  }
}

/** Converts a current history to an earlier schema: the migrations since the first release only add tables and columns. */
export function downgrade(dataDir: string, migrations = migrationsBeforeFacts): void {
  const older = schemaOf(migrations)
  const sqlite = new Database(historyFile(dataDir))
  sqlite.pragma('foreign_keys = OFF')
  sqlite.transaction(() => {
    for (const { type, name } of objectsOf(sqlite)) if (!older.columns.has(name)) sqlite.exec(`DROP ${type} IF EXISTS "${name}"`)
    for (const [table, columns] of older.columns) {
      for (const name of columnsOf(sqlite, table)) if (!columns.includes(name)) sqlite.exec(`ALTER TABLE "${table}" DROP COLUMN "${name}"`)
    }
    sqlite
      .prepare('DELETE FROM __drizzle_migrations WHERE created_at NOT IN (SELECT value FROM json_each(?))')
      .run(JSON.stringify(older.times))
    // A migration that adds month facts belongs to a new version of them: moves to the second, amounts and disabled people to the third.
    if (migrations > migrationsBeforeFacts && migrations <= migrationsBeforeAmounts)
      sqlite.prepare('UPDATE fact_state SET version = ?').run(migrations <= migrationsBeforeMoves ? 1 : 2)
  })()
  sqlite.close()
}

const migrationsBeforeFacts = 4
const migrationsBeforeMoves = 5
const migrationsBeforeAmounts = 10
const known = new Map<number, OlderSchema>()

/** The objects of an older schema with their columns (of tables), and the times of its migrations. */
interface OlderSchema {
  columns: Map<string, string[]>
  times: number[]
}

function schemaOf(migrations: number): OlderSchema {
  const found = known.get(migrations)
  if (found !== undefined) return found
  const folder = mkdtempSync(join(tmpdir(), 'seatledger-migrations-'))
  cpSync(migrationsFolder(), folder, { recursive: true })
  const journalFile = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: unknown[] }
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, migrations) }))
  const sqlite = new Database(':memory:')
  void migrateHistory({ sqlite }, folder, async () => {})
  const times = sqlite.prepare<[], number>('SELECT created_at FROM __drizzle_migrations').pluck().all()
  const schema = { columns: new Map(objectsOf(sqlite).map(({ name }) => [name, columnsOf(sqlite, name)])), times }
  sqlite.close()
  rmSync(folder, { recursive: true })
  known.set(migrations, schema)
  return schema
}

const objectsOf = (sqlite: Database.Database) =>
  sqlite
    .prepare<[], { type: string; name: string }>(
      "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view', 'index', 'table') AND name NOT LIKE 'sqlite_%' AND sql IS NOT NULL ORDER BY type = 'table'",
    )
    .all()

const columnsOf = (sqlite: Database.Database, table: string) =>
  sqlite.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
