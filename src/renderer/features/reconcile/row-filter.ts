/** Filters the rows of the comparison. */
import type { ReconcileRow, ReconcileStatus } from '../../../shared/contract/reconcile-answers.ts'
import { statusWords } from './reconcile-words.ts'

export type RowFilter = 'open' | 'all' | ReconcileStatus

const filters: RowFilter[] = ['open', 'all', 'unmapped', 'under', 'over', 'gap', 'matched']

export const fitsFilter = (row: ReconcileRow, filter: RowFilter): boolean =>
  filter === 'all' || (filter === 'open' ? row.open : row.status === filter)

/** The choices with their counts, without those that have no rows, except the chosen one. */
export function filterChoices(rows: readonly ReconcileRow[], chosen: RowFilter): { value: RowFilter; label: string }[] {
  return filters
    .map((value) => ({ value, count: rows.filter((row) => fitsFilter(row, value)).length }))
    .filter(({ value, count }) => count > 0 || value === 'open' || value === 'all' || value === chosen)
    .map(({ value, count }) => ({ value, label: `${value === 'open' ? 'Open' : value === 'all' ? 'All' : statusWords[value]} (${count})` }))
}
