/** The month that Reconcile shows, and the months to choose from. */
import type { MonthsAnswer } from '../../../shared/contract/figure-answers.ts'
import type { InvoiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import type { Address } from '../../lib/address.ts'

/** The address's month, else the newest with an invoice, else the newest month that is over and has figures. Null if there is none. */
export function chosenMonth(address: Address, invoices: readonly InvoiceAnswer[], { months }: MonthsAnswer): string | null {
  if (address.month !== undefined) return address.month
  const invoiced = invoices.map(({ month }) => month).sort()
  const filled = months.filter((each) => each.tenants.with > 0)
  return invoiced.at(-1) ?? (filled.find((each) => !each.open) ?? filled[0])?.month ?? null
}
