/** AG Grid with our settings; React renders the cells that are more than text. */
import { type ColDef, createGrid, type GridApi, type GridOptions } from 'ag-grid-community'
import { Fragment, memo, type ReactElement, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { pageNonce } from '../lib/nonce.ts'
import { cellPortals } from './cell-portals.ts'
import type { DataTableProps } from './data-table-props.ts'
import { Delta } from './delta.tsx'
import { toColDef } from './grid-columns.ts'
import { keepGridStyles, registerGridModules } from './grid-modules.ts'
import { gridTheme } from './grid-theme.ts'
import type { RowSearch } from './row-search.ts'
import type { TableColumn } from './table-columns.ts'

registerGridModules()
keepGridStyles()

const headerHeightPx = 36
const scrollbarPx = 16
/** Rows rendered above and below the visible ones. Few, because each is rendered again with every key typed into the filter. */
const rowBuffer = 2
const nonce = pageNonce()

interface GridRowsProps<Row> extends Pick<DataTableProps<Row>, 'label' | 'columns' | 'rows' | 'rowId' | 'onOpen' | 'onSelect'> {
  hidden: ReadonlySet<string>
  search: RowSearch<Row>
  maxRows: number
  rowHeightPx: number
  /** Called when the grid has been created. */
  onReady: (api: GridApi<Row>) => void
  /** Called with the number of rows whenever the shown rows change. */
  onShown: (rows: number) => void
}

function Rows<Row>(props: GridRowsProps<Row>): ReactElement {
  const { columns, hidden, rows, maxRows, rowHeightPx } = props
  const container = useRef<HTMLDivElement>(null)
  const api = useRef<GridApi<Row> | null>(null)
  const [portals] = useState(() => cellPortals<Row>())
  const cells = useSyncExternalStore(portals.subscribe, portals.get)
  const [wide, setWide] = useState(false)
  const heightPx = headerHeightPx + Math.min(rows.length, maxRows) * rowHeightPx + 2 + (wide ? scrollbarPx : 0)

  const columnDefs = useMemo(
    () => columns.map((column) => toColDef(column, hidden.has(column.id), portals.renderer)),
    [columns, hidden, portals],
  )
  // The grid's callbacks read the latest props here. Only changed columns and rows must be passed to the grid.
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the grid is created once; changes are passed to it below
  useLayoutEffect(() => {
    const element = container.current
    if (element === null) return
    /** Adds room for the horizontal scrollbar, which would cover the last row. */
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
    element.addEventListener('mouseover', ({ target }) => setTitle(target, latest.current.columns))
    grid.setGridAriaProperty('label', latest.current.label)
    latest.current.onReady(grid)
    return () => grid.destroy()
  }, [])
  useUpdate(() => api.current?.setGridOption('columnDefs', columnDefs), columnDefs)
  useUpdate(() => api.current?.setGridOption('rowData', rows as Row[]), rows)

  const renders = useMemo(() => new Map(columns.map((column) => [column.id, renderOf(column)])), [columns])
  return (
    <>
      <div ref={container} style={{ height: heightPx, contain: 'strict' }} />
      {cells.map(({ key, columnId, row, element }) => (
        <Fragment key={key}>{createPortal(renders.get(columnId)?.(row), element)}</Fragment>
      ))}
    </>
  )
}

function renderOf<Row>({ kind, value, render }: TableColumn<Row>): TableColumn<Row>['render'] {
  return render ?? (kind === 'delta' ? (row) => <Delta value={value(row)} /> : undefined)
}

/** Memoized, because the toolbar above it renders with every key typed into the filter. */
export const GridRows = memo(Rows) as typeof Rows

/** Calls `update` when `value` changes, but not on mount, because the grid is created with the first value. */
function useUpdate(update: () => void, value: unknown): void {
  const applied = useRef(value)
  useEffect(() => {
    if (applied.current === value) return
    applied.current = value
    update()
  })
}

/** All options except columns and rows. */
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
    isExternalFilterPresent: () => latest.current.search.isActive(),
    doesExternalFilterPass: ({ data }) => data === undefined || latest.current.search.matches(data),
    rowSelection: { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true },
    animateRows: false,
    // Renders cells together with their row, not a frame later.
    suppressAnimationFrame: true,
    popupParent: document.body,
    localeText: texts,
    onModelUpdated: ({ api }) => {
      latest.current.onShown(api.getDisplayedRowCount())
      // A selected row that the filter hides does not count as selected.
      reportSelected(api, latest.current.onSelect)
    },
    onRowClicked: ({ data, event }) => {
      if (data && !isSelecting(event) && !isOfControl(event) && document.getSelection()?.type !== 'Range') latest.current.onOpen?.(data)
    },
    onSelectionChanged: ({ api }) => reportSelected(api, latest.current.onSelect),
    onCellKeyDown: ({ data, event }) => {
      const key = event as KeyboardEvent | null | undefined
      if (key?.key === 'Enter' && !key.defaultPrevented && !isOfControl(key) && data) latest.current.onOpen?.(data)
    },
    ...(onOpen ? { rowClass: 'sl-opens' } : {}),
  }
}

function reportSelected<Row>(api: GridApi<Row>, onSelect: ((rows: Row[]) => void) | undefined): void {
  if (onSelect === undefined) return
  const selected: Row[] = []
  api.forEachNodeAfterFilterAndSort((node) => node.data && node.isSelected() && selected.push(node.data))
  onSelect(selected)
}

/** Whether a click only selects rows for copying (with Ctrl, Cmd or Shift). */
function isSelecting(event: Event | null | undefined): boolean {
  return event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented)
}

/** Whether a click or key is for a button or link within the row, which has its own action. */
function isOfControl(event: Event | null | undefined): boolean {
  return event?.target instanceof Element && event.target.closest('button, a') !== null
}

/** Sets titles on hover: a header's help, a truncated cell's full text. AG Grid's own tooltips would add listeners to each cell. */
function setTitle(target: EventTarget | null, columns: readonly TableColumn<never>[]): void {
  if (!(target instanceof HTMLElement)) return
  const header = target.closest<HTMLElement>('[role=columnheader]')
  const help = header === null ? undefined : columns.find((each) => each.id === header.getAttribute('col-id'))?.help
  if (header !== null && help !== undefined) header.title = help
  else if (target.title === '' && target.scrollWidth > target.clientWidth && target.closest('[role=columnheader], [role=gridcell]')) {
    target.title = target.textContent
    target.addEventListener('mouseleave', () => target.removeAttribute('title'), { once: true })
  }
}

const texts = { noMatchingRows: 'No rows match this filter', noRowsToShow: 'No rows match this filter' }
const defaultColumn: ColDef = {
  resizable: true,
  sortable: true,
  // Never unsorted, because the original order of the rows has no meaning.
  sortingOrder: ['asc', 'desc'],
  suppressHeaderMenuButton: true,
  suppressHeaderFilterButton: false,
  // Two lines fit into the header.
  wrapHeaderText: true,
  minWidth: 80,
}
