/** The columns of the comparison. */
import type { ReactElement } from 'react'
import type { ReconcileRow, ReconcileStatus } from '../../../shared/contract/reconcile-answers.ts'
import { MiddleCut } from '../../components/middle-cut.tsx'
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

/** A row's status, with a tick if a decision closes it; the note names the decision. */
export function StatusTag({ row: { status, open, decision } }: { row: ReconcileRow }): ReactElement {
  const decided = !open && decision !== null && status !== 'matched'
  return decided ? (
    <Tag icon="check" title={decisionWords[decision.decision]}>
      {statusWords[status]}
    </Tag>
  ) : (
    <Tag tone={tones[status]}>{statusWords[status]}</Tag>
  )
}

/**
 * The column of approved numbers is initially hidden if there are none. In a narrow window status and note are, to make room for names and amounts:
 * the variance shows whether a row is under or over, and its details have the note.
 */
export const rowColumns = (rows: readonly ReconcileRow[], isNarrow = false): TableColumn<ReconcileRow>[] => [
  {
    id: 'client',
    title: 'Client',
    kind: 'text',
    value: (row) => row.client,
    render: (row) => <MiddleCut>{row.client}</MiddleCut>,
    flex: 4,
    minWidth: 130,
  },
  {
    id: 'product',
    title: 'Item',
    kind: 'text',
    value: (row) => row.product,
    render: (row) => <MiddleCut>{row.product}</MiddleCut>,
    flex: 4,
    minWidth: 130,
  },
  {
    id: 'status',
    title: 'Status',
    kind: 'text',
    value: (row) => statusWords[row.status],
    render: (row) => <StatusTag row={row} />,
    width: 114,
    hidden: isNarrow,
  },
  {
    id: 'actual',
    title: 'Vendor said',
    help: 'The vendor’s number and its kind',
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
    width: 112,
  },
  {
    id: 'approved',
    title: 'Approved',
    kind: 'number',
    value: (row) => row.approved,
    width: 92,
    hidden: rows.every(({ approved }) => approved === null),
  },
  { id: 'billed', title: 'Invoiced', kind: 'number', value: (row) => row.billed, width: 82 },
  {
    id: 'variance',
    title: 'Variance',
    help: 'Vendor − invoiced',
    kind: 'delta',
    value: (row) => row.variance,
    width: 84,
  },
  {
    id: 'value',
    title: 'Value',
    help: 'Variance × unit price. Positive: billed too little.',
    kind: 'number',
    value: (row) => row.value,
    text: (row) => formatMoney(row.value, row.currency),
    width: 106,
  },
  {
    id: 'note',
    title: 'Note',
    kind: 'text',
    value: (row) => row.note,
    text: (row) => withDates(row.note),
    flex: 3,
    minWidth: 130,
    hidden: isNarrow,
  },
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
