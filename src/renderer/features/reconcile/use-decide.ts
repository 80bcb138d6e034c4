/** Decides about rows; undoing it restores each row's previous decision, or reopens the row. */
import type { UseMutationResult } from '@tanstack/react-query'
import type { ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import type { RouteInput, RouteOutput } from '../../../shared/contract/routes.ts'
import { ask } from '../../lib/api.ts'
import { formatCount } from '../../lib/format.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { decisionWords } from './reconcile-words.ts'

type Decide = RouteInput<'reconcile.decide'>

/** A row that can be decided about: its customer and item are mapped. */
export type DecidableRow = ReconcileRow & { tenant: number; item: string }

/** Mapped and compared. */
export const isMapped = (row: ReconcileRow): row is DecidableRow => row.tenant !== null && row.item !== null && row.status !== 'unmapped'

export function useDecide(rows: readonly DecidableRow[], month: string): UseMutationResult<RouteOutput<'reconcile.decide'>, Error, Decide> {
  const undo = earlierStates(rows, month)
  const [first] = rows
  const subject = rows.length === 1 && first !== undefined ? `${first.client}, ${first.product}` : formatCount(rows.length, 'row', 'rows')
  return useUndoable('reconcile.decide', ({ decision }) => ({
    did: `${decisionWords[decision]}: ${subject}.`,
    undo: async () => {
      for (const each of undo) await ask('reconcile.decide', each)
    },
  }))
}

/** The tenant and item that a decision is about. */
export const subjectOf = ({ tenant, item }: DecidableRow) => ({ tenant, item })

/** The decisions that restore the rows' current state: one for all open rows, and one for each row that a decision closes. */
function earlierStates(rows: readonly DecidableRow[], month: string): Decide[] {
  const open = rows.filter((row) => row.open || row.decision === null)
  const decided = rows.flatMap((row) => (row.open || row.decision === null ? [] : [{ row, decision: row.decision }]))
  return [
    ...(open.length === 0 ? [] : [{ month, rows: open.map(subjectOf), decision: 'reopen' as const, reason: 'undone' }]),
    ...decided.map(({ row, decision: { decision, quantity, effective, until, reason, who } }) => ({
      month,
      rows: [subjectOf(row)],
      decision,
      reason,
      who,
      ...(quantity === null ? {} : { quantity }),
      ...(effective === null ? {} : { effective }),
      ...(until === null ? {} : { until }),
    })),
  ]
}
