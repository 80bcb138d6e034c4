import type { LicencesAnswer } from '../../../../shared/contract/licence-answers.ts'
import { figureNames } from '../../../../shared/domain/figure-names.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/** One row per tenant and SKU. Holders add up to assignments, not to people, so they are not totalled. */
export function licencesTable(answers: readonly { tenant: number; licences: LicencesAnswer }[], tenants: TenantDirectory): Table {
  return {
    name: 'Licences',
    columns: [
      nameColumn(tenants),
      { header: 'SKU name', kind: 'text', width: 36 },
      { header: figureNames.licenceCost, kind: 'money', width: 14 },
      { header: 'Unit price', kind: 'money', width: 12 },
      { header: 'Currency', kind: 'text', width: 10 },
      { header: 'Holders', kind: 'integer', width: 10 },
      { header: 'Change', kind: 'integer', width: 9 },
      { header: 'Disabled holders', kind: 'integer', width: 10 },
      { header: 'Excluded by vendor', kind: 'flag', width: 10 },
      { header: 'Free', kind: 'flag', width: 8 },
      ...details([
        { header: 'Enabled holders', kind: 'integer', width: 10 },
        { header: 'Unknown holders', kind: 'integer', width: 10 },
        { header: 'Month', kind: 'month', width: 9 },
        { header: 'SKU id', kind: 'text', width: 38 },
        { header: 'Part number', kind: 'text', width: 24 },
        { header: 'Snapshot', kind: 'id', width: 10 },
      ]),
      ...idColumns(tenants),
    ],
    rows: rows(answers, tenants),
  }
}

function* rows(answers: readonly { tenant: number; licences: LicencesAnswer }[], tenants: TenantDirectory): Generator<Cell[]> {
  for (const { tenant, licences } of answers) {
    const snapshot = licences.evidence.find((evidence) => evidence.tenant === tenant)?.snapshotId ?? null
    for (const row of licences.rows) {
      yield [
        nameCell(tenants, tenant),
        row.name,
        row.cost,
        row.unitPrice,
        row.currency,
        row.holders,
        row.change,
        row.disabledHolders,
        row.excludedByVendor,
        row.free,
        row.enabledHolders,
        row.unknownHolders,
        licences.month,
        row.skuId,
        row.partNumber,
        snapshot,
        ...idCells(tenants, tenant),
      ]
    }
  }
}
