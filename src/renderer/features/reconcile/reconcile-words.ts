/** Display texts of invoices and of their comparison. */
import type { ActualBasis, DecisionAnswer, InvoiceField, ReconcileStatus } from '../../../shared/contract/reconcile-answers.ts'

export const statusWords: Record<ReconcileStatus, string> = {
  unmapped: 'Unmapped',
  gap: 'Gap',
  under: 'Under',
  over: 'Over',
  matched: 'Matched',
}

/** The basis of the actual number. */
export const basisWords: Record<ActualBasis, string> = {
  settled: 'settled',
  projected: 'projected',
  recounted: 'recounted',
  holders: 'holders',
  people: 'people',
  licences: 'licences',
  billable: 'committed and over',
  contract: 'contract',
  gone: 'no longer listed',
}

export const decisionWords: Record<DecisionAnswer['decision'], string> = {
  accept: 'Accepted',
  adjust: 'Adjusted',
  dispute: 'Disputed',
  dismiss: 'Dismissed',
  reopen: 'Reopened',
}

/** The fields that a column can be mapped to, in the order of the form. */
export const fieldWords: Record<InvoiceField, string> = {
  customerName: 'Customer’s name',
  customerId: 'Customer’s id',
  productName: 'Product’s name',
  productId: 'Product’s id',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  amount: 'Amount',
  currency: 'Currency',
  term: 'Term',
  chargeType: 'Charge type',
  productVariant: 'Second part of the product’s id',
  cancelled: 'Cancelled on',
}

/** "2 unmapped lines are in no total", or null. */
export function unmappedWords(lines: number): string | null {
  if (lines === 0) return null
  return lines === 1 ? '1 unmapped line is not in any total' : `${lines} unmapped lines are not in any total`
}
