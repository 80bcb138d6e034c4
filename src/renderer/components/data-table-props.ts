/** The props of a table. */
import type { ReactNode, Ref } from 'react'
import type { TableColumn } from './table-columns.ts'

/** Navigates a table's rows as shown, i.e. filtered and sorted. */
export interface TableHandle<Row> {
  /** The next row after the one with this id for which `fits` is true; from the top after the last row, and for null. Null if there is no other such row. */
  nextRow: (afterId: string | null, fits: (row: Row) => boolean) => Row | null
  /** Scrolls to a row and focuses it. */
  focusRow: (rowId: string) => void
  /** Selects the shown rows for which `fits` is true, and no others. */
  selectRows: (fits: (row: Row) => boolean) => void
}

export interface DataTableProps<Row> {
  /** The accessible name: "Tenants". */
  label: string
  columns: TableColumn<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** Singular and plural: "tenant", "tenants". */
  unit: [string, string]
  /** Shown instead of the table if there are no rows. */
  empty?: ReactNode
  /** Called when a row is opened with Enter or a click. */
  onOpen?: (row: Row) => void
  /** Called with the selected rows that are shown, in order. Rows are selected with Ctrl, Cmd or Shift and a click, with Space, or through the handle; a plain click selects only its row. */
  onSelect?: (rows: Row[]) => void
  /** Additional tools in the toolbar. */
  tools?: ReactNode
  /** Hides the toolbar, for short tables. */
  bare?: boolean
  /** Rows shown before the table scrolls. */
  maxRows?: number
  rowHeightPx?: number
  handle?: Ref<TableHandle<Row>>
}
