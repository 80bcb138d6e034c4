/** A table with sorting, a filter, a column menu and copying of rows. AG Grid is loaded with the first table. */
import type { ReactElement, ReactNode } from 'react'
import { lazyModule } from '../lib/lazy-module.ts'
import { Loading } from './loading.tsx'
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

const useGridCode = lazyModule(() => import('./data-grid.tsx'))

export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const code = useGridCode()
  if (props.rows.length === 0 && props.empty) return <>{props.empty}</>
  if (code === null) return <Loading label={`Drawing ${props.label}`} lines={Math.min(8, Math.max(3, props.rows.length))} />
  return <code.DataGrid {...props} />
}
