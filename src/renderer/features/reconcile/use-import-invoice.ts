/** Imports a file into a month; can be undone unless it replaced another one. */
import type { UseMutationResult } from '@tanstack/react-query'
import type { RouteInput, RouteOutput } from '../../../shared/contract/routes.ts'
import { ask } from '../../lib/api.ts'
import { formatCount, formatMonth, withDates } from '../../lib/format.ts'
import { notify, notifyUndoable } from '../../lib/notice-store.ts'
import { useChange } from '../../lib/query.ts'

export function useImportInvoice(): UseMutationResult<RouteOutput<'invoices.add'>, Error, RouteInput<'invoices.add'>> {
  return useChange('invoices.add', {
    onDone: ({ replaces }, { invoice, unchanged, notes }) => {
      const month = formatMonth(invoice.month)
      if (unchanged) return notify(`${invoice.fileName} was already imported for ${month} in the same way. Nothing changed.`)
      const did = [
        `${invoice.fileName}: ${formatCount(invoice.counts.lines, 'line', 'lines')} imported for ${month}.`,
        ...notes.map(withDates),
      ]
      // The replaced file is not stored.
      if (replaces !== undefined) return notify(did.join(' '))
      notifyUndoable({ did: did.join(' '), undo: () => ask('invoices.remove', { id: invoice.id }) })
    },
  })
}
