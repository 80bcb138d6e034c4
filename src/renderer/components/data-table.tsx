/** Every table: sorting, filters, a column menu, copy of selected rows. AG Grid is loaded when the first table is drawn. */
import type { ReactElement, ReactNode } from 'react'
import { codeLater } from '../lib/code-later.ts'
import { Loading } from './loading.tsx'
import type { TableColumn } from './table-columns.ts'

export interface DataTableProps<Row> {
  /** What the rows are: "Tenants". Names the grid for assistive technology. */
  label: string
  columns: TableColumn<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** One and many: "tenant", "tenants". */
  unit: [string, string]
  /** What stands there without rows. */
  empty?: ReactNode
  /** Called with Enter or a click on a row. */
  onOpen?: (row: Row) => void
  /** More tools in the table's bar. */
  tools?: ReactNode
  /** No bar above: for short tables. */
  bare?: boolean
  /** Rows shown before the table scrolls by itself. */
  maxRows?: number
  rowHeightPx?: number
}

const useGridCode = codeLater(() => import('./data-grid.tsx'))

export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const code = useGridCode()
  if (props.rows.length === 0 && props.empty) return <>{props.empty}</>
  if (code === null) return <Loading label={`Drawing ${props.label}`} lines={Math.min(8, Math.max(3, props.rows.length))} />
  return <code.DataGrid {...props} />
}
