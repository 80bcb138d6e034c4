/** The sheets and totals of the month's workbook. `xlsx-writer.ts` writes it. */

import type { ReconcileAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { parseDecimal, sum } from '../../../shared/domain/decimal.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { monthPage } from './month-page.ts'
import type { MonthReport } from './month-report.ts'
import type { PagePlan, SheetPlan, Total } from './sheet-plan.ts'
import { skuPrices } from './sku-prices.ts'
import type { Source } from './source.ts'
import { type Cell, demoTitle, type Table, withDemoColumn } from './table.ts'
import { approvedFiguresTable } from './tables/approval.ts'
import { changesTable } from './tables/changes.ts'
import { correctionsTable } from './tables/corrections.ts'
import { evidenceTable } from './tables/evidence.ts'
import { holderColumns, holderRows } from './tables/holders.ts'
import { licencesTable } from './tables/licences.ts'
import { reconcileTable } from './tables/reconcile.ts'
import { tenantsTable } from './tables/tenants.ts'
import { usageTable } from './tables/usage.ts'
import { wallClockOf } from './xlsx-cells.ts'

/** Longer tables are left out when the workbook is printed. */
const maxPrintedRows = 1500

/** The sheets of the month's workbook, in order; `people` reads the people of a snapshot. */
export function monthWorkbook(
  report: MonthReport,
  people: Source['people'],
  skuName: (skuId: string) => string | null,
  options: { demo: boolean; madeAt: string },
): (PagePlan | SheetPlan)[] {
  const plan = (given: Table, orientation?: SheetPlan['orientation']) => sheetPlan(given, options.demo, orientation)
  const { directory, tenants } = report
  const licences = tenants.flatMap(({ tenant, licences }) => (licences ? [{ tenant, licences }] : []))
  const lookups = { directory, skuName, prices: skuPrices(tenants) }
  // The bridge values a change of licences at the earlier price.
  const bothPrices = skuPrices([...tenants.map(({ tenant, licencesBefore }) => ({ tenant, licences: licencesBefore })), ...tenants])
  const tenantSheet = plan(tenantsTable(report, tenants))
  const licenceSheet = plan(licencesTable(licences, directory), 'portrait')
  const usage = plan(usageTable(only(tenants.map((each) => each.usage)), directory))
  const holders = {
    name: 'People',
    columns: holderColumns(directory),
    rows: only(tenants.map(({ snapshot }) => snapshot)).flatMap((each) => [...holderRows(each, people(each.id), lookups)]),
  }
  const sheets = [
    tenantSheet,
    plan(changesTable(only(tenants.map(({ diff }) => diff)), directory, bothPrices), 'portrait'),
    plan(holders, 'portrait'),
    licenceSheet,
    usage,
    plan(evidenceTable(report)),
    ...(report.approval.approved === null ? [] : [plan(approvedFiguresTable(report.approval, directory))]),
    ...correctionsSheet(report, options.demo),
    ...(report.reconcile === null ? [] : [reconcileSheet(plan(reconcileTable(report.reconcile, directory)), report.reconcile)]),
  ]
  tenantSheet.totals = [
    ...[figureNames.reported, figureNames.listed, figureNames.recounted, figureNames.units, 'Change', figureNames.disabled].flatMap(
      (column) => totalOf(tenantSheet, column),
    ),
    ...totalsByCurrency(tenantSheet, figureNames.bill, 'Bill currency'),
    ...totalsByCurrency(tenantSheet, `${figureNames.bill} change`, 'Bill currency'),
    // From the table of licences: in the table of tenants, a tenant with several currencies has no licence cost.
    ...totalsByCurrency(licenceSheet, figureNames.licenceCost, 'Currency').map((total) => ({ ...total, of: licenceSheet })),
  ]
  licenceSheet.totals = totalsByCurrency(licenceSheet, figureNames.licenceCost, 'Currency')
  // Third-party charges have a separate subtotal and are in no other total.
  for (const [label, kind] of [
    ['Vendor', '<>third-party'],
    ['Third party', 'third-party'],
  ] as const) {
    for (const column of [figureNames.commitmentCost, figureNames.overageCost]) {
      usage.totals.push(
        ...totalsByCurrency(usage, column, 'Currency', label, [
          { column: 'Kind', equals: kind },
          { column: 'In total', equals: 'yes' },
        ]),
      )
    }
  }
  const page = { name: 'Summary', ...aboutReport(report, sheets, options), ...monthPage(report) }
  return [page, ...sheets]
}

/** The sheet of a table, without totals. Long tables are not printed. */
export function sheetPlan(given: Table, demo: boolean, orientation: SheetPlan['orientation'] = 'landscape'): SheetPlan {
  const table = withDemoColumn(given, demo)
  const rows = [...table.rows]
  const rowsPrinted = rows.length <= maxPrintedRows
  const notes = rowsPrinted ? [] : [`These ${rows.length} rows are not printed with the workbook. To print them, clear the print area.`]
  return { titles: [], notes, table: { ...table, rows }, totals: [], orientation, rowsPrinted }
}

/** The sheet of corrections; none without any. */
export function correctionsSheet({ corrections, directory }: Pick<MonthReport, 'corrections' | 'directory'>, demo: boolean): SheetPlan[] {
  const { ofThis, lines } = corrections
  return ofThis.length + lines.length === 0 ? [] : [sheetPlan(correctionsTable(corrections, directory), demo)]
}

/** Sums of the differences. Each label says how many lines are not included. */
export function reconcileSheet(sheet: SheetPlan, { totals, invoices }: ReconcileAnswer): SheetPlan {
  const files = invoices.map(({ fileName }) => fileName).join(', ')
  const note = `Invoices: ${files}. Unmapped lines, not in any total: ${totals.unmappedLines}. Lines left out by a mapping: ${totals.leftOutLines}. Open: ${totals.open}.`
  const sums = [
    ['Billed too little', 'under'],
    ['Billed too much', 'over'],
  ].flatMap(([label, status]) => totalsByCurrency(sheet, 'Value', 'Currency', label, [{ column: 'Status', equals: status! }]))
  return { ...sheet, notes: [note, ...sheet.notes], totals: sums }
}

/** The lines above the page's tables: title, then notes on how to read it. */
export function aboutReport(
  report: MonthReport,
  sheets: readonly SheetPlan[],
  { demo, madeAt }: { demo: boolean; madeAt: string },
): Pick<PagePlan, 'titles' | 'notes'> {
  const { month, previousMonth, timeZone, ruleRevision, tenants, coverage } = report
  const units = tenants.flatMap(({ figures }) => figures.units.after?.state ?? [])
  const settled = units.filter((state) => state === 'settled').length
  const localTime = (instant: string) => wallClockOf(timeZone)(instant).toISOString().slice(0, 16).replace('T', ' ')
  const unprinted = sheets.filter(({ rowsPrinted }) => rowsPrinted === false).map(({ table }) => table.name)
  const sentences = [
    `${coverage.with} of ${coverage.expected} tenants have a snapshot.`,
    units.length === 0
      ? ''
      : `Units are settled for ${settled} of ${units.length} tenants${settled === units.length ? '' : ', for the others projected'}.`,
    unprinted.length === 0 ? '' : `Too long to print with the workbook: ${unprinted.join(', ')}.`,
  ]
  return {
    titles: [...(demo ? [demoTitle] : []), `Seatledger: billable licences in ${month}`],
    notes: [
      `Compared with ${previousMonth}. Times and months in ${timeZone}. Rule revision ${ruleRevision}. Made ${localTime(madeAt)}.`,
      sentences.filter(Boolean).join(' '),
      ...approvalNote(report, localTime),
    ],
  }
}

function approvalNote({ month, approval: { approved, moved, values } }: MonthReport, localTime: (instant: string) => string): string[] {
  if (approved === null) return []
  const since = moved === 0 ? `All ${values.length} figures are unchanged.` : `${moved} of ${values.length} figures have changed since.`
  const by = approved.by === null ? '' : ` by ${approved.by}`
  const note = approved.note === null ? '' : ` Note: ${approved.note}`
  return [`${month} was approved on ${localTime(approved.at)}${by}, with rule revision ${approved.ruleRevision}. ${since}${note}`]
}

function only<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value): value is T => value !== null)
}

