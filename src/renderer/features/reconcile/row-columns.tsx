/** The columns of the comparison. */
import type { ReactElement } from 'react'
import type { ReconcileRow, ReconcileStatus } from '../../../shared/contract/reconcile-answers.ts'
import { Delta } from '../../components/delta.tsx'
import { Missing } from '../../components/missing.tsx'
import type { TableColumn } from '../../components/table-columns.ts'
import { Tag } from '../../components/tag.tsx'
import { formatMoney, formatQuantity, withDates } from '../../lib/format.ts'
import classes from './reconcile.module.css'
import { basisWords, decisionWords, statusWords } from './reconcile-words.ts'

const tones: Record<ReconcileStatus, 'plain' | 'warn' | 'bad' | 'good'> = {
  unmapped: 'bad',
  gap: 'warn',
  under: 'warn',
  over: 'warn',
  matched: 'good',
}

/** A row's status; a decided one says how. */
export function StatusTag({ row }: { row: ReconcileRow }): ReactElement {
  const { status, open, decision } = row
  if (!open && decision !== null && status !== 'matched') {
    return (
      <Tag icon="check" title={`${statusWords[status]}, decided`}>
        {statusText(row)}
      </Tag>
    )
  }
  return <Tag tone={tones[status]}>{statusWords[status]}</Tag>
}

const statusText = ({ status, open, decision }: ReconcileRow): string =>
  !open && decision !== null && status !== 'matched'
    ? `${statusWords[status]}, ${decisionWords[decision.decision].toLowerCase()}`
    : statusWords[status]

/** The column of approved numbers is hidden at first where there is none. */
export const rowColumns = (rows: readonly ReconcileRow[]): TableColumn<ReconcileRow>[] => [
  {
    id: 'client',
    title: 'Client',
    kind: 'text',
    value: (row) => row.client,
    render: (row) => <bdi>{row.client}</bdi>,
    flex: 3,
    minWidth: 130,
  },
  {
    id: 'product',
    title: 'Item',
    kind: 'text',
    value: (row) => row.product,
    render: (row) => <bdi>{row.product}</bdi>,
    flex: 3,
    minWidth: 140,
  },
  { id: 'status', title: 'Status', kind: 'text', value: statusText, render: (row) => <StatusTag row={row} />, width: 134 },
  {
    id: 'actual',
    title: 'Vendor said',
    help: 'What the vendor counts, and what kind of number it is',
    kind: 'number',
    value: (row) => row.actual,
    render: (row) =>
      row.actual === null ? (
        <Missing />
      ) : (
        <>
          {row.basis === null ? null : <span className={classes.basis}>{basisWords[row.basis]}</span>} {formatQuantity(row.actual)}
        </>
      ),
    width: 120,
  },
  {
    id: 'approved',
    title: 'Approved',
    kind: 'number',
    value: (row) => row.approved,
    width: 92,
    hidden: rows.every(({ approved }) => approved === null),
  },
  { id: 'billed', title: 'Invoiced', kind: 'number', value: (row) => row.billed, width: 88 },
  {
    id: 'variance',
    title: 'Variance',
    help: 'Vendor said − invoiced',
    kind: 'delta',
    value: (row) => row.variance,
    render: (row) => <Delta value={row.variance} />,
    width: 88,
  },
  {
    id: 'value',
    title: 'Value',
    help: 'Variance × unit price; positive: billed too little',
    kind: 'number',
    value: (row) => row.value,
    text: (row) => formatMoney(row.value, row.currency),
    width: 100,
  },
  { id: 'note', title: 'Note', kind: 'text', value: (row) => row.note, text: (row) => withDates(row.note), flex: 4, minWidth: 130 },
  {
    id: 'price',
    title: 'Unit price',
    kind: 'number',
    value: (row) => row.unitPrice,
    text: (row) => formatMoney(row.unitPrice, row.currency),
    width: 110,
    hidden: true,
  },
]
