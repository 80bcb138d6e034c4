import type { MoneyChange } from '../../../../shared/contract/diff-answers.ts'
import type { Warning } from '../../../../shared/contract/errors.ts'
import type { MoneyTotal } from '../../../../shared/contract/licence-answers.ts'
import { chargeName } from '../../../../shared/domain/charge-name.ts'
import { figureNames } from '../../../../shared/domain/figure-names.ts'
import type { MonthScope, TenantMonth } from '../month-report.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, type Column, details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

const columns = (tenants: TenantDirectory): Column[] => [
  nameColumn(tenants),
  { header: figureNames.bill, kind: 'money', width: 13 },
  { header: `${figureNames.bill} change`, kind: 'money', width: 13 },
  { header: 'Bill currency', kind: 'text', width: 10 },
  { header: figureNames.licenceCost, kind: 'money', width: 13 },
  { header: `${figureNames.licenceCost} change`, kind: 'money', width: 13 },
  { header: 'Licence currency', kind: 'text', width: 10 },
  { header: figureNames.units, kind: 'integer', width: 10 },
  { header: figureNames.reported, kind: 'integer', width: 10 },
  { header: 'Why', kind: 'text', width: 44 },
  ...details([
    { header: 'Units state', kind: 'text', width: 11 },
    { header: `${figureNames.reported} before`, kind: 'integer', width: 10 },
    { header: 'Change', kind: 'integer', width: 9 },
    { header: figureNames.listed, kind: 'integer', width: 10 },
    { header: figureNames.recounted, kind: 'integer', width: 10 },
    { header: figureNames.disabled, kind: 'integer', width: 10 },
    { header: 'Vendor unit price', kind: 'money', width: 11 },
    { header: figureNames.commitmentCost, kind: 'money', width: 13 },
    { header: figureNames.overageCost, kind: 'money', width: 13 },
    { header: 'Usage currency', kind: 'text', width: 10 },
    { header: 'Left out of costs', kind: 'text', width: 30 },
    { header: 'Warnings', kind: 'text', width: 40 },
    { header: 'Month', kind: 'month', width: 9 },
    { header: 'Snapshot', kind: 'id', width: 10 },
    { header: 'Report time', kind: 'instant', width: 18 },
  ]),
  ...idColumns(tenants),
]

/** One row per tenant: both costs with their change, units and users, why they changed, and the evidence. */
export function tenantsTable(scope: Pick<MonthScope, 'month' | 'directory'>, tenants: readonly TenantMonth[]): Table {
  return { name: 'Tenants', columns: columns(scope.directory), rows: tenants.map((tenant) => row(scope, tenant)) }
}

function row({ month, directory }: Pick<MonthScope, 'month' | 'directory'>, tenant: TenantMonth): Cell[] {
  const { figures, licences, bill, diff, usage, snapshot } = tenant
  const { reported, listed, recounted, units, disabled } = figures
  const licenceCost = only(licences?.cost.licences.totals)
  const billChange = changeIn(bill?.currency, diff?.cost.vendor.amounts)
  const licenceChange = changeIn(licenceCost?.currency, diff?.cost.licences.amounts)
  return [
    nameCell(directory, tenant.tenant),
    bill?.cost ?? null,
    billChange?.delta ?? null,
    bill?.currency ?? billChange?.currency ?? null,
    licenceCost?.amount ?? null,
    licenceChange?.delta ?? null,
    licenceCost?.currency ?? licenceChange?.currency ?? null,
    units.after?.value ?? null,
    reported.after?.value ?? null,
    whyOf(tenant),
    units.after?.state ?? null,
    reported.before?.value ?? null,
    diff?.totals.reported.delta ?? null,
    listed.after?.value ?? null,
    recounted.after?.value ?? null,
    disabled.after?.value ?? null,
    bill?.unitPrice ?? null,
    usage?.totals?.vendor.commitment ?? null,
    usage?.totals?.vendor.over ?? null,
    usage?.currency ?? null,
    leftOut(tenant),
    warningsOf(tenant).join(' ') || null,
    month,
    snapshot?.id ?? usage?.evidence.snapshotId ?? null,
    snapshot?.reportedAt ?? usage?.evidence.reportedAt ?? null,
    ...idCells(directory, tenant.tenant),
  ]
}

/** The change in the row's currency. For a tenant that is gone, which has no cost in this month: its only change, if it has only one. */
function changeIn(currency: string | null | undefined, amounts: readonly MoneyChange[] = []): MoneyChange | null {
  if (currency) return amounts.find((amount) => amount.currency === currency) ?? null
  return amounts.length === 1 ? (amounts[0] ?? null) : null
}

/** The only total; null for several currencies. The sheet Licences then has the amounts, and a warning says so. */
function only(totals: readonly MoneyTotal[] | undefined): MoneyTotal | null {
  return totals?.length === 1 ? (totals[0] ?? null) : null
}

/** Why the figures changed, also for a new or gone tenant; for a gap, which month lacks a snapshot. Null for Genesys, which has no number of users. */
function whyOf({ figures, diff }: TenantMonth): string | null {
  const [before, after] = [figures.reported.before?.snapshotId ?? null, figures.reported.after?.snapshotId ?? null]
  if (before === null && after === null) return null
  if (diff !== null) return diff.explanation.text
  return before === null ? 'not comparable: no snapshot in the month before' : 'not comparable: no snapshot in this month'
}

/** What the row's costs do not include. A cost that is missing altogether leaves nothing out. */
function leftOut({ licences, usage }: TenantMonth): string | null {
  const skus = licences === null || licences.cost.licences.totals.length === 0 ? [] : licences.cost.licences.leftOut
  const skuName = (skuId: string) => licences?.rows.find((row) => row.skuId === skuId)?.name ?? skuId
  const charge = (chargeId: string) => {
    const row = usage?.rows.find((each) => each.chargeId === chargeId)
    return row === undefined ? chargeId : chargeName(row)
  }
  return [...skus.map(skuName), ...(usage?.totals?.leftOut ?? []).map(charge)].join('; ') || null
}

/** Warnings about this month, each with its code. Those about the month before are left out. */
function warningsOf({ figures, licences, diff, usage, snapshot }: TenantMonth): string[] {
  const texts = new Map<string, string>()
  const add = ({ code, message }: Pick<Warning, 'code' | 'message'>) => texts.set(code, `${code}: ${message}`)
  if (!snapshot && !usage) add({ code: 'NO_SNAPSHOT', message: 'There is no snapshot in this month.' })
  if ((licences?.cost.licences.totals.length ?? 0) > 1) {
    add({
      code: 'MIXED_CURRENCIES',
      message: 'Licences have prices in several currencies, which are not added. See the table of licences.',
    })
  }
  for (const code of snapshot?.warnings ?? []) add({ code, message: 'see its snapshot.' })
  for (const warning of [...(licences?.warnings ?? []), ...(usage?.warnings ?? [])]) add(warning)
  for (const warning of diff?.warnings ?? []) {
    if (warning.code !== 'EARLY_MONTH_END' && warning.data?.snapshotId !== diff?.from.snapshotId) add(warning)
  }
  if (figures.reported.after?.early && !texts.has('EARLY_MONTH_END')) {
    add({ code: 'EARLY_MONTH_END', message: 'The last snapshot was taken more than two days before the end of the month.' })
  }
  return [...texts.keys()].sort().map((code) => texts.get(code)!)
}
