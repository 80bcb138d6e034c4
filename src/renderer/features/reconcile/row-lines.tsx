/** The invoice lines that a row adds up. */
import { type ReactElement, useMemo } from 'react'
import type { InvoicePart } from '../../../shared/contract/reconcile-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { formatMoney } from '../../lib/format.ts'

const allColumns: TableColumn<InvoicePart>[] = [
  { id: 'row', title: 'Row in file', kind: 'number', value: ({ row }) => row, width: 98 },
  { id: 'quantity', title: 'Quantity', kind: 'number', value: ({ quantity }) => quantity, width: 92 },
  {
    id: 'price',
    title: 'Unit price',
    kind: 'number',
    value: ({ unitPrice }) => unitPrice,
    text: ({ unitPrice, currency }) => formatMoney(unitPrice, currency),
    width: 104,
  },
  {
    id: 'amount',
    title: 'Amount',
    kind: 'number',
    value: ({ amount }) => amount,
    text: ({ amount, currency }) => formatMoney(amount, currency),
    width: 110,
  },
  { id: 'term', title: 'Term', kind: 'text', value: ({ term }) => term, width: 90 },
  { id: 'charge', title: 'Charge type', kind: 'text', value: ({ chargeType }) => chargeType, flex: 1, minWidth: 100 },
  { id: 'problem', title: 'Problem', kind: 'text', value: ({ problem }) => problem, flex: 1, minWidth: 100 },
]

/** Columns without values are left out. */
export function RowLines({ parts }: { parts: InvoicePart[] }): ReactElement {
  const columns = useMemo(() => allColumns.filter(({ value }) => parts.some((part) => value(part) !== null)), [parts])
  return (
    <DataTable
      label="Invoice lines"
      columns={columns}
      rows={parts}
      rowId={({ invoiceId, row }) => `${invoiceId} ${row}`}
      unit={['line', 'lines']}
      maxRows={6}
      bare
    />
  )
}
