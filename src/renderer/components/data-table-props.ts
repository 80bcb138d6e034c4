/** What a table is given. */
import type { ReactNode } from 'react'
import type { TableColumn } from './table-columns.ts'

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
  /** Additional tools in the bar above. */
  tools?: ReactNode
  /** Without the bar above, for short tables. */
  bare?: boolean
  /** Rows shown before the table scrolls. */
  maxRows?: number
  rowHeightPx?: number
}
