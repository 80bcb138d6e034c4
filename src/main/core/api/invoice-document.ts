/** The vendor's own document of an invoice that was imported from the vendor. */
import { AppError } from '../base/errors.ts'
import { readConnections } from '../connections/read.ts'
import { openConnection, type SessionSources } from '../connections/sessions.ts'
import type { ReadDb } from '../database/db.ts'
import { vendorInvoiceOf } from '../invoices/vendor-invoices.ts'

/** Fetches the document of an invoice, given our id. Throws `NOT_FOUND`, `BAD_REQUEST` for an imported file, and the vendor's errors. */
export async function invoiceDocument(
  deps: SessionSources & { reader: ReadDb },
  id: number,
  signal: AbortSignal,
): Promise<{ name: string; bytes: Uint8Array }> {
  const invoice = vendorInvoiceOf(deps.reader, id)
  const row = readConnections(deps.reader).find((each) => each.id === invoice.connectionId)
  const session = row === undefined ? null : openConnection(row, deps)
  if (session?.document === undefined)
    throw new AppError('NOT_FOUND', `The connection of invoice ${id} was removed, so its document cannot be downloaded.`, {
      data: { invoice: id },
    })
  return { name: `${invoice.invoiceId.replaceAll(/[^\w.-]+/g, '_')}.pdf`, bytes: await session.document(invoice.invoiceId, signal) }
}
