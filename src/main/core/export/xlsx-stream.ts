/**
 * A table as a workbook of one sheet, written while its rows are read: the library's own stream knows no tables, filters or styled header
 * and takes twice the time. Parts and their order: ECMA-376, part 1, SpreadsheetML.
 */
import { dayMs } from '../../../shared/domain/duration.ts'
import type { Table } from './table.ts'
import { columnLetters, headerHeight, headerOf, wallClockOf, xlsxFormat, xlsxValue } from './xlsx-cells.ts'
import { xmlText } from './xml-text.ts'
import { type ZipEntry, zip } from './zip.ts'

/** A sheet has 1,048,576 rows; what is longer goes on in the next sheet, header and all. */
const mostRows = 1_048_576
const chunkLength = 64 * 1024

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const sheetml = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The workbook, chunk by chunk, in constant memory: frozen header, filters, widths, a named table, real numbers and dates, print set-up. */
export function xlsxStream(table: Table, options: { timeZone: string; rowsPerSheet?: number }): AsyncGenerator<Uint8Array> {
  return zip(parts(table, options.timeZone, options.rowsPerSheet ?? mostRows))
}

interface SheetMade {
  name: string
  /** Where the table stands; null without rows, since a table needs one. */
  range: string | null
}

function* parts(table: Table, timeZone: string, rowsPerSheet: number): Generator<ZipEntry> {
  const headers = table.columns.map((column) => headerOf(column, timeZone))
  const formats = [...new Set(table.columns.flatMap((column) => xlsxFormat(column.kind) ?? []))]
  const rows = rowTexts(table, timeZone, formats)
  const sheets: SheetMade[] = []
  try {
    yield* sheetParts(table, headers, rows, { rowsPerSheet, sheets })
  } finally {
    // Whoever ends early leaves no reading of the history open.
    rows.return(undefined)
  }
  yield part('xl/styles.xml', styles(formats))
  yield part('xl/workbook.xml', workbook(sheets))
  const targets = sheets.map((_, index) => `worksheet" Target="worksheets/sheet${index + 1}.xml`)
  yield part('xl/_rels/workbook.xml.rels', relationships([...targets, 'styles" Target="styles.xml']))
  yield part('_rels/.rels', relationships(['officeDocument" Target="xl/workbook.xml']))
  yield part('[Content_Types].xml', contentTypes(sheets))
}

/** The sheets with their tables, as many as the rows need; each is told in `sheets`. */
function* sheetParts(
  table: Table,
  headers: readonly string[],
  rows: Generator<(row: number) => string>,
  { rowsPerSheet, sheets }: { rowsPerSheet: number; sheets: SheetMade[] },
): Generator<ZipEntry> {
  const last = columnLetters(headers.length - 1)
  let next = rows.next()
  do {
    const number = sheets.length + 1
    const sheet: SheetMade = { name: number === 1 ? table.name : `${table.name}_${number}`, range: null }
    sheets.push(sheet)
    let row = 1
    function* sheetText(): Generator<string> {
      let chunk = sheetHead(table, headers)
      for (; next.done !== true && row < rowsPerSheet; next = rows.next()) {
        row += 1
        chunk += next.value(row)
        if (chunk.length < chunkLength) continue
        yield chunk
        chunk = ''
      }
      yield `${chunk}</sheetData>${sheetFoot(sheet.name, row > 1)}`
    }
    yield { path: `xl/worksheets/sheet${number}.xml`, text: sheetText() }
    if (row === 1) continue
    sheet.range = `A1:${last}${row}`
    yield part(`xl/worksheets/_rels/sheet${number}.xml.rels`, relationships([`table" Target="../tables/table${number}.xml`]))
    yield part(`xl/tables/table${number}.xml`, tablePart(number, sheet, headers))
  } while (next.done !== true)
}

const part = (path: string, text: string): ZipEntry => ({ path, text: [xml + text] })

