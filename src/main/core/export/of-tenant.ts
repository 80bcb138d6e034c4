/** The part of a comparison that is about one tenant. */
import type { ReconcileAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { rowTotals } from '../reconcile/reconcile.ts'

/** A comparison as a whole, or one tenant's rows of it with their totals and the invoices that they are on. */
export function ofTenant(answer: ReconcileAnswer, tenant: number | undefined): ReconcileAnswer {
  if (tenant === undefined) return answer
  const rows = answer.rows.filter((row) => row.tenant === tenant)
  const used = new Set(rows.flatMap(({ parts }) => parts.map(({ invoiceId }) => invoiceId)))
  // A tenant that is on none is missing on each.
  const invoices = used.size === 0 ? answer.invoices : answer.invoices.filter(({ id }) => used.has(id))
  return { ...answer, rows, invoices, totals: { ...answer.totals, ...rowTotals(rows) } }
}
