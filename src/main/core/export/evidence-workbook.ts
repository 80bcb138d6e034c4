/** The evidence pack as a workbook: a page about the month, then numbered people, the invoice's lines, and the snapshots. */
import type { EvidencePack } from './evidence-pack.ts'
import { monthPage } from './month-page.ts'
import type { MonthReport } from './month-report.ts'
import { aboutReport, correctionsSheet, reconcileSheet, sheetPlan } from './month-workbook.ts'
import type { PagePlan, SheetPlan } from './sheet-plan.ts'
import type { TenantDirectory } from './source.ts'
import { details, type Table } from './table.ts'
import { approvedFiguresTable } from './tables/approval.ts'
import { evidenceTable } from './tables/evidence.ts'
import { reconcileTable } from './tables/reconcile.ts'
import { idCells, idColumns } from './tables/tenant-columns.ts'
import { usageTable } from './tables/usage.ts'

/** The sheets for some packs of a report: for one customer, or for all. */
export function evidenceWorkbook(
  report: MonthReport,
  packs: readonly EvidencePack[],
  options: { demo: boolean; madeAt: string },
): (PagePlan | SheetPlan)[] {
  const { directory } = report
  const plan = (table: Table) => sheetPlan(table, options.demo)
  const usages = packs.flatMap(({ month }) => month.usage ?? [])
  const snapshots = new Map(packs.flatMap(({ evidence }) => evidence.map((each) => [each.id, each] as const)))
  const evidence = [...snapshots.values()].sort((a, b) => a.id - b.id)
  const sheets = [
    plan(peopleTable(packs, directory)),
    ...(report.reconcile === null ? [] : [reconcileSheet(plan(reconcileTable(report.reconcile, directory)), report.reconcile)]),
    ...(usages.length === 0 ? [] : [plan(usageTable(usages, directory))]),
    ...(report.approval.approved === null ? [] : [plan(approvedFiguresTable(report.approval, directory))]),
    ...correctionsSheet(report, options.demo),
    plan(evidenceTable({ ...report, evidence })),
  ]
  return [{ name: 'Summary', ...aboutReport(report, sheets, options), ...monthPage(report) }, ...sheets]
}

/** One row per person, numbered within the customer. */
function peopleTable(packs: readonly EvidencePack[], directory: TenantDirectory): Table {
  return {
    name: 'People',
    columns: [
      { header: 'No', kind: 'id', width: 6 },
      { header: 'Customer', kind: 'text', width: 28 },
      { header: 'Display name', kind: 'text', width: 26 },
      { header: 'Sign-in name', kind: 'text', width: 42 },
      { header: 'Licences', kind: 'text', width: 60 },
      { header: 'Licence count', kind: 'integer', width: 9 },
      { header: 'Counted by the vendor', kind: 'flag', width: 11 },
      { header: 'Account enabled', kind: 'flag', width: 10 },
      ...details([
        { header: 'Month', kind: 'month', width: 9 },
        { header: 'Person id', kind: 'text', width: 38 },
        { header: 'SKU ids', kind: 'text', width: 40 },
        { header: 'Snapshot', kind: 'id', width: 10 },
      ]),
      ...idColumns(directory),
    ],
    rows: packs.flatMap(({ tenant, report, people, month }) =>
      (people ?? []).map(({ number, holder, licences, counted }) => [
        number,
        tenant.name,
        holder.displayName,
        holder.userPrincipalName,
        licences.join('; ') || null,
        licences.length,
        counted,
        holder.accountEnabled,
        report.month,
        holder.id,
        holder.skus.join('; ') || null,
        month.snapshot?.id ?? null,
        ...idCells(directory, tenant.id),
      ]),
    ),
  }
}
