/**
 * Month facts: which snapshot a month's figures are read from, and what is derived of it. Everything here can be made again from evidence;
 * rules (exclusions, prices, overlaps) are applied when it is read and are not in it.
 */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { snapshotTable } from './snapshots.ts'
import { connectionTable, tenantTable } from './tenants.ts'

/** The month-end snapshot of a tenant's dataset (of a connection's where `tenantId` is null). Months without a snapshot have no row. */
export const monthFactTable = sqliteTable(
  'month_fact',
  {
    id: integer().primaryKey(),
    connectionId: integer()
      .notNull()
      .references(() => connectionTable.id),
    tenantId: integer().references(() => tenantTable.id),
    dataset: text().notNull(),
    /** `YYYY-MM`, in the time zone of `fact_state`. */
    month: text().notNull(),
    snapshotId: integer()
      .notNull()
      .references(() => snapshotTable.id),
    /** Of `petra.usage`: the reading that settles the month's units; null while there is none. */
    settlingId: integer().references(() => snapshotTable.id),
    /** Of people: guests in the list; null without a list. */
    guests: integer(),
    /** Of charges: how many are over what is committed and allowed. */
    chargesOver: integer(),
  },
  (t) => [
    uniqueIndex('month_fact_of_tenant').on(t.tenantId, t.dataset, t.month).where(sql`tenant_id is not null`),
    uniqueIndex('month_fact_of_connection').on(t.connectionId, t.dataset, t.month).where(sql`tenant_id is null`),
    uniqueIndex('month_fact_snapshot').on(t.snapshotId),
    index('month_fact_settling').on(t.settlingId).where(sql`settling_id is not null`),
  ],
)

/** Distinct sets of SKUs that people hold. */
export const skuSetTable = sqliteTable('sku_set', {
  id: integer().primaryKey(),
  /** JSON array of `vendor_id` numbers, ascending. */
  skus: text().notNull().unique(),
})

/** How many people hold exactly this set of SKUs at a snapshot of `month_fact`. People without a SKU are in no set. */
export const monthSkuSetTable = sqliteTable(
  'month_sku_set',
  {
    snapshotId: integer()
      .notNull()
      .references(() => snapshotTable.id),
    skuSetId: integer().notNull(),
    holders: integer().notNull(),
    enabled: integer().notNull(),
    disabled: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.snapshotId, t.skuSetId] })],
)

/** What a snapshot of `petra.usage` in `month_fact` says of each tenant, by the vendor's id: a tenant may be discovered later. */
export const monthTotalTable = sqliteTable(
  'month_total',
  {
    snapshotId: integer()
      .notNull()
      .references(() => snapshotTable.id),
    vendorId: integer().notNull(),
    licensed: integer(),
    units: integer(),
    /** The vendor's share, spelled as sent. */
    prorating: text(),
    /** The vendor's word for how the tenant is billed. */
    billableStatus: text(),
    paused: integer({ mode: 'boolean' }),
    /** UTC day. */
    firstBillableDay: text(),
  },
  (t) => [primaryKey({ columns: [t.snapshotId, t.vendorId] })],
)

/** One row: what the month facts were made with. */
export const factStateTable = sqliteTable('fact_state', {
  id: integer().primaryKey(),
  timeZone: text().notNull(),
  /** `factsVersion` of the code that made them. */
  version: integer().notNull(),
})