/** The total of a column over the matching rows; none if no row has a value, since missing is not zero. */
function totalOf(sheet: SheetPlan, column: string, label = 'Total', where: Total['where'] = []): Total[] {
  const { columns, rows } = sheet.table
  const index = (header: string) => columns.findIndex((candidate) => candidate.header === header)
  const at = index(column)
  const matching = rows.filter((row) => where.every(({ column: header, equals }) => matches(row[index(header)] ?? null, equals)))
  const values = only(matching.map((row) => parseDecimal(row[at] as string | number | null)))
  return values.length === 0 ? [] : [{ label, column, where, value: sum(values).toFixed() }]
}

function totalsByCurrency(sheet: SheetPlan, column: string, currencyColumn: string, label = 'Total', where: Total['where'] = []): Total[] {
  const at = sheet.table.columns.findIndex((candidate) => candidate.header === currencyColumn)
  const currencies = new Set(sheet.table.rows.map((row) => row[at]).filter((value): value is string => typeof value === 'string'))
  return [...currencies]
    .sort()
    .flatMap((currency) => totalOf(sheet, column, `${label} ${currency}`, [{ column: currencyColumn, equals: currency }, ...where]))
}

/** Matches a cell as SUMIFS does: a text, or `<>text`; a flag is yes or no. */
function matches(cell: Cell, criterion: string): boolean {
  const text = typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : String(cell ?? '')
  return criterion.startsWith('<>') ? text !== criterion.slice(2) : text === criterion
}
