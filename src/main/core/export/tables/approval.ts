import type { ApprovalAnswer } from '../../../../shared/contract/approval-answers.ts'
import type { TenantDirectory } from '../source.ts'
import { details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** One row per figure of an approved month: its approved and current values, and the snapshots of both. */
export function approvedFiguresTable({ values }: ApprovalAnswer, directory: TenantDirectory): Table {
  return {
    name: 'Approval',
    columns: [
      nameColumn(directory),
      { header: 'Figure', kind: 'text', width: 30 },
      { header: 'Approved', kind: 'decimal', width: 14 },
      { header: 'Now', kind: 'decimal', width: 14 },
      { header: 'Currency', kind: 'text', width: 10 },
      { header: 'Changed', kind: 'flag', width: 8 },
      { header: 'State when approved', kind: 'text', width: 12 },
      { header: 'State now', kind: 'text', width: 12 },
      ...details([
        { header: 'Figure id', kind: 'text', width: 30 },
        { header: 'Snapshot when approved', kind: 'id', width: 12 },
        { header: 'Snapshot now', kind: 'id', width: 12 },
      ]),
      ...idColumns(directory),
    ],
    rows: values.map((value) => [
      nameCell(directory, value.tenant),
      value.label,
      value.approved,
      value.now,
      value.currency,
      value.moved,
      value.state,
      value.stateNow,
      value.figure,
      value.snapshotId,
      value.snapshotIdNow,
      ...idCells(directory, value.tenant),
    ]),
  }
}
