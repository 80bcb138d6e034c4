/**
 * The one writer of workbooks: sheets with titles, a named table and totals, written while the rows are read, so that memory stays the same
 * however many there are.
 */
import { dayMs } from '../../../shared/domain/duration.ts'
import type { SheetPlan } from './month-workbook.ts'
import type { Table } from './table.ts'
import { columnLetters, headerOf, wallClockOf, xlsxFormat, xlsxValue } from './xlsx-cells.ts'
import {
  cellStyles,
  contentTypesPart,
  corePropertiesType,
  formatStyle,
  mainNamespace,
  propertiesPart,
  relationshipsPart,
  relationsNamespace,
  stylesPart,
  tablePart,
  type WrittenSheet,
  workbookPart,
  xmlHead,
} from './xlsx-parts.ts'
import { withinCell, xmlText } from './xlsx-text.ts'
import { headerRowOf, totalRows } from './xlsx-totals.ts'
import { type ZipEntry, zip } from './zip.ts'

/** What a sheet holds; a longer table continues in the next sheet, header and all. */
const maxSheetRows = 1_048_576
const maxSheetName = 31
const chunkLength = 64 * 1024
/** Points: two lines. */
const headerHeight = 32

/** What a workbook says of itself, and in which zone it shows times. */
export interface WorkbookOptions {
  timeZone: string
  title: string
  rowsPerSheet?: number
}

/** The workbook, chunk by chunk: frozen headers, filters, widths, named tables, real numbers and dates, totals as formulas, print set-up. */
export function xlsxChunks(sheets: readonly SheetPlan<Table>[], options: WorkbookOptions): AsyncGenerator<Uint8Array> {
  return zip(workbookEntries(sheets, options))
}

interface Writing {
  timeZone: string
  rowsPerSheet: number
  /** Number formats in the order of their styles. */
  formats: string[]
  /** The sheets so far. */
  written: WrittenSheet[]
}

function* workbookEntries(sheets: readonly SheetPlan<Table>[], options: WorkbookOptions): Generator<ZipEntry> {
  const columns = sheets.flatMap(({ table }) => table.columns)
  const writing: Writing = {
    timeZone: options.timeZone,
    rowsPerSheet: options.rowsPerSheet ?? maxSheetRows,
    formats: [...new Set(columns.flatMap(({ kind }) => xlsxFormat(kind) ?? []))],
    written: [],
  }
  for (const sheet of sheets) yield* sheetEntries(sheet, writing)
  const { formats, written } = writing
  yield part('xl/styles.xml', stylesPart(formats))
  yield part('xl/workbook.xml', workbookPart(written))
  const targets = written.map((_, index) => ({ type: 'worksheet', target: `worksheets/sheet${index + 1}.xml` }))
  yield part('xl/_rels/workbook.xml.rels', relationshipsPart([...targets, { type: 'styles', target: 'styles.xml' }]))
  yield part('docProps/core.xml', propertiesPart(options.title))
  const document = { type: 'officeDocument', target: 'xl/workbook.xml' }
  yield part('_rels/.rels', relationshipsPart([document, { type: corePropertiesType, target: 'docProps/core.xml' }]))
  yield part('[Content_Types].xml', contentTypesPart(written))
}

const part = (path: string, text: string): ZipEntry => ({ path, text: [xmlHead + text] })

/** One plan as the sheets that its rows need, each with its table. Titles stand on the first, totals on the last. */
function* sheetEntries(plan: SheetPlan<Table>, writing: Writing): Generator<ZipEntry> {
  const { table } = plan
  const headers = table.columns.map((column) => headerOf(column, writing.timeZone))
  const lastColumn = columnLetters(headers.length - 1)
  const totals = totalRows(plan, writing.rowsPerSheet)
  const rows = rowTexts(table, writing)
  try {
    let next = rows.next()
    let made = 0
    let totalsLeft = totals.length > 0
    do {
      const number = writing.written.length + 1
      made += 1
      const headerRow = made === 1 ? headerRowOf(plan) + 1 : 1
      const sheet: WrittenSheet = { name: sheetName(table.name, made), headerRow, hasTable: false }
      writing.written.push(sheet)
      let row = headerRow
      function* sheetText(): Generator<string> {
        let chunk = sheetHead(table, headerRow)
        if (made === 1) chunk += linesAbove(plan)
        chunk += `<row r="${headerRow}" ht="${headerHeight}" customHeight="1">${headers.map((header, at) => textCell(at, headerRow, header, cellStyles.header)).join('')}</row>`
        for (; next.done !== true && row < writing.rowsPerSheet; next = rows.next()) {
          row += 1
          chunk += next.value(row)
          if (chunk.length < chunkLength) continue
          yield chunk
          chunk = ''
        }
        sheet.hasTable = row > headerRow
        // Below an empty line, or on a sheet of their own.
        if (next.done === true && (!sheet.hasTable || row + 1 + totals.length <= writing.rowsPerSheet)) {
          totalsLeft = false
          chunk += totals.map((total, at) => totalText(total, row + 2 + at, plan, writing)).join('')
        }
        yield `${chunk}</sheetData>${sheetFoot(sheet)}`
      }
      yield { path: `xl/worksheets/sheet${number}.xml`, text: sheetText() }
      if (!sheet.hasTable) continue
      const range = `A${headerRow}:${lastColumn}${row}`
      yield part(
        `xl/worksheets/_rels/sheet${number}.xml.rels`,
        relationshipsPart([{ type: 'table', target: `../tables/table${number}.xml` }]),
      )
      yield part(`xl/tables/table${number}.xml`, tablePart(number, sheet.name, range, headers))
    } while (next.done !== true || totalsLeft)
  } finally {
    // Whoever ends early leaves no reading of the history open.
    rows.return(undefined)
  }
}

