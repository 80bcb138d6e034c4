/** What a table is given. */
import type { ReactNode, Ref } from 'react'
import type { TableColumn } from './table-columns.ts'

/** Moves through a table's rows as they are shown, filtered and sorted. */
export interface TableHandle<Row> {
  /** The next row after the one with this id that fits; from the top after the last, and for null. Null if no other row fits. */
  nextRow: (afterId: string | null, fits: (row: Row) => boolean) => Row | null
  /** Scrolls to a row and focuses it. */
  focusRow: (rowId: string) => void
  /** Selects the rows shown that fit, and no others. */
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
  /** Shown instead of a table without rows. */
  empty?: ReactNode
  /** Called with Enter or a click on a row. */
  onOpen?: (row: Row) => void
  /** Called with the selected rows that are shown, in their order: by Ctrl, Cmd or Shift and a click, by Space, or by the handle. A click selects its row only. */
  onSelect?: (rows: Row[]) => void
  /** Additional tools in the bar above. */
  tools?: ReactNode
  /** Without the bar above, for short tables. */
  bare?: boolean
  /** Rows shown before the table scrolls. */
  maxRows?: number
  rowHeightPx?: number
  handle?: Ref<TableHandle<Row>>
}
