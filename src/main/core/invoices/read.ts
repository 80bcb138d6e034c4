/** Reads stored invoices, their lines and the user's profiles. */

import { eq } from 'drizzle-orm'
import type { ImportProfile, InvoiceAnswer, InvoiceColumns, InvoiceCounts } from '../../../shared/contract/reconcile-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared, preparedRows } from '../database/prepared.ts'
import { importProfileTable, invoiceTable } from '../database/schema/reconcile.ts'

/** A month's invoices in order of import; without a month, all invoices. */
export function listInvoices(db: ReadDb, month?: string): InvoiceAnswer[] {
  const rows = db.orm
    .select()
    .from(invoiceTable)
    .where(month === undefined ? undefined : eq(invoiceTable.month, month))
    .orderBy(invoiceTable.id)
    .all()
  return rows.map((row) => ({
    id: row.id,
    month: row.month,
    fileName: row.fileName,
    sha256: row.sha256.toString('hex'),
    bytes: row.bytes,
    sheet: row.sheet === '' ? null : row.sheet,
    profile: row.profile,
    columns: JSON.parse(row.columns) as InvoiceColumns,
    broughtInAt: isoTime(row.broughtInAt),
    broughtInBy: row.broughtInBy,
    counts: countsOf(db, row.id),
    wipedLines: row.wipedLines,
  }))
}

function countsOf({ sqlite }: ReadDb, invoiceId: number): InvoiceCounts {
  return prepared<[number], InvoiceCounts>(
    sqlite,
    `select count(*) filter (where kind = 'line') lines, count(*) filter (where kind = 'total') totals,
       count(*) filter (where kind = 'no-seats') noSeats, count(*) filter (where kind = 'cancelled') cancelled,
       count(*) filter (where problem is not null) unreadable
     from invoice_line where invoice_id = ?`,
  ).get(invoiceId)!
}

/** A line that counts, without the cells of its row. */
export type StoredLine = [
  invoiceId: number,
  row: number,
  customerId: string,
  customerName: string,
  productId: string,
  productName: string,
  term: string,
  chargeType: string,
  quantity: string | null,
  unitPrice: string | null,
  amount: string | null,
  currency: string | null,
  problem: string | null,
]

/** The lines of a month that count, in file order. By position, since there may be a hundred thousand. */
export function linesOfMonth({ sqlite }: ReadDb, month: string): StoredLine[] {
  return preparedRows<StoredLine>(
    sqlite,
    `select l.invoice_id, l.row, l.customer_id, l.customer_name, l.product_id, l.product_name, l.term, l.charge_type, l.quantity, l.unit_price, l.amount,
       l.currency, l.problem
     from invoice i join invoice_line l on l.invoice_id = i.id where i.month = ? and l.kind = 'line' order by i.id, l.row`,
  ).all(month)
}

/** How the columns of a month's invoices were read, by invoice. */
export function columnsOfMonth({ sqlite }: ReadDb, month: string): Map<number, InvoiceColumns> {
  const rows = preparedRows<[number, string]>(sqlite, 'select id, columns from invoice where month = ?').all(month)
  return new Map(rows.map(([id, columns]) => [id, JSON.parse(columns) as InvoiceColumns]))
}

/** Other months that have the same file. */
export function monthsOfFile({ sqlite }: ReadDb, sha256: string, except: string): string[] {
  return preparedRows<[string]>(sqlite, 'select distinct month from invoice where sha256 = ? and month <> ? order by month')
    .all(Buffer.from(sha256, 'hex'), except)
    .map(([month]) => month)
}

/** The user's own profiles, by name. */
export function ownProfiles(db: ReadDb): ImportProfile[] {
  return db.orm
    .select()
    .from(importProfileTable)
    .orderBy(importProfileTable.name)
    .all()
    .map(({ name, columns, headers }) => ({
      name,
      builtIn: false,
      columns: JSON.parse(columns) as InvoiceColumns,
      recognisedBy: JSON.parse(headers) as string[],
    }))
}
