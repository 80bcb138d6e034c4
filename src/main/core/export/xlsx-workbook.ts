import { type CellStyle, type CellValue, type WriteSheet, writeXlsx, type Cell as XlsxCell } from 'hucre/xlsx'
import type { SheetPlan } from './month-workbook.ts'
import { columnDef, columnLetters, headerHeight, headerOf, headerStyle, wallClockOf, xlsxValue } from './xlsx-cells.ts'

const titleStyle: CellStyle = { font: { bold: true, size: 14 } }
const noteStyle: CellStyle = { font: { italic: true, color: { rgb: '595959' } } }
const totalStyle: CellStyle = { font: { bold: true }, border: { top: { style: 'thin' } } }

/** The sheets as one workbook: tables with filters, frozen headers, widths, print set-up, totals as formulas, an optional password. */
export async function xlsxWorkbook(
  sheets: readonly SheetPlan[],
  options: { timeZone: string; title: string; password: string | undefined },
): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map((sheet) => writeSheet(sheet, options.timeZone)),
    properties: { title: options.title, creator: 'Seatledger' },
    ...(options.password === undefined ? {} : { encryption: { password: options.password } }),
  })
}

function writeSheet(sheet: SheetPlan, timeZone: string): WriteSheet {
  const { titles, table } = sheet
  const above = [...titles, ...sheet.notes]
  const { columns } = table
  const wallClock = wallClockOf(timeZone)
  const headers = columns.map((column) => headerOf(column, timeZone))
  const headerRow = headerRowOf(sheet)
  const firstRow = headerRow + 1
  const lastRow = headerRow + table.rows.length
  const cells = new Map<string, Partial<XlsxCell>>()
  above.forEach((line, row) => {
    cells.set(`${row},0`, { value: line, type: 'string', style: row < titles.length ? titleStyle : noteStyle })
  })
  headers.forEach((header, column) => {
    cells.set(`${headerRow},${column}`, { value: header, type: 'string', style: headerStyle })
  })
  const rows: CellValue[][] = [
    ...above.map((line) => [line]),
    ...(above.length === 0 ? [] : [[]]),
    headers,
    ...table.rows.map((row) => columns.map((column, at) => xlsxValue(row[at] ?? null, column.kind, wallClock))),
  ]
  const totalRows = writeTotals(sheet)
  for (const [at, total] of totalRows.entries()) {
    const row = lastRow + 2 + at
    cells.set(`${row},0`, { value: total.label, type: 'string', style: totalStyle })
    for (const { column, formula, value } of total.cells) {
      const kind = columns[column]?.kind
      const numFmt = kind === undefined ? undefined : columnDef({ header: '', kind, width: 0 }, timeZone).numFmt
      cells.set(`${row},${column}`, {
        type: 'formula',
        formula,
        formulaResult: Number(value),
        style: { ...totalStyle, ...(numFmt === undefined ? {} : { numFmt }) },
      })
    }
  }
  const range = `A${headerRow + 1}:${columnLetters(columns.length - 1)}${Math.max(lastRow, firstRow) + 1}`
  return {
    name: table.name,
    rows,
    cells,
    columns: columns.map((column) => {
      const { header: _, ...rest } = columnDef(column, timeZone)
      return rest
    }),
    rowDefs: new Map([[headerRow, { height: headerHeight }]]),
    freezePane: { rows: headerRow + 1 },
    // A table needs a row: without one the header alone says that there is nothing.
    ...(table.rows.length === 0
      ? {}
      : {
          tables: [
            { name: table.name, range, columns: headers.map((name) => ({ name })), style: 'TableStyleLight1', showAutoFilter: true },
          ],
        }),
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${headerRow + 1}:$${headerRow + 1}`,
    },
    headerFooter: { oddFooter: `&L${table.name}&RPage &P of &N` },
    a11y: { headerRow },
  }
}

interface TotalRow {
  label: string
  cells: { column: number; formula: string; value: string }[]
}

/** Totals of one label share a row. */
function writeTotals(sheet: SheetPlan): TotalRow[] {
  const headers = sheet.table.columns.map(({ header }) => header)
  const byLabel = new Map<string, TotalRow>()
  for (const { label, column, where, value, of } of sheet.totals) {
    const row = byLabel.get(label) ?? { label, cells: [] }
    byLabel.set(label, row)
    const range = (header: string) => rangeOf(of ?? sheet, header, of === undefined ? '' : `${of.table.name}!`)
    const criteria = where.map((condition) => `${range(condition.column)},"${condition.equals}"`)
    const formula = criteria.length === 0 ? `SUM(${range(column)})` : `SUMIFS(${[range(column), ...criteria].join(',')})`
    row.cells.push({ column: headers.indexOf(column), formula, value })
  }
  return [...byLabel.values()]
}

/** Where the values of a column stand. */
function rangeOf(sheet: SheetPlan, header: string, prefix: string): string {
  const letters = columnLetters(sheet.table.columns.findIndex((column) => column.header === header))
  const first = headerRowOf(sheet) + 2
  return `${prefix}${letters}${first}:${letters}${headerRowOf(sheet) + 1 + sheet.table.rows.length}`
}

/** Index of the header's row: below the lines above it and an empty one. */
function headerRowOf({ titles, notes }: SheetPlan): number {
  const above = titles.length + notes.length
  return above === 0 ? 0 : above + 1
}
