/** Fetches an invoice's document at a user's request. Its address expires soon and is not stored. */
import { AppError } from '../../base/errors.ts'
import type { PacedHttp } from '../http.ts'
import { textOf } from './charges.ts'
import { type GenesysClient, genesysSpacingMs } from './client.ts'
import { billingPermission } from './contracts.ts'
import { documentPath } from './invoices.ts'
import { changed, createAsker } from './pages.ts'

const what = 'invoice documents (a preview of the vendor)'

/**
 * Fetches the document as PDF. The token is not sent to the address that Genesys returns. Throws `VENDOR_FORBIDDEN`, `VENDOR_NOT_FOUND`,
 * `UNREADABLE_ANSWER` and what the client throws.
 */
export async function fetchInvoiceDocument(
  client: GenesysClient,
  http: PacedHttp,
  invoiceId: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const asker = createAsker(client, { what, permission: billingPermission }, signal)
  const url = URL.parse(textOf((await asker.askObject(documentPath(invoiceId), {})).url) ?? '')
  if (url === null) throw changed(what, 'the address of the document is missing')
  const request = {
    method: 'GET' as const,
    url,
    route: 'genesys invoice documents',
    spacingMs: genesysSpacingMs,
    headers: { Accept: 'application/pdf' },
  }
  const { status, bytes } = await http.send(request, signal)
  if (status !== 200) {
    throw new AppError('VENDOR_ERROR', `Genesys’s document store responded with ${status}. Its addresses expire quickly, so try again.`, {
      data: { status },
    })
  }
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') !== '%PDF-') throw changed(what, 'the document is not a PDF')
  return bytes
}
