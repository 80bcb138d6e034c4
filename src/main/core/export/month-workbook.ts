/** The month's workbook: which sheets it has and what they total. `xlsx-writer.ts` writes it. */
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
import { wallClockOf } from './xlsx-cells.ts'
import { maxCellLength, namesWithin } from './xlsx-text.ts'

/** A total below a table: a formula over a column (of the rows whose `where` column says `equals`), with our own figure as its value. */
export interface Total {
  label: string
  column: string
  where: { column: string; equals: string }[]
  value: string
  /** The table that it adds up, where that is another sheet's. */
  of?: SheetPlan
}

/** A sheet of a workbook: titles and notes above the header, the table, totals below it. */
export interface SheetPlan<T extends Table = WholeTable> {
  titles: string[]
  notes: string[]
  table: T
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
    return { titles: [], notes: [], table: { ...table, rows: [...table.rows] }, totals: [] }
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
    Object.assign(summary, aboutReport(report, options))
    summary.totals = [
      ...['Reported', 'Listed', 'Recounted', 'Units', 'Change', 'Disabled holders'].flatMap((column) => totalOf(summary, column)),
      ...totalsByCurrency(summary, 'Vendor cost', 'Vendor currency'),
      // From its own table: a tenant with several currencies has no licence cost in the summary.
      ...(licenceSheet ? totalsByCurrency(licenceSheet, 'Licence cost', 'Currency').map((total) => ({ ...total, of: licenceSheet })) : []),
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

/** The note that names tenants has a few more sentences. */
const maxNamesLength = maxCellLength - 1000

/** What stands above the summary: what it is, then how to read it. */
function aboutReport(report: MonthReport, { demo, madeAt }: { demo: boolean; madeAt: string }): Pick<SheetPlan, 'titles' | 'notes'> {
  const { month, previousMonth, timeZone, ruleRevision, tenants, directory } = report
  const missing = tenants.filter(({ snapshot, usage }) => !snapshot && !usage)
  const names = namesWithin(
    missing.map(({ tenant }) => directory.get(tenant)?.name ?? String(tenant)),
    maxNamesLength,
  )
  const units = tenants.flatMap(({ figures }) => figures.units.after?.state ?? [])
  const settled = units.filter((state) => state === 'settled').length
  const localTime = (instant: string) => wallClockOf(timeZone)(instant).toISOString().slice(0, 16).replace('T', ' ')
  const sentences = [
    `${tenants.length - missing.length} of ${tenants.length} tenants have a snapshot${missing.length === 0 ? '' : `; the totals are without ${names}`}.`,
    units.length === 0
      ? ''
      : `Units are settled for ${settled} of ${units.length} tenants${settled === units.length ? '' : ', for the others projected'}.`,
  ]
  return {
    titles: [...(demo ? ['DEMO: made-up history, not a real bill'] : []), `Seatledger: billable licences in ${month}`],
    notes: [
      `Compared with ${previousMonth}. Times and months in ${timeZone}. Rule revision ${ruleRevision}. Made ${localTime(madeAt)}.`,
      sentences.filter(Boolean).join(' '),
      ...approvalNote(report, localTime),
    ],
  }
}

function approvalNote({ month, approval: { approved, moved, values } }: MonthReport, localTime: (instant: string) => string): string[] {
  if (approved === null) return []
  const since = moved === 0 ? `All ${values.length} figures are still the same.` : `${moved} of ${values.length} figures have moved since.`
  return [`${month} was approved on ${localTime(approved.at)}, with rule revision ${approved.ruleRevision}. ${since}`]
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
