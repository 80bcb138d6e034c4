/** A month's comparison: totals, unmapped names first, the rows, the files. */
import type { ReactElement } from 'react'
import type { ReconcileAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { MappedNames } from './mapped-names.tsx'
import { MonthInvoices } from './month-invoices.tsx'
import classes from './reconcile.module.css'
import { ReconcileFigures } from './reconcile-figures.tsx'
import { RowTable } from './row-table.tsx'
import { UnmappedNames } from './unmapped-names.tsx'

export function ReconcileView({ answer }: { answer: ReconcileAnswer }): ReactElement {
  return (
    <div className={classes.stack}>
      <ReconcileFigures totals={answer.totals} />
      <UnmappedNames names={answer.unmapped} />
      <RowTable key={`${answer.month} ${answer.approvedAt}`} answer={answer} />
      <MonthInvoices month={answer.month} invoices={answer.invoices} />
      <MappedNames />
    </div>
  )
}
