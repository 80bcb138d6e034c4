/**
 * The tables of the history. State is kept as intervals over a series' snapshot numbers, not as copies:
 * a row is true for the snapshots `fromNumber <= n < toNumber` (`toNumber` null: still true).
 * `docs/data-model.md` explains it with a worked example.
 */
import { sql } from 'drizzle-orm'
import { blob, check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ApprovedFigure } from '../../../shared/contract/approval-answers.ts'

/** One set of credentials at one provider. Secrets are never here: only where they are kept. */
export const connectionTable = sqliteTable(
  'connection',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    provider: text({ enum: ['petra', 'genesys'] }).notNull(),
    /** The provider's own options as JSON (base URL, rate, region …), checked by the provider's schema. */
    config: text().notNull(),
    secretKind: text({ enum: ['keychain', 'env', 'session'] }).notNull(),
    /** Name of the environment variable when `secretKind` is `env`. */
    secretEnv: text(),
    state: text({ enum: ['ok', 'needs-credential', 'stopped'] })
      .notNull()
      .default('ok'),
    /** Why the state is not `ok`: an error code and its sentence. */
    stateCode: text(),
    stateMessage: text(),
    createdAt: integer().notNull(),
    tenantsListedAt: integer(),
    /** Disconnected with its history kept: it is no longer asked. */
    removedAt: integer(),
  },
  (t) => [
    uniqueIndex('connection_name').on(t.name).where(sql`removed_at is null`),
    check('connection_provider', sql`provider in ('petra', 'genesys')`),
    check('connection_secret_kind', sql`secret_kind in ('keychain', 'env', 'session')`),
    check('connection_state', sql`state in ('ok', 'needs-credential', 'stopped')`),
  ],
)

/** An organisation that a connection lets us see. */
export const tenantTable = sqliteTable(
  'tenant',
  {
    id: integer().primaryKey(),
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    /** The vendor's id, spelled as the vendor spells it (Petra's ids are case-sensitive). */
    externalId: text().notNull(),
    /** `customer` is a Genesys trustor, `own` the Genesys client's own organisation. */
    kind: text({ enum: ['petra', 'own', 'customer'] }).notNull(),
    name: text().notNull(),
    microsoftTenantId: text(),
    /** Paused by the user: not asked. */
    paused: integer({ mode: 'boolean' }).notNull().default(false),
    /** Paused (Petra) or disabled (Genesys) by the vendor; null where the vendor does not say. */
    vendorPaused: integer({ mode: 'boolean' }),
    origin: text({ enum: ['discovered', 'manual'] }).notNull(),
    createdAt: integer().notNull(),
    /** When the vendor's list first came without it. */
    goneAt: integer(),
  },
  (t) => [
    uniqueIndex('tenant_external').on(t.connectionId, t.externalId, t.kind),
    check('tenant_kind', sql`kind in ('petra', 'own', 'customer')`),
    check('tenant_origin', sql`origin in ('discovered', 'manual')`),
  ],
)

/** One dataset of one tenant (of a connection where `tenantId` is null); for Genesys also one billing period. */
export const seriesTable = sqliteTable(
  'series',
  {
    id: integer().primaryKey(),
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    tenantId: integer().references(() => tenantTable.id),
    dataset: text().notNull(),
    /** UTC day on which the billing period starts, empty where the dataset has no periods. */
    periodKey: text().notNull().default(''),
  },
  (t) => [
    uniqueIndex('series_of_tenant').on(t.tenantId, t.dataset, t.periodKey).where(sql`tenant_id is not null`),
    uniqueIndex('series_of_connection').on(t.connectionId, t.dataset, t.periodKey).where(sql`tenant_id is null`),
  ],
)

/** The payload with its list emptied and its volatile members left out, kept once while it does not change. */
export const frameTable = sqliteTable('frame', {
  id: integer().primaryKey(),
  body: text().notNull(),
})

