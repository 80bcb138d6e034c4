import type { MoneyTotal } from '../../../../shared/contract/report-answers.ts'
import type { MonthScope, TenantMonth } from '../month-report.ts'
import type { TenantDirectory } from '../source.ts'
import type { Cell, Column, Table } from '../table.ts'
import { tenantCells, tenantColumns } from './tenant-columns.ts'

const columns = (tenants: TenantDirectory): Column[] => [
  { header: 'Month', kind: 'month', width: 9 },
  ...tenantColumns(tenants),
  { header: 'Reported', kind: 'integer', width: 10 },
  { header: 'Listed', kind: 'integer', width: 10 },
  { header: 'Recounted', kind: 'integer', width: 10 },
  { header: 'Units', kind: 'integer', width: 10 },
  { header: 'Units state', kind: 'text', width: 11 },
  { header: 'Reported before', kind: 'integer', width: 10 },
  { header: 'Change', kind: 'integer', width: 9 },
  { header: 'Why', kind: 'text', width: 44 },
  { header: 'Disabled holders', kind: 'integer', width: 10 },
  { header: 'Vendor unit price', kind: 'money', width: 11 },
  { header: 'Vendor cost', kind: 'money', width: 13 },
  { header: 'Vendor currency', kind: 'text', width: 10 },
  { header: 'Licence cost', kind: 'money', width: 13 },
  { header: 'Licence currency', kind: 'text', width: 10 },
  { header: 'Commitment cost', kind: 'money', width: 13 },
  { header: 'Overage cost', kind: 'money', width: 13 },
  { header: 'Usage currency', kind: 'text', width: 10 },
  { header: 'Snapshot', kind: 'id', width: 10 },
  { header: 'Report time', kind: 'instant', width: 18 },
  { header: 'Warnings', kind: 'text', width: 40 },
]

/** One row a tenant: the three numbers beside each other, units with their state, the change, both costs, the evidence. */
export function summaryTable(scope: Pick<MonthScope, 'month' | 'directory'>, tenants: readonly TenantMonth[]): Table {
  return { name: 'Summary', columns: columns(scope.directory), rows: tenants.map((tenant) => row(scope, tenant)) }
}

function row({ month, directory }: Pick<MonthScope, 'month' | 'directory'>, tenant: TenantMonth): Cell[] {
  const { figures, licences, diff, usage, snapshot } = tenant
  const { reported, listed, recounted, units, disabled } = figures
  const vendor = licences?.cost.vendor.lines.find((line) => line.tenant === tenant.tenant)
  const licenceCost = only(licences?.cost.licences.totals)
  return [
    month,
    ...tenantCells(directory, tenant.tenant),
    reported.after?.value ?? null,
    listed.after?.value ?? null,
    recounted.after?.value ?? null,
    units.after?.value ?? null,
    units.after?.state ?? null,
    reported.before?.value ?? null,
    diff?.totals.reported.delta ?? null,
    diff?.explanation.text ?? null,
    disabled.after?.value ?? null,
    vendor?.unitPrice ?? null,
    vendor?.cost ?? null,
    vendor?.currency ?? null,
    licenceCost?.amount ?? null,
    licenceCost?.currency ?? null,
    usage?.totals?.vendor.commitment ?? null,
    usage?.totals?.vendor.over ?? null,
    usage?.currency ?? null,
    snapshot?.id ?? usage?.evidence.snapshotId ?? null,
    snapshot?.reportedAt ?? usage?.evidence.reportedAt ?? null,
    warningsOf(tenant).join('; ') || null,
  ]
}

/** Amounts of several currencies are never one number: then the sheet Licences has them, and a warning says so. */
function only(totals: readonly MoneyTotal[] | undefined): MoneyTotal | null {
  return totals?.length === 1 ? (totals[0] ?? null) : null
}

function warningsOf({ figures, licences, diff, usage, snapshot }: TenantMonth): string[] {
  const codes = new Set<string>()
  if (!snapshot && !usage) codes.add('NO_SNAPSHOT')
  if ((licences?.cost.licences.totals.length ?? 0) > 1) codes.add('MIXED_CURRENCIES')
  if (figures.reported.after?.early) codes.add('EARLY_MONTH_END')
  for (const answer of [licences, diff, usage]) for (const warning of answer?.warnings ?? []) codes.add(warning.code)
  for (const code of snapshot?.warnings ?? []) codes.add(code)
  return [...codes].sort()
}