/** Names of our tables are words, which also name the spreadsheet's table. */
function sheetName(name: string, number: number): string {
  const suffix = number === 1 ? '' : `_${number}`
  return `${name.slice(0, maxSheetName - suffix.length)}${suffix}`
}

/** The rows, each as a function that writes it at a row number. */
function* rowTexts({ columns, rows }: Table, { timeZone, formats }: Writing): Generator<(row: number) => string> {
  const wallClock = wallClockOf(timeZone)
  const cells = columns.map(({ kind }, at) => {
    const style = formatStyle(formats, xlsxFormat(kind), 'plain')
    return { kind, style, place: `<c r="${columnLetters(at)}`, known: null as string | number | boolean | null, text: '' }
  })
  for (const row of rows) {
    yield (number) => {
      let text = `<row r="${number}">`
      for (let at = 0; at < cells.length; at += 1) {
        const value = row[at] ?? null
        if (value === null) continue
        const cell = cells[at]!
        // Neighbours are often alike: a tenant, a snapshot, a person with two licences.
        if (value !== cell.known) {
          cell.known = value
          cell.text = cellContent(xlsxValue(value, cell.kind, wallClock), value, cell.style)
        }
        text += cell.place + number + cell.text
      }
      return `${text}</row>`
    }
  }
}

/** A cell from its style on. What is no number that a spreadsheet has (a date before 1900, say) stays the text that it was. */
function cellContent(value: ReturnType<typeof xlsxValue>, given: string | number | boolean, style: number): string {
  const number = value instanceof Date ? serialOf(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return `" s="${style}"><v>${number}</v></c>`
  return `" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(withinCell(typeof number === 'string' ? number : String(given)))}</t></is></c>`
}

const textCell = (column: number, row: number, text: string, style: number): string =>
  `<c r="${columnLetters(column)}${row}${cellContent(text, text, style)}`

/** A date as a spreadsheet counts, in days since 1899-12-30; null outside what it knows (1900-03-01 to 9999). */
function serialOf(date: Date): number | null {
  const serial = date.getTime() / dayMs + 25_569
  return serial >= 61 && serial < 2_958_466 ? serial : null
}

function sheetHead({ columns }: Table, headerRow: number): string {
  const widths = columns.map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')
  return `${xmlHead}<worksheet ${mainNamespace} xmlns:r="${relationsNamespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headerRow}" topLeftCell="A${headerRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>`
}

function linesAbove({ titles, notes }: SheetPlan<Table>): string {
  const line = (text: string, at: number) =>
    `<row r="${at + 1}">${textCell(0, at + 1, text, at < titles.length ? cellStyles.title : cellStyles.note)}</row>`
  return [...titles, ...notes].map(line).join('')
}

function totalText({ label, cells }: ReturnType<typeof totalRows>[number], row: number, { table }: SheetPlan<Table>, { formats }: Writing) {
  const values = cells
    .toSorted((a, b) => a.column - b.column)
    .map(({ column, formula, value }) => {
      const style = formatStyle(formats, xlsxFormat(table.columns[column]!.kind), 'total')
      const written = formula === null ? '' : `<f>${xmlText(formula)}</f>`
      return `<c r="${columnLetters(column)}${row}" s="${style}">${written}<v>${Number(value)}</v></c>`
    })
  return `<row r="${row}">${textCell(0, row, label, cellStyles.total)}${values.join('')}</row>`
}

function sheetFoot({ name, hasTable }: WrittenSheet): string {
  return `<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;L${name}&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>${hasTable ? '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' : ''}</worksheet>`
}