/** What one successful run saw. Append-only evidence. Times are milliseconds since 1970 UTC. */
export const snapshotTable = sqliteTable(
  'snapshot',
  {
    id: integer().primaryKey(),
    seriesId: integer()
      .notNull()
      .references(() => seriesTable.id),
    /** 1, 2, 3 … within the series, in the order of recording. */
    number: integer().notNull(),
    /** The vendor's report time; our collection time, with a warning, where the vendor sent none. */
    reportedAt: integer().notNull(),
    /**
     * JSON object of the payload's volatile members as sent (see `Dataset.volatileFields`), which the frame is without. Null where
     * the dataset has none, or where the only one sent is the report time and its text is the ISO form of `reportedAt`.
     */
    volatile: text(),
    observedAt: integer().notNull(),
    /** First and last UTC day of the billing period (`petra.usage`: both its `asOf`); null without a period. */
    periodStart: text(),
    periodEnd: text(),
    frameId: integer()
      .notNull()
      .references(() => frameTable.id),
    /** False for a totals-only snapshot: holders unknown, intervals untouched. */
    hasList: integer({ mode: 'boolean' }).notNull(),
    /** The vendor's own total; null when missing. */
    reported: integer(),
    units: integer(),
    /** Length of the list as sent; null when there is none. */
    listed: integer(),
    /** Distinct holder ids, and those of them with `accountEnabled` true and false (the rest is unknown); null where the dataset has no holders. */
    holders: integer(),
    enabled: integer(),
    disabled: integer(),
    /** Entries without an id, and surplus entries of a duplicate id. */
    withoutId: integer(),
    duplicates: integer(),
    /** The same entries, assignments, charges and totals as the snapshot before. */
    unchanged: integer({ mode: 'boolean' }).notNull(),
    /** JSON array of `{ code, message, data? }`; null when there is nothing to warn of. */
    warnings: text(),
    sha256: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('snapshot_number').on(t.seriesId, t.number), index('snapshot_reported').on(t.seriesId, t.reportedAt, t.number)],
)

/** A vendor's identifiers (people, resources, charges, SKUs, tenants in `petra.usage`), each text kept once. GUIDs are lower-case here. */
export const vendorIdTable = sqliteTable('vendor_id', {
  id: integer().primaryKey(),
  /** Empty: the entry came without an id. */
  value: text().notNull().unique(),
})

/**
 * One entry of a payload's list: without its SKU list (see `entry_sku_list`), its nested list emptied. The view `entry` shows it with
 * `body`, its canonical JSON, in place of `packed`; everybody but the recorder reads that.
 * `ownerId`/`ownerOccurrence` point from a nested entry (a resource) to its charge; 0 for entries of the top list.
 */
export const entryRowTable = sqliteTable(
  'entry_row',
  {
    seriesId: integer()
      .notNull()
      .references(() => seriesTable.id),
    ownerId: integer().notNull().default(0),
    ownerOccurrence: integer().notNull().default(0),
    vendorId: integer()
      .notNull()
      .references(() => vendorIdTable.id),
    /** 0 for the only entry of this id in a payload; duplicates take further slots and keep them while they stay as they are. */
    occurrence: integer().notNull(),
    fromNumber: integer().notNull(),
    toNumber: integer(),
    /** The canonical JSON with its commonest parts shortened (`pack.ts`). Null for a wiped entry: `wipedSha256` then holds the hash of what it was. */
    packed: text(),
    wipedSha256: blob({ mode: 'buffer' }),
  },
  (t) => [
    primaryKey({ columns: [t.seriesId, t.ownerId, t.ownerOccurrence, t.vendorId, t.occurrence, t.fromNumber] }),
    // What was there from the first snapshot on is never looked for by when it came.
    index('entry_from').on(t.seriesId, t.fromNumber).where(sql`from_number > 1`),
    index('entry_to').on(t.seriesId, t.toNumber).where(sql`to_number is not null`),
  ],
)

/** Distinct SKU lists as sent (canonical JSON of the sorted array, duplicates and spelling kept): few per tenant, shared by many people. */
export const skuListTable = sqliteTable(
  'sku_list',
  {
    id: integer().primaryKey(),
    body: text().notNull(),
    /** The first 48 bits of the SHA-256 of `body`, to find it by: the bodies are long, an index of them would be as large again. */
    digest: integer().notNull(),
  },
  (t) => [index('sku_list_digest').on(t.digest)],
)

