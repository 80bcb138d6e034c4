/** Stores invoices and profiles. */
import { and, eq } from 'drizzle-orm'
import type { ImportProfile, InvoiceColumns } from '../../../shared/contract/reconcile-answers.ts'
import { AppError } from '../base/errors.ts'
import type { WriteDb } from '../database/db.ts'
import { importProfileTable, invoiceLineTable, invoiceTable } from '../database/schema/reconcile.ts'
import type { InvoiceLine } from './lines.ts'

/** An invoice before it is stored. */
export interface NewInvoice {
  month: string
  fileName: string
  /** Hex. */
  sha256: string
  bytes: number
  sheet: string
  profile: string | null
  columns: InvoiceColumns
  headers: string[]
  /** JSON of `InvoiceLine[]`, in UTF-8: parsed here, in the writer's thread. */
  lines: Uint8Array
  at: number
  who: string
  /** The invoice of the same month that this one replaces. */
  replaces: number | null
}

/** The writes of invoices. */
export const invoiceWrites = {
  /**
   * Stores an invoice with its lines. The same file of the same month with the same columns changes nothing; with other columns, its lines are
   * replaced. Throws `NOT_FOUND` for an unknown invoice to replace.
   */
  'invoice.add': (db: WriteDb, { lines, replaces, sha256, at, who, ...invoice }: NewInvoice): { id: number; unchanged: boolean } => {
    const hash = Buffer.from(sha256, 'hex')
    const columns = JSON.stringify(invoice.columns)
    const same = db.orm
      .select()
      .from(invoiceTable)
      .where(and(eq(invoiceTable.month, invoice.month), eq(invoiceTable.sha256, hash), eq(invoiceTable.sheet, invoice.sheet)))
      .get()
    if (same !== undefined && same.columns === columns && same.wipedLines === 0) {
      if (replaces !== null && replaces !== same.id) removeInvoice(db, replaces)
      return { id: same.id, unchanged: true }
    }
    if (replaces !== null && replaces !== same?.id) removeInvoice(db, replaces)
    if (same !== undefined) removeInvoice(db, same.id)
    const { id } = db.orm
      .insert(invoiceTable)
      .values({ ...invoice, sha256: hash, columns, headers: JSON.stringify(invoice.headers), broughtInAt: at, broughtInBy: who })
      .returning({ id: invoiceTable.id })
      .get()
    insertLines(db, id, JSON.parse(new TextDecoder().decode(lines)) as InvoiceLine[])
    return { id, unchanged: false }
  },

  /** Removes an invoice with its lines. Throws `NOT_FOUND`. */
  'invoice.remove': (db: WriteDb, { id }: { id: number }): void => removeInvoice(db, id),

  /** Saves a profile; replaces one with the same name. */
  'profile.set': (db: WriteDb, { name, columns, recognisedBy, at }: Omit<ImportProfile, 'builtIn'> & { at: number }): void => {
    const values = { columns: JSON.stringify(columns), headers: JSON.stringify(recognisedBy), at }
    db.orm
      .insert(importProfileTable)
      .values({ name, ...values })
      .onConflictDoUpdate({ target: importProfileTable.name, set: values })
      .run()
  },

  /** Removes a profile; invoices read with it stay. Throws `NOT_FOUND`. */
  'profile.remove': (db: WriteDb, { name }: { name: string }): void => {
    const { changes } = db.orm.delete(importProfileTable).where(eq(importProfileTable.name, name)).run()
    if (changes === 0) throw new AppError('NOT_FOUND', `There is no profile "${name}" of your own.`, { data: { profile: name } })
  },
}

function removeInvoice(db: WriteDb, id: number): void {
  db.orm.delete(invoiceLineTable).where(eq(invoiceLineTable.invoiceId, id)).run()
  const { changes } = db.orm.delete(invoiceTable).where(eq(invoiceTable.id, id)).run()
  if (changes === 0) throw unknownInvoice(id)
}

/** No invoice has this id. */
export const unknownInvoice = (id: number): AppError =>
  new AppError('NOT_FOUND', `There is no invoice ${id}. See the invoices of the month for their numbers.`, { data: { invoice: id } })

function insertLines({ sqlite }: WriteDb, invoiceId: number, lines: readonly InvoiceLine[]): void {
  const insert = sqlite.prepare(
    `insert into invoice_line (invoice_id, row, kind, customer_id, customer_name, product_id, product_name, term, charge_type, quantity, unit_price, amount,
       currency, problem, cells)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  // Values by position: by name, each would be looked up for each of up to 100,000 lines.
  for (const line of lines) {
    insert.run([
      invoiceId,
      line.row,
      line.kind,
      line.customerId,
      line.customerName,
      line.productId,
      line.productName,
      line.term,
      line.chargeType,
      line.quantity,
      line.unitPrice,
      line.amount,
      line.currency,
      line.problem,
      JSON.stringify(line.cells),
    ])
  }
}
