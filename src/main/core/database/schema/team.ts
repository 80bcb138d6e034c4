/** A team's history on PostgreSQL, as this data folder knows it: where it is, what is still to be published, and which of its rows are ours. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { snapshotTable } from './snapshots.ts'
import { connectionTable, tenantTable } from './tenants.ts'

/** One row while this data folder belongs to a team. Times are milliseconds since 1970 UTC. */
export const teamTable = sqliteTable('team', {
  id: integer().primaryKey(),
  /** `postgres://USER@HOST:PORT/DATABASE`, without a password. */
  url: text().notNull(),
  /** The certificate authority (PEM) that the server's certificate is checked with; null for the system's. */
  ca: text(),
  secretKind: text({ enum: ['keychain', 'env', 'session', 'none'] }).notNull(),
  secretEnv: text(),
  /** The team's own id: a server with another one is another team. */
  teamId: text().notNull(),
  /** This data folder's id in the team. */
  machineId: text().notNull(),
  connectedAt: integer().notNull(),
  /** The last snapshot that was pulled: its number, and its hash and time there, which a server restored from a backup no longer has. */
  pulledSeq: integer().notNull().default(0),
  pulledMark: text().notNull().default(''),
  /** The same of the last one that was published. */
  publishedSeq: integer().notNull().default(0),
  publishedMark: text().notNull().default(''),
  /** The last decision that was pulled. */
  decidedSeq: integer().notNull().default(0),
  /** When the server last answered (noted every ten minutes): whether this machine collects without it depends on how long it is out of reach. */
  reachedAt: integer(),
  /** When publishing and pulling last succeeded. */
  syncedAt: integer(),
  /** Why they fail since `problemAt`; null while they work. */
  problemCode: text(),
  problemMessage: text(),
  problemAt: integer(),
})

/** Snapshots that are not published yet, written in the transaction that records them. Published in the order of their ids. */
export const teamOutboxTable = sqliteTable('team_outbox', {
  snapshotId: integer()
    .primaryKey()
    .references(() => snapshotTable.id, { onDelete: 'cascade' }),
  /** The run's parameters (`run.params`), which recording the answer elsewhere needs. */
  params: text().notNull(),
})

/** The parameters of pulled snapshots, whose runs were made elsewhere; a row only if there are any. */
export const teamParamsTable = sqliteTable('team_params', {
  snapshotId: integer()
    .primaryKey()
    .references(() => snapshotTable.id, { onDelete: 'cascade' }),
  params: text().notNull(),
})

/** Which connection of the team is which of ours. */
export const teamConnectionTable = sqliteTable('team_connection', {
  connectionId: integer()
    .primaryKey()
    .references(() => connectionTable.id, { onDelete: 'cascade' }),
  teamConnectionId: integer().notNull().unique(),
  /** Whether this data folder was the last to collect it, as far as it knows: then it goes on when the server is out of reach for long. */
  held: integer({ mode: 'boolean' }).notNull().default(false),
  /** Its history was deleted here, so nothing of it is pulled again. */
  erased: integer({ mode: 'boolean' }).notNull().default(false),
})

/** Which tenant of the team is which of ours. */
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

/** Two people decided the same thing before seeing each other's decision. The first one is in force until somebody settles it. */
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
  /** Which one was kept. */
  kept: text({ enum: ['mine', 'theirs'] }),
})
