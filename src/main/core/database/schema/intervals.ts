/**
 * State as intervals over a series' snapshot numbers, not as copies: a row is valid for the snapshots `fromNumber <= n < toNumber`
 * (`toNumber` null: still valid).
 */
import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { seriesTable } from './snapshots.ts'

/** A vendor's identifiers (people, resources, charges, SKUs, tenants in `petra.usage`), each text stored once. GUIDs are stored in lower case. */
export const vendorIdTable = sqliteTable('vendor_id', {
  id: integer().primaryKey(),
  /** Empty for entries without an id. */
  value: text().notNull().unique(),
})

/**
 * One entry of a payload's list, without its SKU list (see `entry_sku_list`) and with its nested list emptied. The view `entry` has
 * `body`, the canonical JSON, instead of `packed`; all code except the recorder and bulk readers uses the view.
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
    /** 0 for the only entry with this id in a payload; duplicates get further slots and keep them while they are unchanged. */
    occurrence: integer().notNull(),
    fromNumber: integer().notNull(),
    toNumber: integer(),
    /** The canonical JSON, packed (`pack.ts`). Null for a wiped entry: `wipedSha256` then holds the hash of the original. */
    packed: text(),
    wipedSha256: blob({ mode: 'buffer' }),
  },
  (t) => [
    primaryKey({ columns: [t.seriesId, t.ownerId, t.ownerOccurrence, t.vendorId, t.occurrence, t.fromNumber] }),
    // Rows that begin with the first snapshot are never looked up by their beginning.
    index('entry_from').on(t.seriesId, t.fromNumber).where(sql`from_number > 1`),
    index('entry_to').on(t.seriesId, t.toNumber).where(sql`to_number is not null`),
  ],
)

/** Distinct SKU lists as sent (canonical JSON of the sorted array, with duplicates and original spelling): few per tenant, shared by many people. */
export const skuListTable = sqliteTable(
  'sku_list',
  {
    id: integer().primaryKey(),
    body: text().notNull(),
    /** The first 48 bits of the SHA-256 of `body`, for lookup: an index of the long bodies would double their size. */
    digest: integer().notNull(),
  },
  (t) => [index('sku_list_digest').on(t.digest)],
)

/** Which SKU list an entry had, with an interval. */
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

/** A holder has a SKU, with an interval. Derived from the entries; duplicate entries of an id are merged. */
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

/** Holders per SKU, as a step function: valid from `fromNumber` until the next row of the same SKU. A SKU without holders gets a row of zeros. */
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
