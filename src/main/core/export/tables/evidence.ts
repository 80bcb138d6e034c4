import type { MonthReport } from '../month-report.ts'
import { details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** One row per snapshot that the workbook's figures are based on, with the rule revision in force when the file was made. */
export function evidenceTable(report: MonthReport): Table {
  return {
    name: 'Evidence',
    columns: [
      nameColumn(report.directory),
      { header: 'Dataset', kind: 'text', width: 24 },
      { header: 'Month', kind: 'month', width: 9 },
      { header: 'Report time', kind: 'instant', width: 18 },
      { header: 'Collection time', kind: 'instant', width: 18 },
      { header: 'Warnings', kind: 'text', width: 20 },
      { header: 'Rule revision', kind: 'id', width: 10 },
      { header: 'Snapshot', kind: 'id', width: 10 },
      { header: 'SHA-256', kind: 'text', width: 66 },
      ...details([
        { header: 'Period start', kind: 'day', width: 12 },
        { header: 'Period end', kind: 'day', width: 12 },
      ]),
      ...idColumns(report.directory),
    ],
    rows: report.evidence.map((snapshot) => [
      nameCell(report.directory, snapshot.tenant),
      snapshot.dataset,
      snapshot.month,
      snapshot.reportedAt,
      snapshot.observedAt,
      snapshot.warnings.join('; ') || null,
      report.ruleRevision,
      snapshot.id,
      snapshot.sha256,
      snapshot.periodStart,
      snapshot.periodEnd,
      ...idCells(report.directory, snapshot.tenant),
    ]),
  }
}
