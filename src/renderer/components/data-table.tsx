/** A table with sorting, a filter, a column menu and copying of rows. AG Grid is loaded with the first table. */
import type { ReactElement } from 'react'
import { lazyModule } from '../lib/lazy-module.ts'
import type { DataTableProps } from './data-table-props.ts'
import { Loading } from './loading.tsx'

const useGridCode = lazyModule(() => import('./data-grid.tsx'))

export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const code = useGridCode()
  if (props.rows.length === 0 && props.empty) return <>{props.empty}</>
  if (code === null) return <Loading label={`Loading ${props.label}`} lines={Math.min(8, Math.max(3, props.rows.length))} />
  return <code.DataGrid {...props} />
}
