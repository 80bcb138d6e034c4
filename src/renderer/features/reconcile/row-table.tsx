/** The rows of the comparison. Deciding a row moves the focus to the next open one, so that a month can be processed by keyboard. */
import { Button, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react'
import type { ReconcileAnswer, ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import { DataTable } from '../../components/data-table.tsx'
import type { TableHandle } from '../../components/data-table-props.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { RuleLink } from '../../components/rule-link.tsx'
import { hiddenKey } from '../../components/table-columns.ts'
import { formatMonth } from '../../lib/format.ts'
import { rowIds } from '../../lib/row-ids.ts'
import { DecideDialog } from './decide-dialog.tsx'
import classes from './reconcile.module.css'
import { rowColumns } from './row-columns.tsx'
import { RowDrawer } from './row-drawer.tsx'
import { filterChoices, fitsFilter, type RowFilter } from './row-filter.ts'
import { type DecidableRow, isMapped } from './use-decide.ts'

/** The same id before and after a decision. */
const idOf = ({ tenant, item, client, product }: ReconcileRow): string =>
  tenant !== null && item !== null ? `${tenant} ${item}` : `${tenant ?? client}\n${item ?? product}`

export function RowTable({ answer: { rows, month, approvedAt } }: { answer: ReconcileAnswer }): ReactElement {
  const [filter, setFilter] = useState<RowFilter>(() => (rows.some(({ open }) => open) ? 'open' : 'all'))
  /** The opened row, and the next open row in the order shown when it was opened. */
  const [open, setOpen] = useState<{ id: string; next: string | null } | null>(null)
  /** The row to focus when the decided one is no longer open in the answer. */
  const [next, setNext] = useState<{ decided: string; focus: string | null } | null>(null)
  const [selected, setSelected] = useState<readonly ReconcileRow[]>([])
  const [deciding, setDeciding] = useState<DecidableRow[] | null>(null)
  const table = useRef<TableHandle<ReconcileRow>>(null)
  const rowId = useMemo(() => rowIds(rows, idOf), [rows])
  const isNarrow = useMediaQuery('(max-width: 860px)', undefined, { getInitialValueInEffect: false })
  const columns = useMemo(() => rowColumns(rows, isNarrow), [rows, isNarrow])
  const listed = useMemo(() => rows.filter((row) => fitsFilter(row, filter)), [rows, filter])
  const opened = open === null ? null : (rows.find((row) => rowId(row) === open.id) ?? null)

  useEffect(() => {
    if (next === null || rows.some((row) => rowId(row) === next.decided && row.open)) return
    if (next.focus === null) document.getElementById('content')?.focus()
    else table.current?.focusRow(next.focus)
    setNext(null)
  }, [next, rows, rowId])

  /** The grid also calls it whenever the filter changes. */
  const onSelect = (now: ReconcileRow[]): void => setSelected((before) => (before.length === 0 && now.length === 0 ? before : now))
  const nextOpen = (afterId: string | null): ReconcileRow | null => table.current?.nextRow(afterId, isDecidable) ?? null
  const onOpen = (row: ReconcileRow): void => {
    const following = nextOpen(rowId(row))
    setOpen({ id: rowId(row), next: following === null ? null : rowId(following) })
  }
  const onDecided = (): void => {
    if (open !== null) setNext({ decided: open.id, focus: open.next })
    setOpen(null)
  }
  const onClose = (): void => {
    if (open !== null) table.current?.focusRow(open.id)
    setOpen(null)
  }
  const toDecide = rows.filter(isDecidable).length
  // The current rows, because the selection may be from before the latest answer.
  const isSelected = new Set(selected.map(rowId))
  const chosen = listed.filter((row) => isSelected.has(rowId(row)) && isDecidable(row)).filter(isMapped)
  return (
    <Panel
      title="Billed against actual"
      note={`${formatMonth(month)}${approvedAt === null ? ', not approved' : ', approved'}`}
      help={
        <HelpTip about="Billed against actual">
          <p>Variance is the vendor’s number minus the invoiced number. Under means billed too little, over too much.</p>
          <p>Select several rows with Ctrl or Shift and a click, or with Space, to decide them together.</p>
          <p>Click a row, or press Enter, to see its people and invoice lines. After a decision, the next open row is focused.</p>
          <RuleLink rule="billed" />
        </HelpTip>
      }
      actions={
        toDecide === 0 ? null : (
          <Button
            variant="default"
            onClick={() => {
              const first = nextOpen(null)
              if (first !== null) onOpen(first)
              else setFilter('open')
            }}
          >
            Decide the first open row
          </Button>
        )
      }
      flush
    >
      <div className={classes.filters}>
        <SegmentedControl
          aria-label="Rows"
          data={filterChoices(rows, filter)}
          value={filter}
          onChange={(value) => setFilter(value as RowFilter)}
        />
      </div>
      <DataTable
        key={hiddenKey(columns)}
        label="Comparison"
        columns={columns}
        rows={listed}
        rowId={rowId}
        unit={['row', 'rows']}
        maxRows={18}
        handle={table}
        onOpen={onOpen}
        onSelect={onSelect}
        tools={
          listed.filter(isDecidable).length < 2 ? null : chosen.length < 2 ? (
            <Button size="xs" variant="default" onClick={() => table.current?.selectRows(isDecidable)}>
              Select the open rows
            </Button>
          ) : (
            <Button size="xs" onClick={() => setDeciding(chosen)}>
              Decide {chosen.length} rows…
            </Button>
          )
        }
        empty={
          <EmptyState icon="check" title={filter === 'open' ? 'No open rows' : 'No rows'} compact>
            {filter === 'open' ? 'Every row matches or is decided.' : 'Choose another filter above.'}
          </EmptyState>
        }
      />
      {deciding === null ? null : (
        <DecideDialog
          rows={deciding}
          month={month}
          onDecided={() => {
            setDeciding(null)
            setSelected([])
            document.getElementById('content')?.focus()
          }}
          onClose={() => setDeciding(null)}
        />
      )}
      <RowDrawer row={opened} month={month} onDecided={onDecided} onClose={onClose} />
    </Panel>
  )
}

/** Open, with a difference or gap to decide about. Unmapped rows have to be mapped instead. */
const isDecidable = (row: ReconcileRow): boolean => row.open && row.status !== 'unmapped'
