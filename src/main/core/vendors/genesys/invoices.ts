/** The organisation's invoices with their lines. A preview API, which the vendor may change at any time. */
import { Temporal } from 'temporal-polyfill'
import { isoTime } from '../../../../shared/domain/iso-time.ts'
import type { Json, JsonObject } from '../../../../shared/domain/json.ts'
import type { Clock } from '../../base/clock.ts'
import type { Answer } from '../provider.ts'
import { textOf, utcDayOf } from './charges.ts'
import type { GenesysClient } from './client.ts'
import { billingPermission } from './contracts.ts'
import { utcDay } from './cycle.ts'
import type { Organisation } from './organisations.ts'
import { type Asker, changed, createAsker, readByCursor } from './pages.ts'

/** The path of the invoices. */
export const invoicesPath = '/api/v2/billing/contracts/invoices'

/** The published maximum for invoices and for lines. */
const pageSize = '200'

/** How many months of invoices are requested each time. A correction of an older invoice is a new invoice. */
const monthsBack = 13

const what = 'invoices (a preview of the vendor)'

/**
 * Fetches the invoices of the last thirteen months with all their lines. Throws `VENDOR_FORBIDDEN`, `VENDOR_NOT_FOUND` if the preview no longer
 * exists, `UNREADABLE_ANSWER` if it has changed, and what the client throws.
 */
export async function fetchInvoices(
  { client, clock }: { client: GenesysClient; clock: Clock },
  own: () => Promise<Organisation>,
  signal: AbortSignal,
): Promise<Answer> {
  const asker = createAsker(client, { what, permission: billingPermission }, signal)
  const today = utcDay(clock.now())
  const dateStart = Temporal.PlainDate.from(today).subtract({ months: monthsBack }).with({ day: 1 }).toString()
  const listed = await readByCursor(asker, what, invoicesPath, { pageSize, dateStart, dateEnd: today })
  const invoices: JsonObject[] = []
  for (const invoice of listed) invoices.push(await withLines(asker, invoice))
  const answer = { readAt: isoTime(clock.now()), organization: { id: (await own()).id }, invoices }
  return { bytes: new TextEncoder().encode(JSON.stringify(answer)), trace: asker.trace() }
}

/** An invoice without its payment link, which gives access like a credential. */
async function withLines(asker: Asker, { paymentLink: _, ...invoice }: JsonObject): Promise<JsonObject> {
  const id = textOf(invoice.id)
  if (id === null) throw changed(what, 'an invoice has no id')
  const lines: Json[] = await readByCursor(asker, `lines of the ${what}`, `${invoicesPath}/${encodeURIComponent(id)}/lines`, { pageSize })
  return { ...invoice, lines }
}

/** The path of an invoice's document. */
export const documentPath = (invoiceId: string): string => `${invoicesPath}/${encodeURIComponent(invoiceId)}/document`

/** The day of an invoice; null if the vendor sends none. */
export const invoicedOn = (invoice: JsonObject): string | null => utcDayOf(invoice.dateInvoiced)
