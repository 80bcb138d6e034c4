/** Decides about a row; undoing it restores the decision before, or reopens the row. */
import type { UseMutationResult } from '@tanstack/react-query'
import type { ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import type { RouteInput, RouteOutput } from '../../../shared/contract/routes.ts'
import { ask } from '../../lib/api.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { decisionWords } from './reconcile-words.ts'

/** What a decision is about. */
export interface RowSubject {
  tenant: number
  item: string
}

export function useDecide(
  row: ReconcileRow,
  subject: RowSubject,
  month: string,
): UseMutationResult<RouteOutput<'reconcile.decide'>, Error, RouteInput<'reconcile.decide'>> {
  const undo = earlierState(row, subject, month)
  const subjectWords = `${row.client}, ${row.product}`
  return useUndoable('reconcile.decide', ({ decision }) => ({
    did: `${decisionWords[decision]}: ${subjectWords}.`,
    undo: () => ask('reconcile.decide', undo),
  }))
}

/** The decision that puts the row back as it is now. One that no longer covers the row left it open, as reopening does. */
function earlierState({ open, decision }: ReconcileRow, subject: RowSubject, month: string): RouteInput<'reconcile.decide'> {
  const base = { month, rows: [subject] }
  if (open || decision === null) return { ...base, decision: 'reopen', reason: 'undone' }
  const { quantity, effective, until, reason, who } = decision
  return {
    ...base,
    decision: decision.decision,
    reason,
    who,
    ...(quantity === null ? {} : { quantity }),
    ...(effective === null ? {} : { effective }),
    ...(until === null ? {} : { until }),
  }
}
