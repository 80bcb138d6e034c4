/** A month's comparison: totals, unmapped names first, the rows, the steps of closing the month if nothing is open, the invoices. */
import type { ReactElement } from 'react'
import type { ReconcileAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { ClosePanel } from '../close/close-panel.tsx'
import { MappedNames } from './mapped-names.tsx'
import { MonthInvoices } from './month-invoices.tsx'
import { ReconcileFigures } from './reconcile-figures.tsx'
import { RowTable } from './row-table.tsx'
import { SavedProfiles } from './saved-profiles.tsx'
import { Services } from './services.tsx'
import { UnmappedNames } from './unmapped-names.tsx'

export function ReconcileView({ answer }: { answer: ReconcileAnswer }): ReactElement {
  return (
    <div className="stack">
      <ReconcileFigures totals={answer.totals} />
      <UnmappedNames names={answer.unmapped} />
      <RowTable key={`${answer.month} ${answer.approvedAt}`} answer={answer} />
      {answer.totals.open === 0 && answer.rows.length > 0 ? <ClosePanel month={answer.month} /> : null}
      <MonthInvoices month={answer.month} invoices={answer.invoices} />
      <Services month={answer.month} />
      <MappedNames />
      <SavedProfiles />
    </div>
  )
}
