import type { RunAnswer } from '../../../../shared/contract/collecting-answers.ts'
import type { TenantDirectory } from '../source.ts'
import type { Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** One row per run, with its outcome and its error's message. */
export function runsTable(runs: readonly RunAnswer[], tenants: TenantDirectory): Table {
  return {
    name: 'Runs',
    columns: [
      { header: 'Run', kind: 'id', width: 9 },
      nameColumn(tenants),
      { header: 'Dataset', kind: 'text', width: 24 },
      { header: 'Outcome', kind: 'text', width: 12 },
      { header: 'Snapshot', kind: 'id', width: 10 },
      { header: 'Started', kind: 'instant', width: 18 },
      { header: 'Finished', kind: 'instant', width: 18 },
      { header: 'Requests', kind: 'integer', width: 10 },
      { header: 'Error code', kind: 'text', width: 20 },
      { header: 'Error', kind: 'text', width: 60 },
      ...idColumns(tenants),
    ],
    rows: runs.map((run) => [
      run.id,
      nameCell(tenants, run.tenant),
      run.dataset,
      run.outcome,
      run.snapshotId,
      run.startedAt,
      run.finishedAt,
      run.requests,
      run.error?.code ?? null,
      run.error?.message ?? null,
      ...idCells(tenants, run.tenant),
    ]),
  }
}
