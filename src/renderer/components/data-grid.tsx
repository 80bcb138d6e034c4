/** The grid of `DataTable`, in a separate chunk because AG Grid is large. */
import { TextInput } from '@mantine/core'
import type { GridApi, IRowNode } from 'ag-grid-community'
import { type ClipboardEvent, memo, type ReactElement, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { toTsv } from '../lib/clipboard.ts'
import { formatCount, formatQuantity } from '../lib/format.ts'
import { ColumnMenu } from './column-menu.tsx'
import classes from './data-table.module.css'
import type { DataTableProps, TableHandle } from './data-table-props.ts'
import { copied, shownText } from './grid-columns.ts'
import { GridRows } from './grid-rows.tsx'
import { Icon } from './icon.tsx'
import { rowSearch } from './row-search.ts'
import { compareSorted, type TableColumn } from './table-columns.ts'

export function DataGrid<Row>({
  label,
  columns,
  rows,
  rowId,
  unit,
  onOpen,
  onSelect,
  tools,
  bare = false,
  maxRows = 14,
  rowHeightPx = 36,
  handle,
}: DataTableProps<Row>): ReactElement {
  const api = useRef<GridApi<Row> | null>(null)
  const [shown, setShown] = useState(rows.length)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(columns.filter((each) => each.hidden).map((each) => each.id)))
  const visible = useMemo(() => columns.filter((each) => !hidden.has(each.id)), [columns, hidden])
  // The grid sorts again with every key typed into the filter; sorted rows need only one pass.
  const ordered = useMemo(() => inOrder(rows, columns), [rows, columns])

  const [search] = useState(() => rowSearch<Row>())
  useEffect(() => {
    search.setTexts((row) => visible.map((each) => shownText(each, row)))
    if (search.isActive()) api.current?.onFilterChanged()
    return bare ? undefined : search.prepare(ordered)
  }, [bare, search, visible, ordered])

  const onReady = useCallback((grid: GridApi<Row>) => {
    api.current = grid
  }, [])
  useImperativeHandle(handle, () => handleOf(() => api.current, rowId), [rowId])
  const onFilter = useCallback(
    (text: string) => {
      search.setQuery(text)
      api.current?.onFilterChanged()
      // The grid's event comes later, but the count must change in the same frame as the rows.
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
          <Filter name={label.toLowerCase()} rows={unit[1]} onFilter={onFilter} />
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
          {...(onSelect ? { onSelect } : {})}
        />
      </div>
    </div>
  )
}

function handleOf<Row>(gridOf: () => GridApi<Row> | null, rowId: (row: Row) => string): TableHandle<Row> {
  return {
    nextRow(afterId, fits) {
      const shown: Row[] = []
      gridOf()?.forEachNodeAfterFilterAndSort(({ data }) => data && shown.push(data))
      const at = shown.findIndex((row) => rowId(row) === afterId)
      return [...shown.slice(at + 1), ...shown.slice(0, Math.max(at, 0))].find(fits) ?? null
    },
    focusRow(id) {
      const grid = gridOf()
      const index = grid?.getRowNode(id)?.rowIndex
      const column = grid?.getAllDisplayedColumns()[0]
      if (!grid || index === null || index === undefined || !column) return
      grid.ensureIndexVisible(index)
      grid.setFocusedCell(index, column)
    },
    selectRows(fits) {
      const nodes: IRowNode<Row>[] = []
      const grid = gridOf()
      grid?.forEachNodeAfterFilterAndSort((node) => node.data && fits(node.data) && nodes.push(node))
      grid?.deselectAll()
      grid?.setNodesSelected({ nodes, newValue: true })
    },
  }
}

/** The filter field. Uncontrolled and memoized, so that it does not render again with every key. */
const Filter = memo(({ name, rows, onFilter }: { name: string; rows: string; onFilter: (text: string) => void }) => (
  <TextInput
    className={classes.search ?? ''}
    size="xs"
    type="search"
    aria-label={`Filter ${name}`}
    placeholder={`Filter ${rows}`}
    leftSection={<Icon name="search" size={14} />}
    onChange={(event) => onFilter(event.currentTarget.value)}
  />
))

/** The rows in their initial order. */
function inOrder<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): readonly Row[] {
  const first = columns.find((each) => each.sort !== undefined)
  return first === undefined
    ? rows
    : rows.toSorted((left, right) => compareSorted(first.value(left), first.value(right), first.kind, first.sort === 'desc'))
}

/** The selected rows in the order shown; without a selection, the row of the focused cell. */
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
