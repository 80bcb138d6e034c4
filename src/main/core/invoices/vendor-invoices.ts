/** Imports a vendor's own invoices from a recorded snapshot: the same rows as from a file, one invoice for each month that it bills. */
import { and, eq } from 'drizzle-orm'
import type { InvoiceColumns } from '../../../shared/contract/reconcile-answers.ts'
import { parseDecimal } from '../../../shared/domain/decimal.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import { vendorInvoiceProfile } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { invoiceTable } from '../database/schema/reconcile.ts'
import { sha256 } from '../evidence/canonical.ts'
import { parseEntry } from '../evidence/cut.ts'
import { isPossibleDay } from '../evidence/report-time.ts'
import type { InvoiceFacts } from '../vendors/invoice-facts.ts'
import { datasetById } from '../vendors/providers.ts'
import type { InvoiceLine } from './lines.ts'
import { invoiceWrites, unknownInvoice } from './store.ts'

const headers = ['Line', 'SKU', 'Product', 'Description', 'Organisation', 'From', 'To', 'Quantity', 'Unit', 'Amount']

/** Imports the new and changed invoices of a snapshot; the rows of a changed one are replaced. Call in the transaction that records it. */
export function importVendorInvoices(db: WriteDb, snapshot: { id: number; tenantId: number; externalId: string; at: number }): void {
  for (const { body, invoice } of changedInvoices(db, snapshot.id)) {
    removeEarlier(db, fileNameOf(invoice), snapshot.tenantId)
    for (const [month, lines] of Map.groupBy(invoice.lines.map(withMonth(invoice, snapshot.at)), ({ month }) => month)) {
      const stored = lines.map(({ line, row }) => lineOf(invoice, line, row, snapshot.externalId))
      const isWhole = lines.every(
        ({ line }) => line.organisationId === null || normaliseId(line.organisationId) === normaliseId(snapshot.externalId),
      )
      const bytes = Buffer.from(JSON.stringify(stored), 'utf8')
      invoiceWrites['invoice.add'](db, {
        month,
        fileName: fileNameOf(invoice),
        // Two connections can read the same organisation.
        sha256: sha256(`${snapshot.tenantId}\n${body}`).toString('hex'),
        bytes: Buffer.byteLength(body, 'utf8'),
        sheet: '',
        profile: vendorInvoiceProfile,
        columns: { ...columns, currency: invoice.currency, tenant: isWhole ? snapshot.tenantId : null },
        headers,
        lines: bytes,
        at: snapshot.at,
        who: vendorInvoiceProfile,
        replaces: null,
      })
    }
  }
}

/** The vendor's id and the connection of an imported invoice. Throws `NOT_FOUND`, and `BAD_REQUEST` for an imported file. */
export function vendorInvoiceOf(db: ReadDb, id: number): { invoiceId: string; connectionId: number } {
  const row = db.orm.select().from(invoiceTable).where(eq(invoiceTable.id, id)).get()
  if (row === undefined) throw unknownInvoice(id)
  const invoiceId = row.fileName.startsWith(namePrefix) ? row.fileName.slice(namePrefix.length) : null
  const { tenant } = JSON.parse(row.columns) as InvoiceColumns
  const found = db.sqlite
    .prepare<[string | null], { connectionId: number; tenantId: number }>(
      `select se.connection_id connectionId, se.tenant_id tenantId from vendor_id v join entry_row e on e.vendor_id = v.id and e.owner_id = 0
       join series se on se.id = e.series_id and se.dataset = 'genesys.invoices' where v.value = ? order by e.to_number is not null`,
    )
    .all(invoiceId)
  const source = found.find(({ tenantId }) => tenantId === tenant) ?? found[0]
  if (row.profile !== vendorInvoiceProfile || invoiceId === null || source === undefined) {
    throw new AppError('BAD_REQUEST', `Invoice ${id} is an imported file. Only the vendor’s own invoices have a PDF.`, {
      data: { invoice: id },
    })
  }
  return { invoiceId, connectionId: source.connectionId }
}

const columns: InvoiceColumns = { fields: {}, decimal: '.', currency: null, item: null, tenant: null, seatCharges: null }

const namePrefix = 'Genesys invoice '

const fileNameOf = ({ id }: InvoiceFacts): string => `${namePrefix}${id}`

function changedInvoices({ sqlite }: WriteDb, snapshotId: number): { body: string; invoice: InvoiceFacts }[] {
  const dataset = datasetById('genesys.invoices')
  if (dataset.kind !== 'invoices') return []
  const bodies = sqlite
    .prepare<[number], string | null>(
      `select e.body from snapshot s join entry e on e.series_id = s.series_id and e.from_number = s.number and e.owner_id = 0 where s.id = ?`,
    )
    .pluck()
    .all(snapshotId)
  return bodies.flatMap((body) => {
    const invoice = body === null ? null : dataset.invoice(parseEntry(body))
    return body === null || invoice === null ? [] : [{ body, invoice }]
  })
}

/** Only of this tenant: another organisation at the same vendor may have an invoice with the same number. */
function removeEarlier(db: WriteDb, fileName: string, tenantId: number): void {
  const earlier = db.orm
    .select({ id: invoiceTable.id, columns: invoiceTable.columns })
    .from(invoiceTable)
    .where(and(eq(invoiceTable.fileName, fileName), eq(invoiceTable.profile, vendorInvoiceProfile)))
    .all()
  for (const { id, columns } of earlier) {
    const { tenant } = JSON.parse(columns) as InvoiceColumns
    if (tenant === null || tenant === tenantId) invoiceWrites['invoice.remove'](db, { id })
  }
}

type VendorLine = InvoiceFacts['lines'][number]

/**
 * A line belongs to the month in which its period ends, as billing periods do; without a period, to the invoice's month. Missing and impossible days are
 * ignored; if there is no other, the line belongs to the month in which it was received (ms), so that none is lost.
 */
const withMonth =
  ({ invoicedOn }: InvoiceFacts, receivedAt: number) =>
  (line: VendorLine, index: number): { line: VendorLine; row: number; month: string } => ({
    line,
    row: index + 1,
    month: ([line.end, line.start, invoicedOn].find((day) => day !== null && isPossibleDay(day, receivedAt)) ?? isoTime(receivedAt)).slice(
      0,
      7,
    ),
  })

function lineOf({ currency }: InvoiceFacts, line: VendorLine, row: number, ownId: string): InvoiceLine {
  const { sku, product, description, quantity, amount } = line
  const productKey = sku ?? product
  return {
    row,
    // Tax, discounts and rounding have no product.
    kind: productKey === null || quantity === null ? 'no-seats' : 'line',
    customerId: normaliseId(line.organisationId ?? ownId),
    customerName: line.organisation ?? '',
    productId: productKey === null ? '' : `charge:${productKey}`,
    productName: product ?? sku ?? description ?? '',
    term: '',
    chargeType: description ?? '',
    quantity,
    unitPrice: unitPriceOf(amount, quantity),
    amount,
    currency,
    problem: null,
    cells: [line.id, sku, product, description, line.organisation, line.start, line.end, quantity, line.unit, amount].map(
      (cell) => cell ?? '',
    ),
  }
}

/** Amount ÷ quantity, since the vendor states no price; null if that has more than six decimal places. */
function unitPriceOf(amount: string | null, quantity: string | null): string | null {
  const [total, count] = [parseDecimal(amount), parseDecimal(quantity)]
  if (total === null || count === null || count.eq(0)) return null
  const price = total.div(count).round(6)
  return price.times(count).eq(total) ? price.toFixed() : null
}
