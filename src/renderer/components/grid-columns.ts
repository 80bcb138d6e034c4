/** Converts our table columns to AG Grid's column definitions. */
import type { ColDef, ICellRendererParams } from 'ag-grid-community'
import { formatDelta, formatQuantity, missing } from '../lib/format.ts'
import type { CellPortals } from './cell-portals.ts'
import classes from './data-table.module.css'
import { compareSorted, type TableColumn } from './table-columns.ts'

/** A cell's text for the clipboard. */
export function copied<Row>(column: TableColumn<Row>, row: Row): string {
  if (column.kind !== 'text') {
    // Spreadsheets need the number without formatting.
    const value = column.value(row)
    return value === null ? '' : String(value)
  }
  return column.text ? column.text(row) : String(column.value(row) ?? '')
}

/** A cell's text as shown and searched. */
export function shownText<Row>(column: TableColumn<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = column.value(row)
  if (column.kind === 'number') return formatQuantity(value)
  if (column.kind === 'delta') return formatDelta(value)
  return value === null || value === '' ? missing : String(value)
}

/** The grid's definition of a column. `renderer` renders the cells that are more than text. */
export function toColDef<Row>(column: TableColumn<Row>, hide: boolean, renderer: CellPortals<Row>['renderer']): ColDef<Row> {
  const numeric = column.kind !== 'text'
  return {
    colId: column.id,
    headerName: column.title,
    hide,
    valueGetter: (params) => (params.data ? column.value(params.data) : null),
    // The grid negates the result when it sorts in descending order.
    comparator: (left, right, _nodeA, _nodeB, descending) => {
      const order = compareSorted(left, right, column.kind, descending)
      return descending ? -order : order
    },
    filter: numeric ? 'agNumberColumnFilter' : 'agTextColumnFilter',
    ...(numeric ? { filterValueGetter: (params) => (params.data ? numberOrNull(column.value(params.data)) : null) } : {}),
    sortable: column.sortable ?? true,
    ...(column.sort ? { initialSort: column.sort } : {}),
    ...(column.width ? { width: column.width } : {}),
    ...(column.flex ? { flex: column.flex } : {}),
    ...(column.minWidth ? { minWidth: column.minWidth } : {}),
    ...(numeric ? { headerClass: 'sl-end' } : {}),
    ...(numeric ? { cellClass: classes.number ?? '' } : {}),
    ...(column.render || column.kind === 'delta' ? { cellRenderer: renderer } : plainCell(column)),
  }
}

const numberOrNull = (value: string | number | null): number | null => (value === null || value === '' ? null : Number(value))

/** Plain text, rendered by the grid itself. */
function plainCell<Row>(column: TableColumn<Row>): ColDef<Row> {
  const text = (row: Row | undefined): string => (row === undefined ? '' : shownText(column, row))
  return {
    valueFormatter: ({ data }) => text(data),
    cellClassRules: { [classes.missing ?? '']: ({ value }) => value === null || value === '' },
    cellRendererSelector: ({ data }) => (rightToLeft.test(text(data)) ? { component: isolated } : undefined),
  }
}

const rightToLeft = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u

/** Text with right-to-left parts: a block with its own text direction, truncated at its own end. */
function isolated({ valueFormatted }: ICellRendererParams): HTMLElement {
  const element = document.createElement('bdi')
  element.textContent = valueFormatted ?? ''
  return element
}
