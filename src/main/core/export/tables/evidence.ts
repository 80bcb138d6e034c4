import type { MonthReport } from '../month-report.ts'
import type { Table } from '../table.ts'
import { tenantCells, tenantColumns } from './tenant-columns.ts'

/** One row a snapshot that a figure of the workbook stands on, with the rule revision in force when the file was made. */
export function evidenceTable(report: MonthReport): Table {
  return {
    name: 'Evidence',
    columns: [
      { header: 'Snapshot', kind: 'id', width: 10 },
      ...tenantColumns(report.directory),
      { header: 'Dataset', kind: 'text', width: 24 },
      { header: 'Month', kind: 'month', width: 9 },
      { header: 'Period start', kind: 'day', width: 12 },
      { header: 'Period end', kind: 'day', width: 12 },
      { header: 'Report time', kind: 'instant', width: 18 },
      { header: 'Collection time', kind: 'instant', width: 18 },
      { header: 'SHA-256', kind: 'text', width: 66 },
      { header: 'Rule revision', kind: 'id', width: 10 },
      { header: 'Warnings', kind: 'text', width: 40 },
    ],
    rows: report.evidence.map((snapshot) => [
      snapshot.id,
      ...tenantCells(report.directory, snapshot.tenant),
      snapshot.dataset,
      snapshot.month,
      snapshot.periodStart,
      snapshot.periodEnd,
      snapshot.reportedAt,
      snapshot.observedAt,
      snapshot.sha256,
      report.ruleRevision,
      snapshot.warnings.join('; ') || null,
    ]),
  }
}
