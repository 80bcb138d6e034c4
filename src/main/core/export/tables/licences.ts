import type { LicencesAnswer } from '../../../../shared/contract/licence-answers.ts'
import type { TenantDirectory } from '../source.ts'
import type { Cell, Table } from '../table.ts'
import { tenantCells, tenantColumns } from './tenant-columns.ts'

/** One row a tenant and SKU. Holders add up to assignments, not to people, so nothing here totals them. */
export function licencesTable(answers: readonly { tenant: number; licences: LicencesAnswer }[], tenants: TenantDirectory): Table {
  return {
    name: 'Licences',
    columns: [
      { header: 'Month', kind: 'month', width: 9 },
      ...tenantColumns(tenants),
      { header: 'SKU id', kind: 'text', width: 38 },
      { header: 'Part number', kind: 'text', width: 24 },
      { header: 'SKU name', kind: 'text', width: 36 },
      { header: 'Holders', kind: 'integer', width: 10 },
      { header: 'Enabled holders', kind: 'integer', width: 10 },
      { header: 'Disabled holders', kind: 'integer', width: 10 },
      { header: 'Unknown holders', kind: 'integer', width: 10 },
      { header: 'Change', kind: 'integer', width: 9 },
      { header: 'Excluded by vendor', kind: 'flag', width: 10 },
      { header: 'Free', kind: 'flag', width: 8 },
      { header: 'Unit price', kind: 'money', width: 12 },
      { header: 'Licence cost', kind: 'money', width: 14 },
      { header: 'Currency', kind: 'text', width: 10 },
      { header: 'Snapshot', kind: 'id', width: 10 },
    ],
    rows: rows(answers, tenants),
  }
}

function* rows(answers: readonly { tenant: number; licences: LicencesAnswer }[], tenants: TenantDirectory): Generator<Cell[]> {
  for (const { tenant, licences } of answers) {
    const snapshot = licences.evidence.find((evidence) => evidence.tenant === tenant)?.snapshotId ?? null
    for (const row of licences.rows) {
      yield [
        licences.month,
        ...tenantCells(tenants, tenant),
        row.skuId,
        row.partNumber,
        row.name,
        row.holders,
        row.enabledHolders,
        row.disabledHolders,
        row.unknownHolders,
        row.change,
        row.excludedByVendor,
        row.free,
        row.unitPrice,
        row.cost,
        row.currency,
        snapshot,
      ]
    }
  }
}