/** Style 0 is the default, 1 the header, then one for each number format. */
const headerStyle = 1
const styleOf = (formats: readonly string[], format: string | null) => (format === null ? 0 : formats.indexOf(format) + 2)

/** The rows, each as a function that writes it at a row number. */
function* rowTexts({ columns, rows }: Table, timeZone: string, formats: readonly string[]): Generator<(row: number) => string> {
  const wallClock = wallClockOf(timeZone)
  const cells = columns.map(({ kind }, at) => {
    const place = `<c r="${columnLetters(at)}`
    const style = styleOf(formats, xlsxFormat(kind))
    const [asText, asNumber] = [`" s="${style}" t="inlineStr"><is><t xml:space="preserve">`, `" s="${style}"><v>`]
    return { kind, place, asText, asNumber, known: null as string | number | boolean | null, text: '' }
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
          const written = xlsxValue(value, cell.kind, wallClock)
          cell.text =
            typeof written === 'string'
              ? `${cell.asText}${xmlText(written)}</t></is></c>`
              : `${cell.asNumber}${written instanceof Date ? serialOf(written) : String(written)}</v></c>`
        }
        text += cell.place + number + cell.text
      }
      return `${text}</row>`
    }
  }
}

/** A date as a spreadsheet counts: days since 1899-12-30. */
const serialOf = (date: Date) => date.getTime() / dayMs + 25_569

function sheetHead({ columns }: Table, headers: readonly string[]): string {
  const widths = columns.map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')
  const cells = headers
    .map((header, at) => `<c r="${columnLetters(at)}1" s="${headerStyle}" t="inlineStr"><is><t>${xmlText(header)}</t></is></c>`)
    .join('')
  return `${xml}<worksheet ${main} xmlns:r="${office}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData><row r="1" ht="${headerHeight}" customHeight="1">${cells}</row>`
}

function sheetFoot(name: string, hasTable: boolean): string {
  return `<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;L${xmlText(name)}&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>${hasTable ? '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' : ''}</worksheet>`
}

function tablePart(id: number, { name, range }: SheetMade, headers: readonly string[]): string {
  const columns = headers.map((header, at) => `<tableColumn id="${at + 1}" name="${xmlText(header)}"/>`).join('')
  return `<table ${main} id="${id}" name="${name}" displayName="${name}" ref="${range}"><autoFilter ref="${range}"/><tableColumns count="${headers.length}">${columns}</tableColumns><tableStyleInfo name="TableStyleLight1" showRowStripes="1"/></table>`
}

function styles(formats: readonly string[]): string {
  const numFmts = formats.map((format, at) => `<numFmt numFmtId="${164 + at}" formatCode="${xmlText(format)}"/>`).join('')
  const cells = formats
    .map((_, at) => `<xf numFmtId="${164 + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`)
    .join('')
  return `<styleSheet ${main}><numFmts count="${formats.length}">${numFmts}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>${cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

function workbook(sheets: readonly SheetMade[]): string {
  const list = sheets.map(({ name }, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')
  const titles = sheets
    .map(({ name }, at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${name}!$1:$1</definedName>`)
    .join('')
  return `<workbook ${main} xmlns:r="${office}"><sheets>${list}</sheets><definedNames>${titles}</definedNames></workbook>`
}

function relationships(targets: readonly string[]): string {
  const list = targets.map((target, at) => `<Relationship Id="rId${at + 1}" Type="${office}/${target}"/>`).join('')
  return `<Relationships xmlns="${packages}/relationships">${list}</Relationships>`
}

function contentTypes(sheets: readonly SheetMade[]): string {
  const override = (path: string, type: string) => `<Override PartName="/xl/${path}.xml" ContentType="${sheetml}.${type}+xml"/>`
  const list = sheets.flatMap(({ range }, at) => [
    override(`worksheets/sheet${at + 1}`, 'worksheet'),
    ...(range === null ? [] : [override(`tables/table${at + 1}`, 'table')]),
  ])
  return `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('workbook', 'sheet.main')}${override('styles', 'styles')}${list.join('')}</Types>`
}
