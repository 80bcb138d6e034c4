/** Reduces a comparison to one tenant. */
import type { ReconcileAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { rowTotals } from '../reconcile/reconcile.ts'

/** The whole comparison, or one tenant's rows with their totals and invoices. */
export function reconcileOfTenant(answer: ReconcileAnswer, tenant: number | undefined): ReconcileAnswer {
  if (tenant === undefined) return answer
  const rows = answer.rows.filter((row) => row.tenant === tenant)
  const used = new Set(rows.flatMap(({ parts }) => parts.map(({ invoiceId }) => invoiceId)))
  // A tenant that is on no invoice is missing on all of them.
  const invoices = used.size === 0 ? answer.invoices : answer.invoices.filter(({ id }) => used.has(id))
  return { ...answer, rows, invoices, totals: { ...answer.totals, ...rowTotals(rows) } }
}
