/** The month's workbook: which sheets it has and what they total. `xlsx-workbook.ts` writes it. */
import { parseDecimal, sum } from '../../../shared/domain/decimal.ts'
import type { MonthReport } from './month-report.ts'
import type { Source } from './source.ts'
import { type Cell, marked, type Table, type WholeTable } from './table.ts'
import { approvalTable } from './tables/approval.ts'
import { changesTable } from './tables/changes.ts'
import { evidenceTable } from './tables/evidence.ts'
import { holderColumns, holderRows } from './tables/holders.ts'
import { licencesTable } from './tables/licences.ts'
import { summaryTable } from './tables/summary.ts'
import { usageTable } from './tables/usage.ts'

/** A total below a table: a formula over a column (of the rows whose `where` column says `equals`), with our own figure as its value. */
export interface Total {
  label: string
  column: string
  where: { column: string; equals: string }[]
  value: string
}

/** A sheet of a workbook: lines above the header, the table, totals below it. */
export interface SheetPlan {
  titles: string[]
  table: WholeTable
  totals: Total[]
}

/** The sheets of the month's workbook, in order; `people` reads a snapshot's. */
export function monthWorkbook(
  report: MonthReport,
  people: Source['people'],
  skuName: (skuId: string) => string | null,
  options: { demo: boolean; madeAt: string },
): SheetPlan[] {
  const plan = (given: Table): SheetPlan => {
    const table = marked(given, options.demo)
    return { titles: [], table: { ...table, rows: [...table.rows] }, totals: [] }
  }
  const licences = report.tenants.flatMap(({ tenant, licences }) => (licences ? [{ tenant, licences }] : []))
  const sheets = [
    plan(summaryTable(report, report.tenants)),
    plan(changesTable(only(report.tenants.map(({ diff }) => diff)), report.directory)),
    plan({
      name: 'People',
      columns: holderColumns(report.directory),
      rows: only(report.tenants.map(({ snapshot }) => snapshot)).flatMap((each) => [
        ...holderRows(each, people(each.id), report.directory, skuName),
      ]),
    }),
    plan(licencesTable(licences, report.directory)),
    plan(usageTable(only(report.tenants.map(({ usage }) => usage)), report.directory)),
    plan(evidenceTable(report)),
    ...(report.approval.approved === null ? [] : [plan(approvalTable(report.approval, report.directory))]),
  ]
  const [summary, , , licenceSheet, usage] = sheets
  if (summary) {
    summary.titles = titlesOf(report, options)
    summary.totals = [
      ...['Reported', 'Listed', 'Recounted', 'Units', 'Change', 'Disabled holders'].flatMap((column) => totalOf(summary, column)),
      ...totalsByCurrency(summary, 'Vendor cost', 'Vendor currency'),
      ...totalsByCurrency(summary, 'Licence cost', 'Licence currency'),
      ...totalsByCurrency(summary, 'Commitment cost', 'Usage currency'),
      ...totalsByCurrency(summary, 'Overage cost', 'Usage currency'),
    ]
  }
  if (licenceSheet) licenceSheet.totals = totalsByCurrency(licenceSheet, 'Licence cost', 'Currency')
  if (usage) {
    // Third-party charges have their own subtotal and are in no other.
    for (const [label, kind] of [
      ['Vendor', '<>third-party'],
      ['Third party', 'third-party'],
    ] as const) {
      for (const column of ['Commitment cost', 'Overage cost']) {
        usage.totals.push(
          ...totalsByCurrency(usage, column, 'Currency', label, [
            { column: 'Kind', equals: kind },
            { column: 'In total', equals: 'yes' },
          ]),
        )
      }
    }
  }
  return sheets
}

function titlesOf(report: MonthReport, { demo, madeAt }: { demo: boolean; madeAt: string }): string[] {
  const withSnapshot = report.tenants.filter(({ snapshot, usage }) => snapshot || usage).length
  return [
    ...(demo ? ['DEMO: made-up history, not a real bill'] : []),
    `Seatledger: billable licences in ${report.month}`,
    `Compared with ${report.previousMonth}. Times and months in ${report.timeZone}. ${withSnapshot} of ${report.tenants.length} tenants have a snapshot. ` +
      `Rule revision ${report.ruleRevision}. Made ${madeAt}.`,
    ...approvalTitle(report),
  ]
}

function approvalTitle({ month, approval: { approved, moved, values } }: MonthReport): string[] {
  if (approved === null) return []
  const since = moved === 0 ? `All ${values.length} figures are still the same.` : `${moved} of ${values.length} figures have moved since.`
  return [`${month} was approved on ${approved.at}, with rule revision ${approved.ruleRevision}. ${since}`]
}

function only<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value): value is T => value !== null)
}

/** The total of a column over the rows that match; none when no row has a value, since nothing is not zero. */
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

/** As SUMIFS reads a criterion: text, or `<>text`; a flag is shown as yes or no. */
function matches(cell: Cell, criterion: string): boolean {
  const text = typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : String(cell ?? '')
  return criterion.startsWith('<>') ? text !== criterion.slice(2) : text === criterion
}
