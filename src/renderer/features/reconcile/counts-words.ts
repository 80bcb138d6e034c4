/** The counts of a file's rows as text. */
import type { InvoiceCounts } from '../../../shared/contract/reconcile-answers.ts'
import { formatCount, formatQuantity } from '../../lib/format.ts'

export function countsWords({ lines, totals, noSeats, cancelled, unreadable }: InvoiceCounts): string {
  return [
    formatCount(lines, 'line', 'lines'),
    ...(totals > 0 ? [`${formatCount(totals, 'total', 'totals')} left out`] : []),
    ...(noSeats > 0 ? [`${formatCount(noSeats, 'charge', 'charges')} without seats left out`] : []),
    ...(cancelled > 0 ? [`${formatQuantity(cancelled)} cancelled before the month`] : []),
    ...(unreadable > 0 ? [`${formatQuantity(unreadable)} with an unreadable quantity`] : []),
  ].join(', ')
}
