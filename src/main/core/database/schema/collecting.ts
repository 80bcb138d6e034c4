/** Runs, and what the collector remembers between them. */
import { sql } from 'drizzle-orm'
import { blob, check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { snapshotTable } from './snapshots.ts'
import { connectionTable, tenantTable } from './tenants.ts'

/** One attempt to collect one dataset of one tenant. `outcome` is null while it runs. */
export const runTable = sqliteTable(
  'run',
  {
    id: integer().primaryKey(),
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    tenantId: integer().references(() => tenantTable.id),
    dataset: text().notNull(),
    /** The vendor's own parameters as canonical JSON, empty for "now": with them a resumed sweep knows what it has collected. */
    params: text().notNull().default(''),
    trigger: text({ enum: ['user', 'schedule', 'backfill'] }).notNull(),
    startedAt: integer().notNull(),
    finishedAt: integer(),
    outcome: text({ enum: ['recorded', 'unchanged', 'failed', 'skipped'] }),
    snapshotId: integer().references(() => snapshotTable.id),
    errorCode: text(),
    errorMessage: text(),
    /** JSON: what support asks for (HTTP status, correlation id); never personal data. */
    errorData: text(),
    requests: integer().notNull().default(0),
  },
  (t) => [
    index('run_target').on(t.connectionId, t.tenantId, t.dataset, t.startedAt),
    index('run_finished').on(t.finishedAt),
    check('run_trigger', sql`trigger in ('user', 'schedule', 'backfill')`),
    check('run_outcome', sql`outcome in ('recorded', 'unchanged', 'failed', 'skipped')`),
  ],
)

/** The first 64 kB (zstd) of a response that could not be read. */
export const runPayloadTable = sqliteTable('run_payload', {
  runId: integer()
    .primaryKey()
    .references(() => runTable.id),
  bytes: blob({ mode: 'buffer' }).notNull(),
})

/** When a vendor's route may be requested next. Committed before each request, so that no restart can break a limit. */
export const paceTable = sqliteTable('pace', {
  /** Base URL and route, e.g. `https://api.petrasecurity.com/v1/billable-users`. */
  route: text().primaryKey(),
  nextAllowedAt: integer().notNull(),
  /** The spacing configured when the row was written. If the user has changed it since, `widenedMs` no longer applies. */
  spacingMs: integer().notNull(),
  /** The wider spacing after a 429; null while the configured one applies. */
  widenedMs: integer(),
  /** The latest 429. */
  limitedAt: integer(),
})

/** What the collector remembers about one dataset of one tenant between runs: back-off and stops. */
export const targetStateTable = sqliteTable(
  'target_state',
  {
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    /** 0 for a connection's dataset. */
    tenantId: integer().notNull().default(0),
    dataset: text().notNull(),
    /** As in `run`. */
    params: text().notNull().default(''),
    failures: integer().notNull().default(0),
    notBefore: integer(),
    /** Set by 403 and 404: the schedule leaves the target out until the user requests it or the tenant list changes. */
    stopCode: text(),
    lastAttemptAt: integer(),
    lastSuccessAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.tenantId, t.dataset, t.params] })],
)

/** A connection's notes that outlive a process, e.g. the dates of a report that the vendor is still preparing. */
export const connectionNoteTable = sqliteTable(
  'connection_note',
  {
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    key: text().notNull(),
    value: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.key] })],
)

/** Collect requests: from any process to the one that holds the collector's lock. */
export const collectRequestTable = sqliteTable('wish', {
  id: integer().primaryKey(),
  at: integer().notNull(),
  /** When the request's sweep began: earlier than `at` if it resumes an interrupted one. What was collected since then is not collected again. */
  sweepAt: integer().notNull(),
  /** The latest run when the request was made, and when its sweep began: times alone cannot order what happens in the same millisecond. */
  afterRun: integer().notNull().default(0),
  sweepAfterRun: integer().notNull().default(0),
  /** A `CollectRequest` as canonical JSON. */
  request: text().notNull(),
  finishedAt: integer(),
  /** Ended before everything was collected. */
  cancelled: integer({ mode: 'boolean' }).notNull().default(false),
})
