/**
 * The team's tables on PostgreSQL, in a separate schema. History (`body`, `snapshot`, `decision`) is insert-only; triggers refuse
 * changes. `drizzle-pg/` has the migrations, with the functions and triggers that Drizzle cannot describe.
 */
import { bigint, boolean, customType, integer, numeric, pgSchema, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
/** Milliseconds since 1970 UTC, by the clock of the machine that wrote the row. */
const ms = () => bigint({ mode: 'number' })
const seq = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()

/** The schema of all tables. */
export const team = pgSchema('seatledger')

/** One row: the team's id and name. */
export const teamTable = team.table('team', {
  id: integer().primaryKey(),
  teamId: uuid().notNull().defaultRandom(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
})

/** Data folders that have joined. */
export const machineTable = team.table('machine', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  firstSeen: timestamp({ withTimezone: true }).notNull().defaultNow(),
})

/** A connection, identified by its vendor and name. Stores its options, never its credential. */
export const connectionTable = team.table(
  'connection',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    provider: text().notNull(),
    name: text().notNull(),
    config: text().notNull(),
    createdAt: ms().notNull(),
    listedAt: ms().notNull().default(0),
  },
  (t) => [unique('connection_name').on(t.provider, t.name)],
)

/** A tenant, identified by the vendor's id. Name and state are from the latest list that the vendor sent to any machine. */
export const tenantTable = team.table(
  'tenant',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    connectionId: bigint({ mode: 'number' })
      .notNull()
      .references(() => connectionTable.id),
    kind: text().notNull(),
    externalId: text().notNull(),
    /** The external id, normalised for comparison. */
    externalKey: text().notNull(),
    name: text().notNull(),
    microsoftTenantId: text(),
    vendorPaused: boolean(),
    origin: text().notNull(),
    createdAt: ms().notNull(),
    goneAt: ms(),
    listedAt: ms().notNull().default(0),
  },
  (t) => [unique('tenant_external').on(t.connectionId, t.kind, t.externalKey)],
)

/** A payload without its volatile members, as canonical JSON (zstd): shared by all snapshots with equal content. */
export const bodyTable = team.table('body', {
  /** The hash of the uncompressed text. */
  sha256: bytea().primaryKey(),
  bytes: bytea().notNull(),
})

/** What one successful run received, on any machine. */
export const snapshotTable = team.table(
  'snapshot',
  {
    /** Numbers become visible in their order: `snapshot_in_order` lets one transaction at a time assign them. */
    seq: seq(),
    connectionId: bigint({ mode: 'number' })
      .notNull()
      .references(() => connectionTable.id),
    tenantId: bigint({ mode: 'number' }).references(() => tenantTable.id),
    dataset: text().notNull(),
    /** The vendor's parameters as canonical JSON, empty for "now". */
    params: text().notNull(),
    observedAt: ms().notNull(),
    /** The hash of the payload's canonical text, which `verify` compares. */
    sha256: bytea().notNull(),
    /** Null if the answer is in `received`. */
    bodySha256: bytea().references(() => bodyTable.sha256),
    /** The payload's volatile members as canonical JSON. */
    volatile: text(),
    /** The received bytes (zstd), if parsing would lose something. */
    received: bytea(),
    machineId: uuid()
      .notNull()
      .references(() => machineTable.id),
    publishedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [unique('snapshot_once').on(t.connectionId, t.tenantId, t.dataset, t.observedAt, t.sha256).nullsNotDistinct()],
)

/** Users' decisions: each version of a subject once, so that the second of two simultaneous decisions is refused. */
export const decisionTable = team.table(
  'decision',
  {
    seq: seq(),
    kind: text().notNull(),
    subject: text().notNull(),
    version: integer().notNull(),
    /** JSON. */
    value: text().notNull(),
    by: text().notNull(),
    at: ms().notNull(),
    machineId: uuid()
      .notNull()
      .references(() => machineTable.id),
  },
  (t) => [unique('decision_version').on(t.kind, t.subject, t.version)],
)

/** Which machine may request from a connection's vendor, and until when by the server's clock. */
export const leaseTable = team.table('lease', {
  connectionId: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => connectionTable.id),
  holder: text().notNull(),
  holderName: text().notNull(),
  until: timestamp({ withTimezone: true }).notNull(),
})

/** When any machine may next request a vendor's route, by the server's clock. */
export const paceTable = team.table('pace', {
  lane: text().primaryKey(),
  nextAt: timestamp({ withTimezone: true }).notNull(),
})

const tenantAndMonth = () => ({
  tenantId: bigint({ mode: 'number' })
    .notNull()
    .references(() => tenantTable.id),
  /** `YYYY-MM`. */
  month: text().notNull(),
})

/** Figures of months for BI: derived from the history on a machine, and replaced when they change. */
export const figureTable = team.table(
  'figure',
  {
    ...tenantAndMonth(),
    figure: text().notNull(),
    /** Empty for a count. */
    currency: text().notNull(),
    value: numeric(),
    state: text(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.month, t.figure, t.currency] })],
)

/** The people of a month-end, for BI. */
export const personTable = team.table(
  'person',
  {
    ...tenantAndMonth(),
    personId: text().notNull(),
    name: text(),
    principalName: text(),
    enabled: boolean(),
    skus: text().array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.month, t.personId] })],
)

/** The charges of a month, for BI. */
export const chargeTable = team.table(
  'charge',
  {
    ...tenantAndMonth(),
    /** The position in the list, since a charge can be sent twice. */
    place: integer().notNull(),
    chargeId: text().notNull(),
    name: text(),
    unit: text(),
    currency: text(),
    used: numeric(),
    committed: numeric(),
    allowance: numeric(),
    overage: numeric(),
    commitmentCost: numeric(),
    overageCost: numeric(),
    inTotal: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.month, t.place] })],
)

/** A hash of the sources of each tenant's rows, so that they are only written again if it changed. */
export const figureStateTable = team.table(
  'figure_state',
  {
    ...tenantAndMonth(),
    /** `figure`, `person` or `charge`. */
    kind: text().notNull(),
    madeFrom: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.month, t.kind] })],
)
