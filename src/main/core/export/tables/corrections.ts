import type { CloseAnswer } from '../../../../shared/contract/closing-answers.ts'
import type { TenantDirectory } from '../source.ts'
import { details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** One row per correction: of this month since its approval, and of earlier months that are included in this one. */
export function correctionsTable({ ofThis, lines }: CloseAnswer['corrections'], directory: TenantDirectory): Table {
  return {
    name: 'Corrections',
    columns: [
      nameColumn(directory),
      { header: 'Corrected month', kind: 'month', width: 10 },
      { header: 'Line of', kind: 'month', width: 9 },
      { header: 'Figure', kind: 'text', width: 30 },
      { header: 'Approved', kind: 'decimal', width: 14 },
      { header: 'Now', kind: 'decimal', width: 14 },
      { header: 'Change', kind: 'decimal', width: 14 },
      { header: 'Currency', kind: 'text', width: 10 },
      { header: 'Recorded', kind: 'instant', width: 18 },
      ...details([
        { header: 'Figure id', kind: 'text', width: 30 },
        { header: 'Snapshot', kind: 'id', width: 12 },
      ]),
      ...idColumns(directory),
    ],
    rows: [...ofThis, ...lines].map((each) => [
      nameCell(directory, each.tenant),
      each.month,
      each.lineOf,
      each.label,
      each.approved,
      each.now,
      each.delta,
      each.currency,
      each.recordedAt,
      each.figure,
      each.snapshotId,
      ...idCells(directory, each.tenant),
    ]),
  }
}
