/** What this data folder knows of its team on PostgreSQL: the server, what is still to be published, and the team's ids of our rows. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { snapshotTable } from './snapshots.ts'
import { connectionTable, tenantTable } from './tenants.ts'

/** One row while this data folder belongs to a team. Times are milliseconds since 1970 UTC. */
export const teamTable = sqliteTable('team', {
  id: integer().primaryKey(),
  /** `postgres://USER@HOST:PORT/DATABASE`, without a password. */
  url: text().notNull(),
  /** The certificate authority (PEM) to check the server's certificate with; null for the system's. */
  ca: text(),
  secretKind: text({ enum: ['keychain', 'env', 'session', 'none'] }).notNull(),
  secretEnv: text(),
  /** The team's id. A server with another id belongs to another team. */
  teamId: text().notNull(),
  /** This data folder's id in the team. */
  machineId: text().notNull(),
  connectedAt: integer().notNull(),
  /** The last pulled snapshot: its number, hash and time on the server. A server restored from an older backup no longer has it. */
  pulledSeq: integer().notNull().default(0),
  pulledMark: text().notNull().default(''),
  /** The same for the last published snapshot. */
  publishedSeq: integer().notNull().default(0),
  publishedMark: text().notNull().default(''),
  /** The last decision that was pulled. */
  decidedSeq: integer().notNull().default(0),
  /** When the server last answered, updated every ten minutes. It decides when this machine may collect without the server. */
  reachedAt: integer(),
  /** When publishing and pulling last succeeded. */
  syncedAt: integer(),
  /** Why publishing or pulling has failed since `problemAt`; null while both work. */
  problemCode: text(),
  problemMessage: text(),
  problemAt: integer(),
})

/** Snapshots that are not published yet, written in the transaction that records them. Published in the order of their ids. */
export const teamOutboxTable = sqliteTable('team_outbox', {
  snapshotId: integer()
    .primaryKey()
    .references(() => snapshotTable.id, { onDelete: 'cascade' }),
  /** The run's parameters (`run.params`), which other data folders need to record the answer. */
  params: text().notNull(),
})

/** The parameters of pulled snapshots, whose runs are in other data folders. Snapshots without parameters have no row. */
export const teamParamsTable = sqliteTable('team_params', {
  snapshotId: integer()
    .primaryKey()
    .references(() => snapshotTable.id, { onDelete: 'cascade' }),
  params: text().notNull(),
})

/** The team's id of each of our connections. */
export const teamConnectionTable = sqliteTable('team_connection', {
  connectionId: integer()
    .primaryKey()
    .references(() => connectionTable.id, { onDelete: 'cascade' }),
  teamConnectionId: integer().notNull().unique(),
  /** Whether this data folder was the last known one to collect it. If so, it continues to while the server is unreachable for long. */
  held: integer({ mode: 'boolean' }).notNull().default(false),
  /** Its history was deleted here, so nothing of it is pulled again. */
  erased: integer({ mode: 'boolean' }).notNull().default(false),
})

/** The team's id of each of our tenants. */
export const teamTenantTable = sqliteTable('team_tenant', {
  tenantId: integer()
    .primaryKey()
    .references(() => tenantTable.id, { onDelete: 'cascade' }),
  teamTenantId: integer().notNull().unique(),
  /** Its history was deleted here, so nothing of it is pulled again. */
  erased: integer({ mode: 'boolean' }).notNull().default(false),
})

/** Snapshots of the team that could not be recorded here, with the reason. */
export const teamRefusedTable = sqliteTable('team_refused', {
  seq: integer().primaryKey(),
  code: text().notNull(),
  message: text().notNull(),
  at: integer().notNull(),
})

/** The latest version of each decision that this data folder has seen. */
export const teamDecisionTable = sqliteTable(
  'team_decision',
  {
    kind: text().notNull(),
    subject: text().notNull(),
    version: integer().notNull(),
    /** JSON. */
    value: text().notNull(),
    by: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subject] })],
)

/** Two people changed the same thing before seeing each other's decision. The first decision is in force until a user settles the conflict. */
export const teamConflictTable = sqliteTable('team_conflict', {
  id: integer().primaryKey({ autoIncrement: true }),
  kind: text().notNull(),
  subject: text().notNull(),
  /** JSON. */
  mine: text().notNull(),
  mineBy: text().notNull(),
  mineAt: integer().notNull(),
  theirs: text().notNull(),
  theirsBy: text().notNull(),
  theirsAt: integer().notNull(),
  settledAt: integer(),
  /** Which decision the user chose. */
  kept: text({ enum: ['mine', 'theirs'] }),
})
