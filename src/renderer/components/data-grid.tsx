/** The grid behind `DataTable`; a chunk of its own, since AG Grid is large. */
import { TextInput } from '@mantine/core'
import {
  AllCommunityModule,
  type ColDef,
  type GridApi,
  type ICellRendererParams,
  ModuleRegistry,
  type RowClickedEvent,
} from 'ag-grid-community'
import { AgGridReact } from 'ag-grid-react'
import { type ClipboardEvent, type ReactElement, useCallback, useMemo, useRef, useState } from 'react'
import { toTsv } from '../lib/clipboard.ts'
import { formatCount, formatDelta, formatQuantity, missing } from '../lib/format.ts'
import { pageNonce } from '../lib/nonce.ts'
import { ColumnMenu } from './column-menu.tsx'
import classes from './data-table.module.css'
import type { DataTableProps } from './data-table.tsx'
import { gridTheme } from './grid-theme.ts'
import { Icon } from './icon.tsx'
import { compareValues, type TableColumn } from './table-columns.ts'

ModuleRegistry.registerModules([AllCommunityModule])

const headerHeightPx = 36
const scrollbarPx = 16
const nonce = pageNonce()

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
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState(rows.length)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(columns.filter((each) => each.hidden).map((each) => each.id)))

  const columnDefs = useMemo(() => columns.map((column) => toColDef(column, hidden.has(column.id))), [columns, hidden])
  const wrapper = useRef<HTMLDivElement>(null)
  const [wide, setWide] = useState(false)
  const heightPx = headerHeightPx + Math.min(rows.length, maxRows) * rowHeightPx + 2 + (wide ? scrollbarPx : 0)
  /** Columns that do not fit bring a scrollbar, which must not cover the last row. */
  const measure = (grid: GridApi<Row>): void => {
    const columnsPx = grid.getAllDisplayedColumns().reduce((total, each) => total + each.getActualWidth(), 0)
    setWide(columnsPx > (wrapper.current?.clientWidth ?? Number.POSITIVE_INFINITY))
  }

  const onCopy = useCallback(
    (event: ClipboardEvent) => {
      const grid = api.current
      if (!grid || document.getSelection()?.type === 'Range') return
      const selected = new Set(grid.getSelectedNodes().map((node) => node.id))
      const focused = grid.getFocusedCell()
      const chosen: Row[] = []
      grid.forEachNodeAfterFilterAndSort((node) => {
        if (node.data && (selected.size > 0 ? selected.has(node.id) : node.rowIndex === focused?.rowIndex)) chosen.push(node.data)
      })
      if (chosen.length === 0) return
      const visible = columns.filter((each) => !hidden.has(each.id))
      event.preventDefault()
      event.clipboardData.setData(
        'text/plain',
        toTsv([visible.map((each) => each.title), ...chosen.map((row) => visible.map((each) => copied(each, row)))]),
      )
    },
    [columns, hidden],
  )

  return (
    <div className={classes.table}>
      {bare ? null : (
        <div className={classes.bar}>
          <TextInput
            className={classes.search ?? ''}
            size="xs"
            type="search"
            aria-label={`Filter ${label.toLowerCase()}`}
            placeholder={`Filter ${unit[1]}`}
            leftSection={<Icon name="search" size={14} />}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              // Past React, which would compare every option of the grid for this one.
              api.current?.setGridOption('quickFilterText', event.currentTarget.value)
            }}
          />
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
      <div className={classes.grid} ref={wrapper} onCopy={onCopy} style={{ height: heightPx }}>
        <AgGridReact<Row>
          theme={gridTheme}
          {...(nonce ? { styleNonce: nonce } : {})}
          rowData={rows as Row[]}
          columnDefs={columnDefs}
          defaultColDef={defaultColumn}
          getRowId={(params) => rowId(params.data)}
          rowHeight={rowHeightPx}
          headerHeight={headerHeightPx}
          cacheQuickFilter
          rowSelection={rowSelection}
          suppressCellFocus={false}
          enableCellTextSelection={false}
          animateRows={false}
          popupParent={document.body}
          suppressMovableColumns={false}
          columnHoverHighlight={false}
          overlayNoRowsTemplate="<span>Nothing fits this filter</span>"
          onGridReady={(event) => {
            api.current = event.api
            event.api.setGridAriaProperty('label', label)
          }}
          onGridSizeChanged={(event) => measure(event.api)}
          onDisplayedColumnsChanged={(event) => measure(event.api)}
          onColumnResized={(event) => measure(event.api)}
          onModelUpdated={(event) => setShown(event.api.getDisplayedRowCount())}
          {...(onOpen
            ? {
                onRowClicked: (event: RowClickedEvent<Row>) => {
                  if (event.data && !isSelecting(event.event) && document.getSelection()?.type !== 'Range') onOpen(event.data)
                },
                onCellKeyDown: (event) => {
                  const key = event.event as KeyboardEvent | null | undefined
                  if (key?.key === 'Enter' && !key.defaultPrevented && event.data) onOpen(event.data)
                },
                rowClass: 'sl-opens',
              }
            : {})}
        />
      </div>
    </div>
  )
}

