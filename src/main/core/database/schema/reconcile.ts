/** Imported invoices, how their lines are matched, and decisions about differences. */
import { sql } from 'drizzle-orm'
import { blob, check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { tenantTable } from './tenants.ts'

/** A file imported for a month: an invoice, or an export of a PSA. Times are milliseconds since 1970 UTC. */
export const invoiceTable = sqliteTable(
  'invoice',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** `YYYY-MM`: the month that it bills. */
    month: text().notNull(),
    fileName: text().notNull(),
    /** Of the file's bytes. */
    sha256: blob({ mode: 'buffer' }).notNull(),
    bytes: integer().notNull(),
    /** The sheet that was read; empty for CSV. */
    sheet: text().notNull().default(''),
    /** The profile's name; null if its columns were given without one. */
    profile: text(),
    /** JSON (`InvoiceColumns`): how the columns were read. */
    columns: text().notNull(),
    /** JSON array: the header row. */
    headers: text().notNull(),
    broughtInAt: integer().notNull(),
    broughtInBy: text().notNull(),
    /** Lines that were deleted with their customer. */
    wipedLines: integer().notNull().default(0),
  },
  (t) => [uniqueIndex('invoice_file').on(t.month, t.sha256, t.sheet)],
)

/** A row of the file below its header. Quantities and amounts are decimal text; null where the file has none. */
export const invoiceLineTable = sqliteTable(
  'invoice_line',
  {
    invoiceId: integer()
      .notNull()
      .references(() => invoiceTable.id),
    /** The row's number in the file, from 1. */
    row: integer().notNull(),
    /** `line` counts; a `total` row, a charge that is `no-seats` (tax, credit) and a `cancelled` one do not. */
    kind: text({ enum: ['line', 'total', 'no-seats', 'cancelled'] }).notNull(),
    customerId: text().notNull().default(''),
    customerName: text().notNull().default(''),
    productId: text().notNull().default(''),
    productName: text().notNull().default(''),
    term: text().notNull().default(''),
    chargeType: text().notNull().default(''),
    quantity: text(),
    unitPrice: text(),
    amount: text(),
    currency: text(),
    /** Why the row's quantity cannot be read; null if it can. */
    problem: text(),
    /** JSON array of the row's cells as the file has them. */
    cells: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.invoiceId, t.row] }),
    check('invoice_line_kind', sql`kind in ('line', 'total', 'no-seats', 'cancelled')`),
  ],
)

/** How to read the columns of a kind of file; a later file with the same headers is recognised. */
export const importProfileTable = sqliteTable('import_profile', {
  name: text().primaryKey(),
  /** JSON (`InvoiceColumns`). */
  columns: text().notNull(),
  /** JSON array: the header row of the file that it was made with. */
  headers: text().notNull(),
  at: integer().notNull(),
})

/** Which tenant or item a customer or product of invoices is. Rows without `removedAt` are in force; the others are history. */
export const mappingTable = sqliteTable(
  'mapping',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: ['customer', 'product'] }).notNull(),
    /** The id or name in the file, normalised for comparison. */
    key: text().notNull(),
    /** The same as written in the file. */
    label: text().notNull(),
    /** Of a customer; null if its lines are left out. */
    tenantId: integer().references(() => tenantTable.id),
    /** Of a product: `petra:unit`, `sku:ID` or `service:NAME`; null if its lines are left out. */
    item: text(),
    /** Why the lines are left out. */
    reason: text(),
    at: integer().notNull(),
    who: text().notNull(),
    removedAt: integer(),
  },
  (t) => [
    uniqueIndex('mapping_open').on(t.kind, t.key).where(sql`removed_at is null`),
    check('mapping_kind', sql`kind in ('customer', 'product')`),
  ],
)

/** Services: SKUs that are billed as one. Append-only: in a month, the row with the latest `fromMonth` up to it applies, then the latest id. */
export const serviceTable = sqliteTable(
  'service',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    /** JSON array of SKU ids; null ends the service. */
    skus: text(),
    /** `people`: who holds at least one of the SKUs; `licences`: the SKUs' holders, added up. */
    counts: text({ enum: ['people', 'licences'] }).notNull(),
    /** Decimal text: a variance of at most this many seats is matched. */
    tolerance: text().notNull(),
    /** `arrears`: billed for the month's own count; `advance`: for the count at the end of the month before. */
    billed: text({ enum: ['arrears', 'advance'] }).notNull(),
    /** Null for all history. */
    fromMonth: text(),
    at: integer().notNull(),
    who: text().notNull(),
  },
  (t) => [index('service_of').on(t.name)],
)

/** People who are not counted for a service at a customer. Append-only; the row in force is found as for services. */
export const serviceExclusionTable = sqliteTable(
  'service_exclusion',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    service: text().notNull(),
    tenantId: integer()
      .notNull()
      .references(() => tenantTable.id),
    /** The vendor's id of the person. */
    person: text().notNull(),
    excluded: integer({ mode: 'boolean' }).notNull(),
    reason: text().notNull(),
    fromMonth: text(),
    at: integer().notNull(),
    who: text().notNull(),
  },
  (t) => [index('service_exclusion_of').on(t.service, t.tenantId, t.person)],
)

/** Decisions about differences. Append-only: the latest of a month, tenant and item is in force. */
export const decisionTable = sqliteTable(
  'reconcile_decision',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    month: text().notNull(),
    tenantId: integer()
      .notNull()
      .references(() => tenantTable.id),
    item: text().notNull(),
    decision: text({ enum: ['accept', 'adjust', 'dispute', 'dismiss', 'reopen'] }).notNull(),
    reason: text().notNull(),
    /** For `adjust`: the quantity to be billed, and from which day. */
    quantity: text(),
    effective: text(),
    /** The last month in which the decision also covers the same difference; null: only its own month. */
    untilMonth: text(),
    /** The numbers at the time of the decision. If they change, it no longer covers the line. */
    billed: text(),
    actual: text(),
    at: integer().notNull(),
    who: text().notNull(),
  },
  (t) => [
    index('reconcile_decision_of').on(t.tenantId, t.item, t.month),
    check('reconcile_decision_kind', sql`decision in ('accept', 'adjust', 'dispute', 'dismiss', 'reopen')`),
  ],
)