/** Which SKU list an entry carried, from one snapshot until another. */
export const entrySkuListTable = sqliteTable(
  'entry_sku_list',
  {
    seriesId: integer()
      .notNull()
      .references(() => seriesTable.id),
    vendorId: integer()
      .notNull()
      .references(() => vendorIdTable.id),
    occurrence: integer().notNull(),
    fromNumber: integer().notNull(),
    toNumber: integer(),
    skuListId: integer()
      .notNull()
      .references(() => skuListTable.id),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.vendorId, t.occurrence, t.fromNumber] })],
)

/** A holder holds a SKU, from one snapshot until another. Derived from the entries; duplicates of an id united. */
export const assignmentTable = sqliteTable(
  'assignment',
  {
    seriesId: integer()
      .notNull()
      .references(() => seriesTable.id),
    holderId: integer()
      .notNull()
      .references(() => vendorIdTable.id),
    skuId: integer()
      .notNull()
      .references(() => vendorIdTable.id),
    fromNumber: integer().notNull(),
    toNumber: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.seriesId, t.holderId, t.skuId, t.fromNumber] }),
    index('assignment_from').on(t.seriesId, t.fromNumber).where(sql`from_number > 1`),
    index('assignment_to').on(t.seriesId, t.toNumber).where(sql`to_number is not null`),
  ],
)

/** Holders per SKU, as a step function: true from `fromNumber` until the next row of the same SKU (a vanished SKU gets a row of zeros). */
export const skuRollupTable = sqliteTable(
  'sku_rollup',
  {
    seriesId: integer()
      .notNull()
      .references(() => seriesTable.id),
    skuId: integer()
      .notNull()
      .references(() => vendorIdTable.id),
    fromNumber: integer().notNull(),
    holders: integer().notNull(),
    enabled: integer().notNull(),
    disabled: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.skuId, t.fromNumber] })],
)

/** The received bytes (zstd) of a payload whose numbers or keys do not survive parsing (`NOT_CANONICAL`). */
export const receivedTable = sqliteTable('received', {
  snapshotId: integer()
    .primaryKey()
    .references(() => snapshotTable.id),
  bytes: blob({ mode: 'buffer' }).notNull(),
})

/** Set-asides and their withdrawals: the open one (`takenBackAt` null) takes its snapshot out of every figure. */
export const setAsideTable = sqliteTable(
  'set_aside',
  {
    id: integer().primaryKey(),
    snapshotId: integer()
      .notNull()
      .references(() => snapshotTable.id),
    reason: text().notNull(),
    at: integer().notNull(),
    takenBackAt: integer(),
  },
  (t) => [uniqueIndex('set_aside_open').on(t.snapshotId).where(sql`taken_back_at is null`)],
)

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
    /** The vendor's own parameters as canonical JSON, empty for "now": with them a restarted sweep knows what it has asked. */
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

/** The first 64 kB (zstd) of an answer that could not be understood, kept with its run. */
export const runPayloadTable = sqliteTable('run_payload', {
  runId: integer()
    .primaryKey()
    .references(() => runTable.id),
  bytes: blob({ mode: 'buffer' }).notNull(),
})

/** When a vendor's route may be asked next. Committed before each request, so that no restart can break a limit. */
export const paceTable = sqliteTable('pace', {
  /** Base URL and route, e.g. `https://api.petrasecurity.com/v1/billable-users`. */
  route: text().primaryKey(),
  nextAllowedAt: integer().notNull(),
  /** The configured spacing that the row was written with: another one means that the user has changed it, and what was learned lapses. */
  spacingMs: integer().notNull(),
  /** Spacing learned from a 429; null while the configured one holds. */
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
    /** Set by 403 and 404: not asked by the schedule until the user asks or the tenant list changes. */
    stopCode: text(),
    lastAttemptAt: integer(),
    lastSuccessAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.tenantId, t.dataset, t.params] })],
)

