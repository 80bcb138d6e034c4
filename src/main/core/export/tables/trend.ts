import type { TrendAnswer, TrendPoint } from '../../../../shared/contract/figure-answers.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** One row per point. A gap is a row with an empty value; a sum says how many of its tenants it contains. */
export function trendTable(trend: TrendAnswer, tenants: TenantDirectory): Table {
  return {
    name: 'Trend',
    columns: [
      trend.grain === 'month' ? { header: 'Month', kind: 'month', width: 9 } : { header: 'Day', kind: 'day', width: 12 },
      nameColumn(tenants),
      { header: 'Figure name', kind: 'text', width: 30 },
      { header: 'Value', kind: 'decimal', width: 14 },
      { header: 'Unit', kind: 'text', width: 10 },
      { header: 'State', kind: 'text', width: 10 },
      { header: 'Tenants with a value', kind: 'integer', width: 10 },
      { header: 'Tenants expected', kind: 'integer', width: 10 },
      ...details([
        { header: 'Figure', kind: 'text', width: 20 },
        { header: 'Snapshot', kind: 'id', width: 10 },
        { header: 'Report time', kind: 'instant', width: 18 },
      ]),
      ...idColumns(tenants),
    ],
    rows: trend.points.map((point) => row(trend, point, tenants)),
  }
}

function row(trend: TrendAnswer, point: TrendPoint, tenants: TenantDirectory): Cell[] {
  const when = 'month' in point ? point.month : point.at.slice(0, 10)
  const own = 'tenants' in point ? null : point
  const coverage = 'tenants' in point ? point.tenants : null
  return [
    when,
    nameCell(tenants, own?.tenant ?? null),
    trend.label,
    point.value,
    trend.unit,
    point.state ?? null,
    coverage?.with ?? null,
    coverage?.expected ?? null,
    trend.figure,
    own?.snapshotId ?? null,
    own?.reportedAt ?? null,
    ...idCells(tenants, own?.tenant ?? null),
  ]
}
