/**
 * Writes workbooks: sheets with titles, a named table and totals. Sheets are written while their rows are read, so memory use does not depend on
 * their number.
 */
import { isPage, type PagePlan, type SheetPlan } from './sheet-plan.ts'
import type { Table } from './table.ts'
import { cellContent, columnLetters, headerOf, isNumber, textCell, wallClockOf, xlsxFormat, xlsxValue } from './xlsx-cells.ts'
import { pageFormats, pageRows } from './xlsx-page.ts'
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
import { xmlText } from './xlsx-text.ts'
import { headerRowOf, totalRows } from './xlsx-totals.ts'
import { type ZipEntry, zip } from './zip.ts'

/** The row limit of a sheet; a longer table continues on the next sheet, with its header. */
const maxSheetRows = 1_048_576
const maxSheetName = 31
const chunkLength = 64 * 1024
/** Points; enough for two lines. */
const headerHeight = 32

type Sheet = SheetPlan<Table> | PagePlan

/** A workbook's title and footer, and the time zone of its times. */
export interface WorkbookOptions {
  timeZone: string
  title: string
  rowsPerSheet?: number
  /** In the centre of each printed page's footer; must not contain `&`. */
  footer?: string
}

/** The workbook in chunks: frozen headers, filters, widths, named tables, real numbers and dates, totals as formulas, print set-up. */
export function xlsxChunks(sheets: readonly Sheet[], options: WorkbookOptions): AsyncGenerator<Uint8Array> {
  return zip(workbookEntries(sheets, options))
}

interface Writing {
  timeZone: string
  rowsPerSheet: number
  footer: string
  /** Number formats in the order of their styles. */
  formats: string[]
  /** The sheets written so far. */
  written: WrittenSheet[]
}

function* workbookEntries(sheets: readonly Sheet[], options: WorkbookOptions): Generator<ZipEntry> {
  const kindFormats = sheets.flatMap((sheet) =>
    isPage(sheet) ? pageFormats(sheet) : sheet.table.columns.flatMap(({ kind }) => xlsxFormat(kind) ?? []),
  )
  const writing: Writing = {
    timeZone: options.timeZone,
    rowsPerSheet: options.rowsPerSheet ?? maxSheetRows,
    footer: options.footer ?? '',
    formats: [...new Set(kindFormats)],
    written: [],
  }
  for (const sheet of sheets) {
    if (isPage(sheet)) yield pageEntry(sheet, writing)
    else yield* sheetEntries(sheet, writing)
  }
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

const part = (path: string, text: string): ZipEntry => ({ path, content: [xmlHead + text] })

/** The sheet of a page of small tables. */
function pageEntry(page: PagePlan, { formats, footer, written }: Writing): ZipEntry {
  const { text, rows } = pageRows(page, formats)
  const printArea = `A1:${columnLetters(page.widths.length - 1)}${rows}`
  const sheet: WrittenSheet = { name: page.name, headerRow: null, hasTable: false, printArea }
  written.push(sheet)
  const path = `xl/worksheets/sheet${written.length}.xml`
  return { path, content: [`${sheetHead(page.widths, null)}${text}</sheetData>${sheetFoot(sheet, { footer, onePage: true })}`] }
}

/** As many sheets as the rows of one plan need, each with its own table. Titles are on the first, totals on the last. */
function* sheetEntries(plan: SheetPlan<Table>, writing: Writing): Generator<ZipEntry> {
  const { table } = plan
  const headers = table.columns.map((column) => headerOf(column, writing.timeZone))
  const lastColumn = columnLetters(headers.length - 1)
  const lastPrinted = columnLetters(table.columns.filter(({ detail }) => detail !== true).length - 1)
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
      const sheet: WrittenSheet = { name: sheetName(table.name, made), headerRow, hasTable: false, printArea: '' }
      writing.written.push(sheet)
      let row = headerRow
      let lastRow = 0
      function* sheetText(): Generator<string> {
        let chunk = sheetHead(
          table.columns.map(({ width }) => width),
          headerRow,
        )
        if (made === 1) chunk += linesAbove(plan)
        chunk += `<row r="${headerRow}" ht="${headerHeight}" customHeight="1">${headers.map((header, at) => textCell(at, headerRow, header, isNumber(table.columns[at]!.kind) ? cellStyles.numberHeader : cellStyles.header)).join('')}</row>`
        for (; next.done !== true && row < writing.rowsPerSheet; next = rows.next()) {
          row += 1
          chunk += next.value(row)
          if (chunk.length < chunkLength) continue
          yield chunk
          chunk = ''
        }
        sheet.hasTable = row > headerRow
        // After an empty row, or on a separate sheet.
        if (next.done === true && (!sheet.hasTable || row + 1 + totals.length <= writing.rowsPerSheet)) {
          totalsLeft = false
          chunk += totals.map((total, at) => totalText(total, row + 2 + at, plan, writing)).join('')
          lastRow = totals.length === 0 ? row : row + 1 + totals.length
        }
        sheet.printArea = `A1:${lastPrinted}${plan.rowsPrinted === false ? Math.max(1, headerRow - 1) : Math.max(row, lastRow)}`
        yield `${chunk}</sheetData>${sheetFoot(sheet, { footer: writing.footer, orientation: plan.orientation })}`
      }
      yield { path: `xl/worksheets/sheet${number}.xml`, content: sheetText() }
      if (!sheet.hasTable) continue
      const range = `A${headerRow}:${lastColumn}${row}`
      yield part(
        `xl/worksheets/_rels/sheet${number}.xml.rels`,
        relationshipsPart([{ type: 'table', target: `../tables/table${number}.xml` }]),
      )
      yield part(`xl/tables/table${number}.xml`, tablePart(number, sheet.name, range, headers))
    } while (next.done !== true || totalsLeft)
  } finally {
    // Ends the reading of the history if the caller stops early.
    rows.return(undefined)
  }
}

/** Our tables' names are single words, which also name the spreadsheet's tables. */
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
        // Consecutive cells are often equal: a tenant, a snapshot, a person with two licences.
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

function sheetHead(widths: readonly number[], headerRow: number | null): string {
  const cols = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')
  const view =
    headerRow === null
      ? '<sheetView showGridLines="0" workbookViewId="0"/>'
      : `<sheetView workbookViewId="0"><pane ySplit="${headerRow}" topLeftCell="A${headerRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView>`
  return `${xmlHead}<worksheet ${mainNamespace} xmlns:r="${relationsNamespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>${view}</sheetViews><cols>${cols}</cols><sheetData>`
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

interface PageSetup {
  footer: string
  orientation?: 'portrait' | 'landscape' | undefined
  onePage?: boolean
}

/** A4, on as many pages as the rows need, or on one. Margins are in inches. */
function sheetFoot({ name, hasTable }: WrittenSheet, { footer, orientation = 'landscape', onePage = false }: PageSetup): string {
  const centre = footer === '' ? '' : `&amp;C${xmlText(footer)}`
  return `<pageMargins left="0.4" right="0.4" top="0.4" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="${orientation}" fitToHeight="${onePage ? 1 : 0}"/><headerFooter><oddFooter>&amp;L${name}${centre}&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>${hasTable ? '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' : ''}</worksheet>`
}