/** What a connection remembers between processes, e.g. the dates of a report that the vendor is still preparing. */
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

/** A wish to collect, handed from one process to the host that holds the collector's lock, and its progress. */
export const wishTable = sqliteTable('wish', {
  id: integer().primaryKey(),
  at: integer().notNull(),
  /** When the sweep began that it belongs to: earlier than `at` where it continues one that was interrupted. What was collected since is not asked again. */
  sweepAt: integer().notNull(),
  /** The latest run when the wish was made, and when its sweep began: two things may happen in the same millisecond. */
  afterRun: integer().notNull().default(0),
  sweepAfterRun: integer().notNull().default(0),
  /** JSON of the request: whose data, and since when. */
  request: text().notNull(),
  finishedAt: integer(),
  /** Finished before its end, on request. */
  cancelled: integer({ mode: 'boolean' }).notNull().default(false),
})

/**
 * Evidence is append-only: triggers refuse to change or delete it while this table is empty. Only a wipe or a pruning, inside its own
 * transaction, puts a row here and takes it out again.
 */
export const wipePermitTable = sqliteTable('wipe_permit', {
  id: integer().primaryKey(),
})

/** Settings as JSON values. */
export const settingTable = sqliteTable('setting', {
  key: text().primaryKey(),
  value: text().notNull(),
})

/**
 * The user's rules, append-only: what a SKU is called, whether it counts, what it costs. The last id is the rule revision.
 * For a month the row with the latest `fromMonth` not after it holds (then the latest id); a row for all history supersedes every earlier row of its subject.
 */
export const ruleTable = sqliteTable(
  'rule',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: ['excluded', 'free', 'label', 'price', 'overlap'] }).notNull(),
    /** A SKU id (normalised), or `petra:unit` for the price of a billable unit. */
    subject: text().notNull(),
    /** Of an overlap: the SKU that `subject` already contains. Of the price of a unit: the connection's id as text, where it is one connection's own. Else empty. */
    object: text().notNull().default(''),
    /** `1` or `0` of a flag and an overlap, the text of a label, the decimal text of a price; null withdraws a label or ends a price. */
    value: text(),
    currency: text(),
    /** `YYYY-MM`; null for all history. */
    fromMonth: text(),
    at: integer().notNull(),
  },
  (t) => [
    index('rule_of').on(t.kind, t.subject, t.object),
    check('rule_kind', sql`kind in ('excluded', 'free', 'label', 'price', 'overlap')`),
  ],
)

/** Months that the user has approved, and withdrawals: the open one (`withdrawnAt` null) holds. */
export const approvalTable = sqliteTable(
  'approval',
  {
    id: integer().primaryKey(),
    /** `YYYY-MM` in `timeZone`. */
    month: text().notNull(),
    timeZone: text().notNull(),
    ruleRevision: integer().notNull(),
    at: integer().notNull(),
    withdrawnAt: integer(),
  },
  (t) => [uniqueIndex('approval_open').on(t.month).where(sql`withdrawn_at is null`)],
)

/**
 * The figures of an approved month as they were then. A snapshot is named and not referred to: what was approved stays when old
 * snapshots are deleted.
 */
export const approvedValueTable = sqliteTable(
  'approved_value',
  {
    approvalId: integer()
      .notNull()
      .references(() => approvalTable.id),
    tenantId: integer()
      .notNull()
      .references(() => tenantTable.id),
    figure: text().$type<ApprovedFigure>().notNull(),
    /** Of an amount; empty of a count. */
    currency: text().notNull().default(''),
    /** Decimal text; null where the month had no value. */
    value: text(),
    /** Of units. */
    state: text({ enum: ['projected', 'settled'] }),
    snapshotId: integer(),
  },
  (t) => [primaryKey({ columns: [t.approvalId, t.tenantId, t.figure, t.currency] })],
)

/** Names of SKUs from an imported list, the whole of it replaced by each import. */
export const catalogueTable = sqliteTable('catalogue', {
  /** Lower-case GUID. */
  skuId: text().primaryKey(),
  partNumber: text(),
  name: text().notNull(),
})
