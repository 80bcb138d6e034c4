import type { UsageAnswer } from '../../../../shared/contract/usage-answers.ts'
import type { TenantDirectory } from '../source.ts'
import type { Cell, Table } from '../table.ts'
import { tenantCells, tenantColumns } from './tenant-columns.ts'

/** One row a Genesys charge and period; `In total` says whether the vendor's own or the third parties' total contains it. */
export function usageTable(answers: readonly UsageAnswer[], tenants: TenantDirectory): Table {
  return {
    name: 'Usage',
    columns: [
      { header: 'Month', kind: 'month', width: 9 },
      ...tenantColumns(tenants),
      { header: 'Period start', kind: 'day', width: 12 },
      { header: 'Period end', kind: 'day', width: 12 },
      { header: 'Final', kind: 'flag', width: 8 },
      { header: 'Charge id', kind: 'text', width: 15 },
      { header: 'Charge', kind: 'text', width: 38 },
      { header: 'Part number', kind: 'text', width: 22 },
      { header: 'Grouping', kind: 'text', width: 20 },
      { header: 'Unit', kind: 'text', width: 10 },
      { header: 'Kind', kind: 'text', width: 14 },
      { header: 'Used', kind: 'decimal', width: 14 },
      { header: 'Committed', kind: 'decimal', width: 14 },
      { header: 'Allowance', kind: 'decimal', width: 14 },
      { header: 'Over', kind: 'decimal', width: 14 },
      { header: 'Prepaid price', kind: 'money', width: 12 },
      { header: 'Overage price', kind: 'money', width: 12 },
      { header: 'Commitment cost', kind: 'money', width: 14 },
      { header: 'Overage cost', kind: 'money', width: 14 },
      { header: 'Currency', kind: 'text', width: 10 },
      { header: 'In total', kind: 'flag', width: 8 },
      { header: 'Note', kind: 'text', width: 50 },
      { header: 'Snapshot', kind: 'id', width: 10 },
    ],
    rows: rows(answers, tenants),
  }
}

function* rows(answers: readonly UsageAnswer[], tenants: TenantDirectory): Generator<Cell[]> {
  for (const usage of answers) {
    const whose = [usage.month, ...tenantCells(tenants, usage.tenant), usage.period.start, usage.period.end, usage.final]
    for (const row of usage.rows) {
      yield [
        ...whose,
        row.chargeId,
        row.name,
        row.partNumber,
        row.grouping,
        row.unit,
        row.kind,
        row.used,
        row.committed,
        row.allowance,
        row.over,
        row.prepayPrice,
        row.overagePrice,
        row.commitmentCost,
        row.overCost,
        usage.currency,
        row.inTotal,
        row.note,
        usage.evidence.snapshotId,
      ]
    }
  }
}
