/** The parts of a workbook besides its sheets: ECMA-376, part 1, SpreadsheetML, and part 2, packages. */
import { xmlText } from './xlsx-text.ts'

/** The beginning of every part. */
export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** The namespace of workbooks, sheets, tables and styles. */
export const mainNamespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
/** The namespace of `r:id`. */
export const relationsNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const sheetml = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A sheet that has been written. */
export interface WrittenSheet {
  name: string
  /** The number of the row that is repeated on each printed page. */
  headerRow: number | null
  hasTable: boolean
  /** Such as `A1:J40`. */
  printArea: string
}

/** Indexes of cell styles in `styles.xml`: these, then the given formats, then the same formats for totals. */
export const cellStyles = { plain: 0, header: 1, title: 2, note: 3, total: 4, heading: 5, wrapped: 6, numberHeader: 7 } as const

/** The style index of a format's cells, or of its totals. */
export function formatStyle(formats: readonly string[], format: string | null, kind: 'plain' | 'total'): number {
  if (format === null) return cellStyles[kind]
  return Object.keys(cellStyles).length + formats.indexOf(format) + (kind === 'total' ? formats.length : 0)
}

/** `xl/styles.xml`. */
export function stylesPart(formats: readonly string[]): string {
  const numFmts = formats.map((format, at) => `<numFmt numFmtId="${164 + at}" formatCode="${xmlText(format)}"/>`).join('')
  const font = (more: string, size = 11) => `<font>${more}<sz val="${size}"/><name val="Calibri"/></font>`
  const colored = (rgb: string, more: string) => `<font>${more}<sz val="11"/><color rgb="${rgb}"/><name val="Calibri"/></font>`
  const fonts = [font(''), colored('FFFFFFFF', '<b/>'), font('<b/>', 14), colored('FF595959', '<i/>'), font('<b/>'), font('<b/>', 12)]
  const borders = ['<left/><right/><top/><bottom/><diagonal/>', '<left/><right/><top style="thin"/><bottom/><diagonal/>']
  const xf = (ids: { format?: number; font?: number; fill?: number; border?: number }, inner = '') => {
    const { format = 0, font = 0, fill = 0, border = 0 } = ids
    const applied = `${format ? ' applyNumberFormat="1"' : ''}${font ? ' applyFont="1"' : ''}${fill ? ' applyFill="1"' : ''}${border ? ' applyBorder="1"' : ''}`
    const start = `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0"${applied}`
    return inner === '' ? `${start}/>` : `${start} applyAlignment="1">${inner}</xf>`
  }
  const cells = [
    xf({}),
    xf({ font: 1, fill: 2 }, '<alignment vertical="center" wrapText="1"/>'),
    xf({ font: 2 }),
    xf({ font: 3 }),
    xf({ font: 4, border: 1 }),
    xf({ font: 5 }),
    xf({}, '<alignment horizontal="left" wrapText="1" indent="1"/>'),
    xf({ font: 1, fill: 2 }, '<alignment horizontal="right" vertical="center" wrapText="1" indent="1"/>'),
    ...formats.map((_, at) => xf({ format: 164 + at })),
    ...formats.map((_, at) => xf({ format: 164 + at, font: 4, border: 1 })),
  ]
  const list = (name: string, items: readonly string[]) => `<${name} count="${items.length}">${items.join('')}</${name}>`
  return `<styleSheet ${mainNamespace}>${formats.length === 0 ? '' : `<numFmts count="${formats.length}">${numFmts}</numFmts>`}${list('fonts', fonts)}<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/></patternFill></fill></fills>${list(
    'borders',
    borders.map((border) => `<border>${border}</border>`),
  )}<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>${list('cellXfs', cells)}<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

/** `xl/tables/tableN.xml`: a table needs a row below its header. */
export function tablePart(id: number, name: string, range: string, headers: readonly string[]): string {
  const columns = headers.map((header, at) => `<tableColumn id="${at + 1}" name="${xmlText(header)}"/>`).join('')
  return `<table ${mainNamespace} id="${id}" name="${name}" displayName="${name}" ref="${range}"><autoFilter ref="${range}"/><tableColumns count="${headers.length}">${columns}</tableColumns><tableStyleInfo name="TableStyleLight1" showRowStripes="1"/></table>`
}

/** `xl/workbook.xml`: the sheets, each with its print area and the header row that is repeated on every printed page. */
export function workbookPart(sheets: readonly WrittenSheet[]): string {
  const list = sheets.map(({ name }, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')
  const defined = (name: string, at: number, range: string) =>
    `<definedName name="_xlnm.${name}" localSheetId="${at}">'${sheets[at]!.name}'!${range}</definedName>`
  const areas = sheets.map(({ printArea }, at) => defined('Print_Area', at, printArea.replaceAll(/[A-Z]+|\d+/g, '$$$&')))
  const titles = sheets.map(({ headerRow }, at) => (headerRow === null ? '' : defined('Print_Titles', at, `$${headerRow}:$${headerRow}`)))
  return `<workbook ${mainNamespace} xmlns:r="${relationsNamespace}"><sheets>${list}</sheets><definedNames>${[...areas, ...titles].join('')}</definedNames></workbook>`
}

/** Relationships of a part: short types of this workbook, or complete types. */
export function relationshipsPart(targets: readonly { type: string; target: string }[]): string {
  const typeOf = (type: string) => (type.includes('/') ? type : `${relationsNamespace}/${type}`)
  const list = targets.map(({ type, target }, at) => `<Relationship Id="rId${at + 1}" Type="${typeOf(type)}" Target="${target}"/>`).join('')
  return `<Relationships xmlns="${packages}/relationships">${list}</Relationships>`
}

/** The type of the relationship to `docProps/core.xml`. */
export const corePropertiesType = `${packages}/relationships/metadata/core-properties`

/** `docProps/core.xml`. */
export function propertiesPart(title: string): string {
  return `<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xmlText(title)}</dc:title><dc:creator>Seatledger</dc:creator></cp:coreProperties>`
}

/** `[Content_Types].xml`. */
export function contentTypesPart(sheets: readonly WrittenSheet[]): string {
  const override = (path: string, type: string) => `<Override PartName="/${path}.xml" ContentType="${type}+xml"/>`
  const list = sheets.flatMap(({ hasTable }, at) => [
    override(`xl/worksheets/sheet${at + 1}`, `${sheetml}.worksheet`),
    ...(hasTable ? [override(`xl/tables/table${at + 1}`, `${sheetml}.table`)] : []),
  ])
  return `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('xl/workbook', `${sheetml}.sheet.main`)}${override('xl/styles', `${sheetml}.styles`)}${override('docProps/core', 'application/vnd.openxmlformats-package.core-properties')}${list.join('')}</Types>`
}
