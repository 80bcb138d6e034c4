/** The columns of a file as chosen by the user. */
import type { InvoiceColumns } from '../../../shared/contract/reconcile-answers.ts'
import type { Reading } from './use-preview.ts'

export const noColumns: InvoiceColumns = { fields: {}, decimal: null, currency: null, item: null, tenant: null, seatCharges: null }

/** The current choice in the form of an answer; null before any choice. */
export function columnsInput({ columns }: Reading): InvoiceColumns | null {
  if (columns === undefined) return null
  const { fields = {}, decimal = null, currency = null, item = null, tenant, seatCharges = null } = columns
  return { fields, decimal, currency, item, tenant: typeof tenant === 'number' ? tenant : null, seatCharges }
}

/** The columns in the form of a request, without unknown ones. */
export function toInput({ fields, decimal, currency, item, tenant, seatCharges }: InvoiceColumns): NonNullable<Reading['columns']> {
  return {
    fields,
    ...(decimal === null ? {} : { decimal }),
    ...(currency === null ? {} : { currency }),
    ...(item === null ? {} : { item }),
    ...(tenant === null ? {} : { tenant }),
    ...(seatCharges === null ? {} : { seatCharges }),
  }
}

/** Whether each line has a customer, a product and a quantity. */
export function isComplete(columns: InvoiceColumns | null): boolean {
  if (columns === null) return false
  const { fields, item, tenant } = columns
  return (
    (fields.customerId !== undefined || fields.customerName !== undefined || tenant !== null) &&
    (fields.productId !== undefined || fields.productName !== undefined || item !== null) &&
    fields.quantity !== undefined
  )
}
