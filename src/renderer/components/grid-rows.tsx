/** AG Grid with our settings, and React in the cells that have a drawing of their own. */
import { type ColDef, createGrid, type GridApi, type GridOptions } from 'ag-grid-community'
import { Fragment, memo, type ReactElement, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { pageNonce } from '../lib/nonce.ts'
import type { DataTableProps } from './data-table.tsx'
import { drawnCells } from './drawn-cells.ts'
import { toColDef } from './grid-columns.ts'
import { keepGridStyles, registerGridModules } from './grid-modules.ts'
import { gridTheme } from './grid-theme.ts'
import type { RowSearch } from './row-search.ts'
import type { TableColumn } from './table-columns.ts'

registerGridModules()
keepGridStyles()

const headerHeightPx = 36
const scrollbarPx = 16
/** Rows drawn beyond those in sight, above and below: each is drawn anew with every key in the filter. */
const rowBuffer = 2
const nonce = pageNonce()

interface GridRowsProps<Row> extends Pick<DataTableProps<Row>, 'label' | 'columns' | 'rows' | 'rowId' | 'onOpen'> {
  hidden: ReadonlySet<string>
  search: RowSearch<Row>
  maxRows: number
  rowHeightPx: number
  /** Told when the grid stands. */
  onReady: (api: GridApi<Row>) => void
  /** Told whenever other rows are shown. */
  onShown: (rows: number) => void
}

function Rows<Row>(props: GridRowsProps<Row>): ReactElement {
  const { columns, hidden, rows, maxRows, rowHeightPx } = props
  const place = useRef<HTMLDivElement>(null)
  const api = useRef<GridApi<Row> | null>(null)
  const [drawn] = useState(() => drawnCells<Row>())
  const cells = useSyncExternalStore(drawn.subscribe, drawn.now)
  const [wide, setWide] = useState(false)
  const heightPx = headerHeightPx + Math.min(rows.length, maxRows) * rowHeightPx + 2 + (wide ? scrollbarPx : 0)

  const columnDefs = useMemo(
    () => columns.map((column) => toColDef(column, hidden.has(column.id), drawn.renderer)),
    [columns, hidden, drawn],
  )
  // What the grid calls is what was given last; only columns and rows are worth telling it.
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is told below
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    /** Columns that do not fit bring a scrollbar, which must not cover the last row. */
    const measure = ({ api }: { api: GridApi<Row> }): void => {
      const columnsPx = api.getAllDisplayedColumns().reduce((total, each) => total + each.getActualWidth(), 0)
      setWide(columnsPx > element.clientWidth)
    }
    const grid = createGrid<Row>(element, {
      ...gridOptions(latest),
      columnDefs,
      rowData: rows as Row[],
      onGridSizeChanged: measure,
      onDisplayedColumnsChanged: measure,
      onColumnResized: measure,
    })
    api.current = grid
    element.addEventListener('mouseover', ({ target }) => tellMore(target, latest.current.columns))
    grid.setGridAriaProperty('label', latest.current.label)
    latest.current.onReady(grid)
    return () => grid.destroy()
  }, [])
  useToldAfterwards(() => api.current?.setGridOption('columnDefs', columnDefs), columnDefs)
  useToldAfterwards(() => api.current?.setGridOption('rowData', rows as Row[]), rows)

  const renderOf = useMemo(() => new Map(columns.map((column) => [column.id, column.render])), [columns])
  return (
    <>
      <div ref={place} style={{ height: heightPx, contain: 'strict' }} />
      {cells.map(({ key, columnId, row, element }) => (
        <Fragment key={key}>{createPortal(renderOf.get(columnId)?.(row), element)}</Fragment>
      ))}
    </>
  )
}

/** Apart from the bar above it, which changes with every key. */
export const GridRows = memo(Rows) as typeof Rows

/** Calls `tell` when `value` is another one than the grid was made with. */
function useToldAfterwards(tell: () => void, value: unknown): void {
  const told = useRef(value)
  useEffect(() => {
    if (told.current === value) return
    told.current = value
    tell()
  })
}

/** All but columns and rows. */
function gridOptions<Row>(latest: { current: GridRowsProps<Row> }): GridOptions<Row> {
  const { rowHeightPx, onOpen } = latest.current
  return {
    theme: gridTheme,
    ...(nonce ? { styleNonce: nonce } : {}),
    defaultColDef: defaultColumn,
    getRowId: ({ data }) => latest.current.rowId(data),
    rowHeight: rowHeightPx,
    headerHeight: headerHeightPx,
    rowBuffer,
    isExternalFilterPresent: () => latest.current.search.active(),
    doesExternalFilterPass: ({ data }) => data === undefined || latest.current.search.fits(data),
    rowSelection: { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true },
    animateRows: false,
    // Drawings come with their row, not a frame later.
    suppressAnimationFrame: true,
    popupParent: document.body,
    localeText: texts,
    onModelUpdated: ({ api }) => latest.current.onShown(api.getDisplayedRowCount()),
    onRowClicked: ({ data, event }) => {
      if (data && !isSelecting(event) && document.getSelection()?.type !== 'Range') latest.current.onOpen?.(data)
    },
    onCellKeyDown: ({ data, event }) => {
      const key = event as KeyboardEvent | null | undefined
      if (key?.key === 'Enter' && !key.defaultPrevented && data) latest.current.onOpen?.(data)
    },
    ...(onOpen ? { rowClass: 'sl-opens' } : {}),
  }
}

/** With Ctrl, Cmd or Shift a click selects rows, for copying; it opens none. */
function isSelecting(event: Event | null | undefined): boolean {
  return event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented)
}

/** What is cut says itself whole under the pointer, and a column's header what it means. The grid's own tooltips cost each cell a listener. */
function tellMore(target: EventTarget | null, columns: readonly TableColumn<never>[]): void {
  if (!(target instanceof HTMLElement)) return
  const header = target.closest<HTMLElement>('[role=columnheader]')
  const help = header === null ? undefined : columns.find((each) => each.id === header.getAttribute('col-id'))?.help
  if (header !== null && help !== undefined) header.title = help
  else if (target.title === '' && target.scrollWidth > target.clientWidth && target.closest('[role=columnheader], [role=gridcell]')) {
    target.title = target.textContent
    target.addEventListener('mouseleave', () => target.removeAttribute('title'), { once: true })
  }
}

const texts = { noMatchingRows: 'Nothing fits this filter', noRowsToShow: 'Nothing fits this filter' }
const defaultColumn: ColDef = {
  resizable: true,
  sortable: true,
  // Upwards or downwards: unsorted, rows would stand in an order that says nothing.
  sortingOrder: ['asc', 'desc'],
  suppressHeaderMenuButton: true,
  suppressHeaderFilterButton: false,
  minWidth: 80,
}
