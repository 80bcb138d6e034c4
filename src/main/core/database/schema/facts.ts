/**
 * Month facts: which snapshot a month's figures are read from, and what is derived from it. Everything here can be rebuilt from evidence.
 * Rules (exclusions, prices, overlaps) are applied when facts are read and are not stored.
 */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { snapshotTable } from './snapshots.ts'
import { connectionTable, tenantTable } from './tenants.ts'

/** The month-end snapshot of a tenant's dataset (a connection's if `tenantId` is null). Months without a snapshot have no row. */
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
    /** For `petra.usage`: the snapshot that settles the month's units; null while there is none. */
    settlingId: integer().references(() => snapshotTable.id),
    /** For people: the month-end snapshot before this one, from which `month_move` counts; null in the first month. */
    previousId: integer().references(() => snapshotTable.id),
    /** The vendor's total, copied from the snapshot's row, because sparklines read it for a year of every tenant. */
    reported: integer(),
    /** For people: guests in the list; null without a list. */
    guests: integer(),
    /** For datasets with holders: people who hold at least one SKU; null without a list. */
    holders: integer(),
    /** For datasets with holders: how many hold each SKU, as JSON of `[vendor_id number, holders]` in order of the numbers; null without a list. */
    skuHolders: text(),
    /** For charges: how many exceed commitment and allowance. */
    chargesOver: integer(),
    /** For charges: the usage of each charge that was sent once, as JSON of `[charge id, decimal text]` in order of the ids; null for other datasets. */
    chargesUsed: text(),
    /** For charges: their total overage as the vendor bills it, and its currency; null without a contract's currency. */
    overage: text(),
    overageCurrency: text(),
  },
  (t) => [
    uniqueIndex('month_fact_of_tenant').on(t.tenantId, t.dataset, t.month).where(sql`tenant_id is not null`),
    uniqueIndex('month_fact_of_connection').on(t.connectionId, t.dataset, t.month).where(sql`tenant_id is null`),
    uniqueIndex('month_fact_snapshot').on(t.snapshotId),
    index('month_fact_settling').on(t.settlingId).where(sql`settling_id is not null`),
    index('month_fact_previous').on(t.previousId).where(sql`previous_id is not null`),
  ],
)

/** Distinct sets of SKUs that people hold. */
export const skuSetTable = sqliteTable('sku_set', {
  id: integer().primaryKey(),
  /** JSON array of `vendor_id` numbers, ascending. */
  skus: text().notNull().unique(),
})

/** How many people hold exactly this set of SKUs at a snapshot of `month_fact`. People without a SKU are not counted here. */
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
    /** Disabled people, as JSON of `vendor_id` numbers, ascending; null if there are none. */
    disabledIds: text(),
  },
  (t) => [primaryKey({ columns: [t.snapshotId, t.skuSetId] })],
)

/**
 * A person whose SKUs differ between a month-end (`snapshot_id`) and the one before it (`previous_id` in `month_fact`), both with a list.
 * A side is null if the person is not in its list, and the empty set if they hold nothing.
 */
export const monthMoveTable = sqliteTable(
  'month_move',
  {
    snapshotId: integer()
      .notNull()
      .references(() => snapshotTable.id),
    /** A `vendor_id` number. */
    holderId: integer().notNull(),
    beforeSetId: integer(),
    afterSetId: integer(),
  },
  (t) => [primaryKey({ columns: [t.snapshotId, t.holderId] })],
)

/** Each tenant's values in a `petra.usage` snapshot of `month_fact`. Keyed by the vendor's id, since a tenant may be discovered later. */
export const monthTotalTable = sqliteTable(
  'month_total',
  {
    snapshotId: integer()
      .notNull()
      .references(() => snapshotTable.id),
    vendorId: integer().notNull(),
    licensed: integer(),
    units: integer(),
    /** The vendor's prorating factor, as sent. */
    prorating: text(),
    /** The vendor's billing status of the tenant, as sent. */
    billableStatus: text(),
    paused: integer({ mode: 'boolean' }),
    /** UTC day. */
    firstBillableDay: text(),
  },
  (t) => [primaryKey({ columns: [t.snapshotId, t.vendorId] })],
)

/** One row: the inputs that the month facts were built with. */
export const factStateTable = sqliteTable('fact_state', {
  id: integer().primaryKey(),
  timeZone: text().notNull(),
  /** `factsVersion` of the code that built them. */
  version: integer().notNull(),
})