/** With Ctrl, Cmd or Shift a click selects rows, for copying; it opens none. */
function isSelecting(event: Event | null | undefined): boolean {
  return event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented)
}

const rowSelection = { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true } as const
const defaultColumn: ColDef = {
  resizable: true,
  sortable: true,
  suppressHeaderMenuButton: true,
  suppressHeaderFilterButton: false,
  minWidth: 80,
}

function copied<Row>(column: TableColumn<Row>, row: Row): string {
  if (column.kind !== 'text') {
    // A spreadsheet wants the bare number.
    const value = column.value(row)
    return value === null ? '' : String(value)
  }
  return column.text ? column.text(row) : String(column.value(row) ?? '')
}

function shownText<Row>(column: TableColumn<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = column.value(row)
  if (column.kind === 'number') return formatQuantity(value)
  if (column.kind === 'delta') return formatDelta(value)
  return value === null || value === '' ? missing : String(value)
}

function toColDef<Row>(column: TableColumn<Row>, hide: boolean): ColDef<Row> {
  const numeric = column.kind !== 'text'
  return {
    colId: column.id,
    headerName: column.title,
    ...(column.help ? { headerTooltip: column.help } : {}),
    hide,
    valueGetter: (params) => (params.data ? column.value(params.data) : null),
    getQuickFilterText: (params) => (params.data ? shownText(column, params.data) : ''),
    comparator: (left, right, _nodeA, _nodeB, descending) => {
      const order = compareValues(left, right, column.kind)
      const oneMissing = (left === null || left === '') !== (right === null || right === '')
      // Missing values stay last in both directions.
      return oneMissing && descending ? -order : order
    },
    filter: numeric ? 'agNumberColumnFilter' : 'agTextColumnFilter',
    ...(numeric ? { filterValueGetter: (params) => (params.data ? numberOrNull(column.value(params.data)) : null) } : {}),
    sortable: column.sortable ?? true,
    ...(column.sort ? { sort: column.sort } : {}),
    ...(column.width ? { width: column.width } : {}),
    ...(column.flex ? { flex: column.flex } : {}),
    ...(column.minWidth ? { minWidth: column.minWidth } : {}),
    ...(numeric ? { headerClass: 'sl-end' } : {}),
    cellRenderer: (params: ICellRendererParams<Row>) => (params.data ? <Cell column={column} row={params.data} numeric={numeric} /> : null),
  }
}

const numberOrNull = (value: string | number | null): number | null => (value === null || value === '' ? null : Number(value))

function Cell<Row>({ column, row, numeric }: { column: TableColumn<Row>; row: Row; numeric: boolean }): ReactElement {
  if (column.render) return <span className={numeric ? classes.number : undefined}>{column.render(row)}</span>
  const text = shownText(column, row)
  return (
    <span
      className={`${numeric ? classes.number : classes.text} ${text === missing ? classes.missing : ''}`}
      title={numeric ? undefined : text}
      dir="auto"
    >
      {text}
    </span>
  )
}
