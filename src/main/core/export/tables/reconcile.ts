import type { ReconcileAnswer, ReconcileRow } from '../../../../shared/contract/reconcile-answers.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, type Column, details, type Table } from '../table.ts'
import { idCells, idColumns } from './tenant-columns.ts'

/** PSA tools import the first eight: their names and order must not change. */
const columns: Column[] = [
  { header: 'Client', kind: 'text', width: 30 },
  { header: 'Service/SKU', kind: 'text', width: 36 },
  { header: 'Billed', kind: 'decimal', width: 9 },
  { header: 'Actual', kind: 'decimal', width: 9 },
  { header: 'Variance', kind: 'decimal', width: 9 },
  { header: 'Status', kind: 'text', width: 11 },
  { header: 'Value', kind: 'money', width: 12 },
  { header: 'Note', kind: 'text', width: 60 },
  ...details([
    { header: 'Currency', kind: 'text', width: 10 },
    { header: 'Unit price', kind: 'money', width: 11 },
    { header: 'Price from', kind: 'text', width: 10 },
    { header: 'Expected price', kind: 'money', width: 11 },
    { header: 'Price difference', kind: 'money', width: 12 },
    { header: 'Approved', kind: 'decimal', width: 10 },
    { header: 'Actual from', kind: 'text', width: 11 },
    { header: 'Actual month', kind: 'month', width: 9 },
    { header: 'Billed last month', kind: 'decimal', width: 10 },
    { header: 'Actual last month', kind: 'decimal', width: 10 },
    { header: 'Open', kind: 'flag', width: 8 },
    { header: 'Decision', kind: 'text', width: 11 },
    { header: 'Adjusted to', kind: 'decimal', width: 10 },
    { header: 'Effective', kind: 'day', width: 11 },
    { header: 'Decision until', kind: 'month', width: 9 },
    { header: 'Reason', kind: 'text', width: 40 },
    { header: 'Decided by', kind: 'text', width: 16 },
    { header: 'Decided', kind: 'instant', width: 18 },
    { header: 'Invoice lines', kind: 'integer', width: 10 },
    { header: 'Month', kind: 'month', width: 9 },
    { header: 'Item', kind: 'text', width: 42 },
    { header: 'Snapshot', kind: 'id', width: 10 },
  ]),
]

/** One row per line of the comparison, unmapped ones first. */
export function reconcileTable({ month, rows }: Pick<ReconcileAnswer, 'month' | 'rows'>, directory: TenantDirectory): Table {
  return {
    name: 'Reconcile',
    columns: [...columns, ...idColumns(directory)],
    rows: rows.map((row) => [...cells(row, month), ...idCells(directory, row.tenant)]),
  }
}

function cells(row: ReconcileRow, month: string): Cell[] {
  const { decision } = row
  return [
    row.client,
    row.product,
    row.billed,
    row.actual,
    row.variance,
    row.status,
    row.value,
    row.note || null,
    row.currency,
    row.unitPrice,
    row.priceFrom,
    row.priceDifference?.expected ?? null,
    row.priceDifference?.value ?? null,
    row.approved,
    row.basis,
    row.actualMonth,
    row.lastMonth?.billed ?? null,
    row.lastMonth?.actual ?? null,
    row.open,
    decision?.decision ?? null,
    decision?.quantity ?? null,
    decision?.effective ?? null,
    decision?.until ?? null,
    decision?.reason ?? null,
    decision?.who ?? null,
    decision?.at ?? null,
    row.parts.length,
    month,
    row.item,
    row.snapshotId,
  ]
}
