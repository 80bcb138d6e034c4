import type { UsageAnswer } from '../../../../shared/contract/usage-answers.ts'
import { figureNames } from '../../../../shared/domain/figure-names.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** One row per Genesys charge and period; `In total` says whether the vendor's total or the third parties' total contains it. */
export function usageTable(answers: readonly UsageAnswer[], tenants: TenantDirectory): Table {
  return {
    name: 'Usage',
    columns: [
      nameColumn(tenants),
      { header: 'Charge', kind: 'text', width: 38 },
      { header: figureNames.commitmentCost, kind: 'money', width: 14 },
      { header: figureNames.overageCost, kind: 'money', width: 14 },
      { header: 'Currency', kind: 'text', width: 10 },
      { header: 'In total', kind: 'flag', width: 8 },
      { header: figureNames.used, kind: 'decimal', width: 14 },
      { header: figureNames.committed, kind: 'decimal', width: 14 },
      { header: figureNames.allowance, kind: 'decimal', width: 14 },
      { header: figureNames.over, kind: 'decimal', width: 14 },
      ...details([
        { header: figureNames.prepaidPrice, kind: 'money', width: 12 },
        { header: figureNames.overagePrice, kind: 'money', width: 12 },
        { header: 'Kind', kind: 'text', width: 14 },
        { header: 'Note', kind: 'text', width: 50 },
        { header: 'Grouping', kind: 'text', width: 20 },
        { header: 'Unit', kind: 'text', width: 10 },
        { header: 'Month', kind: 'month', width: 9 },
        { header: 'Period start', kind: 'day', width: 12 },
        { header: 'Period end', kind: 'day', width: 12 },
        { header: 'Final', kind: 'flag', width: 8 },
        { header: 'Charge id', kind: 'text', width: 15 },
        { header: 'Part number', kind: 'text', width: 22 },
        { header: 'Snapshot', kind: 'id', width: 10 },
      ]),
      ...idColumns(tenants),
    ],
    rows: rows(answers, tenants),
  }
}

function* rows(answers: readonly UsageAnswer[], tenants: TenantDirectory): Generator<Cell[]> {
  for (const usage of answers) {
    const name = nameCell(tenants, usage.tenant)
    const ids = idCells(tenants, usage.tenant)
    for (const row of usage.rows) {
      yield [
        name,
        row.name,
        row.commitmentCost,
        row.overCost,
        usage.currency,
        row.inTotal,
        row.used,
        row.committed,
        row.allowance,
        row.over,
        row.prepayPrice,
        row.overagePrice,
        row.kind,
        row.note,
        row.grouping,
        row.unit,
        usage.month,
        usage.period.start,
        usage.period.end,
        usage.final,
        row.chargeId,
        row.partNumber,
        usage.evidence.snapshotId,
        ...ids,
      ]
    }
  }
}
