/** AG Grid with our settings. Drawn apart from the bar above it, so that a key in the filter does not compare its options again. */
import type { ColDef, GridApi, IRowNode, RowClickedEvent } from 'ag-grid-community'
import { AgGridReact } from 'ag-grid-react'
import { memo, type ReactElement, useCallback, useRef, useState } from 'react'
import { pageNonce } from '../lib/nonce.ts'
import type { DataTableProps } from './data-table.tsx'
import { keepGridStyles, registerGridModules } from './grid-modules.ts'
import { gridTheme } from './grid-theme.ts'
import type { RowSearch } from './row-search.ts'

registerGridModules()
keepGridStyles()

const headerHeightPx = 36
const scrollbarPx = 16
/** Rows drawn beyond those in sight, above and below: each is drawn anew with every key in the filter. */
const rowBuffer = 4
const nonce = pageNonce()

interface GridRowsProps<Row> extends Pick<DataTableProps<Row>, 'label' | 'rows' | 'rowId' | 'onOpen'> {
  columns: ColDef<Row>[]
  search: RowSearch<Row>
  maxRows: number
  rowHeightPx: number
  /** Told when the grid stands. */
  onReady: (api: GridApi<Row>) => void
  /** Told whenever other rows are shown. */
  onShown: (rows: number) => void
}

function Rows<Row>(props: GridRowsProps<Row>): ReactElement {
  const { label, rows, rowId, onOpen, columns, search, maxRows, rowHeightPx, onReady, onShown } = props
  const wrapper = useRef<HTMLDivElement>(null)
  const [wide, setWide] = useState(false)
  const heightPx = headerHeightPx + Math.min(rows.length, maxRows) * rowHeightPx + 2 + (wide ? scrollbarPx : 0)
  /** Columns that do not fit bring a scrollbar, which must not cover the last row. */
  const measure = (grid: GridApi<Row>): void => {
    const columnsPx = grid.getAllDisplayedColumns().reduce((total, each) => total + each.getActualWidth(), 0)
    setWide(columnsPx > (wrapper.current?.clientWidth ?? Number.POSITIVE_INFINITY))
  }
  // The grid filters anew whenever it is given another function.
  const fits = useCallback(({ data }: IRowNode<Row>) => data === undefined || search.fits(data), [search])
  return (
    <div ref={wrapper} style={{ height: heightPx }}>
      <AgGridReact<Row>
        theme={gridTheme}
        {...(nonce ? { styleNonce: nonce } : {})}
        rowData={rows as Row[]}
        columnDefs={columns}
        defaultColDef={defaultColumn}
        getRowId={(params) => rowId(params.data)}
        rowHeight={rowHeightPx}
        headerHeight={headerHeightPx}
        rowBuffer={rowBuffer}
        isExternalFilterPresent={search.active}
        doesExternalFilterPass={fits}
        rowSelection={rowSelection}
        suppressCellFocus={false}
        enableCellTextSelection={false}
        animateRows={false}
        popupParent={document.body}
        suppressMovableColumns={false}
        columnHoverHighlight={false}
        localeText={texts}
        onGridReady={(event) => {
          event.api.setGridAriaProperty('label', label)
          onReady(event.api)
        }}
        onGridSizeChanged={(event) => measure(event.api)}
        onDisplayedColumnsChanged={(event) => measure(event.api)}
        onColumnResized={(event) => measure(event.api)}
        onCellMouseOver={({ event }) => tellWhole(event?.target)}
        onModelUpdated={(event) => onShown(event.api.getDisplayedRowCount())}
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
  )
}

export const GridRows = memo(Rows) as typeof Rows

/** With Ctrl, Cmd or Shift a click selects rows, for copying; it opens none. */
function isSelecting(event: Event | null | undefined): boolean {
  return event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented)
}

/** What is cut says itself whole under the pointer. */
function tellWhole(target: EventTarget | null | undefined): void {
  if (!(target instanceof HTMLElement) || target.title !== '' || target.scrollWidth <= target.clientWidth) return
  target.title = target.textContent
  target.addEventListener('mouseleave', () => target.removeAttribute('title'), { once: true })
}

const rowSelection = { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true } as const
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
