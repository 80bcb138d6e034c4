/** Snapshots: what successful runs received, append-only. */
import { sql } from 'drizzle-orm'
import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { connectionTable, tenantTable } from './tenants.ts'

/** One dataset of one tenant (of a connection if `tenantId` is null); for Genesys also one billing period. */
export const seriesTable = sqliteTable(
  'series',
  {
    id: integer().primaryKey(),
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    tenantId: integer().references(() => tenantTable.id),
    dataset: text().notNull(),
    /** UTC day on which the billing period starts, empty if the dataset has no periods. */
    periodKey: text().notNull().default(''),
    /** When its newest snapshot that is not set aside was received; null without one. Derived, for the list of tenants. */
    newestAt: integer(),
  },
  (t) => [
    uniqueIndex('series_of_tenant').on(t.tenantId, t.dataset, t.periodKey).where(sql`tenant_id is not null`),
    uniqueIndex('series_of_connection').on(t.connectionId, t.dataset, t.periodKey).where(sql`tenant_id is null`),
  ],
)

/** The payload without its list and volatile members, stored once while it does not change. */
export const frameTable = sqliteTable('frame', {
  id: integer().primaryKey(),
  body: text().notNull(),
})

/** What one successful run received. Append-only evidence. Times are milliseconds since 1970 UTC. */
export const snapshotTable = sqliteTable(
  'snapshot',
  {
    id: integer().primaryKey(),
    seriesId: integer()
      .notNull()
      .references(() => seriesTable.id),
    /** 1, 2, 3 … within the series, in the order of recording. */
    number: integer().notNull(),
    /** The vendor's report time; our collection time, with a warning, if the vendor sent none. */
    reportedAt: integer().notNull(),
    /**
     * JSON object of the payload's volatile members as sent (see `Dataset.volatileFields`), which are not in the frame. Null if the
     * dataset has none, or if the only one sent is the report time in the ISO form of `reportedAt`.
     */
    volatile: text(),
    observedAt: integer().notNull(),
    /** First and last UTC day of the billing period (`petra.usage`: both its `asOf`); null without a period. */
    periodStart: text(),
    periodEnd: text(),
    frameId: integer()
      .notNull()
      .references(() => frameTable.id),
    /** False for a totals-only snapshot: its holders are unknown, and it changes no interval. */
    hasList: integer({ mode: 'boolean' }).notNull(),
    /** The vendor's own total; null if missing. */
    reported: integer(),
    units: integer(),
    /** Length of the list as sent; null without a list. */
    listed: integer(),
    /** Distinct holder ids, and those of them with `accountEnabled` true and false (the rest is unknown); null if the dataset has no holders. */
    holders: integer(),
    enabled: integer(),
    disabled: integer(),
    /** Entries without an id, and surplus entries of a duplicate id. */
    withoutId: integer(),
    duplicates: integer(),
    /** The same entries, assignments, charges and totals as the snapshot before. */
    unchanged: integer({ mode: 'boolean' }).notNull(),
    /** JSON array of `{ code, message, data? }`; null without warnings. */
    warnings: text(),
    sha256: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('snapshot_number').on(t.seriesId, t.number), index('snapshot_reported').on(t.seriesId, t.reportedAt, t.number)],
)

/** The received bytes (zstd) of a payload that parsing would not preserve (`NOT_CANONICAL`). */
export const receivedTable = sqliteTable('received', {
  snapshotId: integer()
    .primaryKey()
    .references(() => snapshotTable.id),
  bytes: blob({ mode: 'buffer' }).notNull(),
})

/** Set-asides and their withdrawals: an open one (`takenBackAt` null) excludes its snapshot from every figure. */
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

/**
 * Evidence is append-only: triggers refuse changes and deletions while this table is empty. Only an erasure inserts a row, and removes it
 * in the same transaction.
 */
export const wipePermitTable = sqliteTable('wipe_permit', {
  id: integer().primaryKey(),
})
