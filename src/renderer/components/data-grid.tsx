/** The grid behind `DataTable`; a chunk of its own, since AG Grid is large. */
import { TextInput } from '@mantine/core'
import type { GridApi } from 'ag-grid-community'
import { type ClipboardEvent, memo, type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { toTsv } from '../lib/clipboard.ts'
import { formatCount, formatQuantity } from '../lib/format.ts'
import { ColumnMenu } from './column-menu.tsx'
import classes from './data-table.module.css'
import type { DataTableProps } from './data-table.tsx'
import { copied, shownText } from './grid-columns.ts'
import { GridRows } from './grid-rows.tsx'
import { Icon } from './icon.tsx'
import { type RowSearch, rowSearch } from './row-search.ts'
import { compareSorted, type TableColumn } from './table-columns.ts'

export function DataGrid<Row>({
  label,
  columns,
  rows,
  rowId,
  unit,
  onOpen,
  tools,
  bare = false,
  maxRows = 14,
  rowHeightPx = 36,
}: DataTableProps<Row>): ReactElement {
  const api = useRef<GridApi<Row> | null>(null)
  const [shown, setShown] = useState(rows.length)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(columns.filter((each) => each.hidden).map((each) => each.id)))
  const visible = useMemo(() => columns.filter((each) => !hidden.has(each.id)), [columns, hidden])
  // The grid sorts anew with every key in the filter; what lies in order already is sorted in one pass.
  const ordered = useMemo(() => inOrder(rows, columns), [rows, columns])

  const [search] = useState(() => rowSearch<Row>())
  useEffect(() => {
    search.lookThrough((row) => visible.map((each) => shownText(each, row)))
    if (search.active()) api.current?.onFilterChanged()
    return bare ? undefined : search.prepare(ordered, () => rehearse(api.current, search))
  }, [bare, search, visible, ordered])

  const onReady = useCallback((grid: GridApi<Row>) => {
    api.current = grid
  }, [])
  const onSought = useCallback(
    (text: string) => {
      search.lookFor(text)
      api.current?.onFilterChanged()
      // The grid tells it later; the number belongs into the frame of its rows.
      setShown((before) => api.current?.getDisplayedRowCount() ?? before)
    },
    [search],
  )
  const onCopy = (event: ClipboardEvent): void => {
    const chosen = chosenRows(api.current)
    if (chosen.length === 0 || document.getSelection()?.type === 'Range') return
    event.preventDefault()
    event.clipboardData.setData(
      'text/plain',
      toTsv([visible.map((each) => each.title), ...chosen.map((row) => visible.map((each) => copied(each, row)))]),
    )
  }

  return (
    <div className={classes.table}>
      {bare ? null : (
        <div className={classes.bar}>
          <Filter name={label.toLowerCase()} rows={unit[1]} onSought={onSought} />
          <span className={classes.count} aria-live="polite">
            {shown === rows.length
              ? formatCount(rows.length, unit[0], unit[1])
              : `${formatQuantity(shown)} of ${formatCount(rows.length, unit[0], unit[1])}`}
          </span>
          <div className={classes.tools}>
            {tools}
            <ColumnMenu columns={columns} hidden={hidden} onChange={setHidden} />
          </div>
        </div>
      )}
      <div className={classes.grid} onCopy={onCopy}>
        <GridRows<Row>
          label={label}
          columns={columns}
          hidden={hidden}
          rows={ordered}
          rowId={rowId}
          search={search}
          maxRows={maxRows}
          rowHeightPx={rowHeightPx}
          onReady={onReady}
          onShown={setShown}
          {...(onOpen ? { onOpen } : {})}
        />
      </div>
    </div>
  )
}

/** The field above the table; it keeps its text itself, so that a key draws nothing of it anew. */
const Filter = memo(({ name, rows, onSought }: { name: string; rows: string; onSought: (text: string) => void }) => (
  <TextInput
    className={classes.search ?? ''}
    size="xs"
    type="search"
    aria-label={`Filter ${name}`}
    placeholder={`Filter ${rows}`}
    leftSection={<Icon name="search" size={14} />}
    onChange={(event) => onSought(event.currentTarget.value)}
  />
))

/**
 * Filters a long table that nobody has touched, and takes it back, while the page is idle; nothing of it is painted. Code that has not run
 * over many rows yet takes three times as long, and the first keys of a person would pay for it. Twice in the life of a page are enough.
 */
function rehearse<Row>(grid: GridApi<Row> | null, search: RowSearch<Row>): void {
  if (rehearsals === 2 || grid === null || grid.isDestroyed() || grid.getDisplayedRowCount() < longTable) return
  if (search.active() || grid.getFirstDisplayedRowIndex() > 0 || grid.getFocusedCell() !== null) return
  rehearsals += 1
  for (const text of ['7', '']) {
    search.lookFor(text)
    grid.onFilterChanged()
  }
  requestIdleCallback(() => rehearse(grid, search))
}
let rehearsals = 0
const longTable = 5_000

/** The rows in the order of the column that sorts them at first. */
function inOrder<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): readonly Row[] {
  const first = columns.find((each) => each.sort !== undefined)
  return first === undefined
    ? rows
    : rows.toSorted((left, right) => compareSorted(first.value(left), first.value(right), first.kind, first.sort === 'desc'))
}

/** The selected rows in the order shown; without any, the row of the focused cell. */
function chosenRows<Row>(grid: GridApi<Row> | null): Row[] {
  if (grid === null) return []
  const selected = new Set(grid.getSelectedNodes().map((node) => node.id))
  const focused = grid.getFocusedCell()
  const chosen: Row[] = []
  grid.forEachNodeAfterFilterAndSort((node) => {
    if (node.data && (selected.size > 0 ? selected.has(node.id) : node.rowIndex === focused?.rowIndex)) chosen.push(node.data)
  })
  return chosen
}
