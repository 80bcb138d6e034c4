/** The rows of a page: titles, notes, and small tables below each other. */

import type { PagePlan, PageRow } from './sheet-plan.ts'
import type { ColumnKind, Row } from './table.ts'
import { cellContent, columnLetters, isNumber, textCell, xlsxFormat, xlsxValue } from './xlsx-cells.ts'
import { cellStyles, formatStyle } from './xlsx-parts.ts'
import { xmlText } from './xlsx-text.ts'

/** Points. */
const textHeight = 15
const titleHeight = 20

/** The number formats of a page's cells. */
export function pageFormats({ blocks }: PagePlan): string[] {
  return blocks.flatMap(({ rows, total }) =>
    [...rows, ...(total === null ? [] : [total])].flatMap(({ kinds }) => kinds.flatMap((kind) => xlsxFormat(kind) ?? [])),
  )
}

/** The page's rows as XML, and their number. */
export function pageRows({ titles, notes, widths, blocks }: PagePlan, formats: readonly string[]): { text: string; rows: number } {
  let text = ''
  let row = 0
  const add = (cells: string, lines = 1, lineHeight = textHeight) => {
    row += 1
    text += `<row r="${row}" ht="${lines * lineHeight}" customHeight="1">${cells}</row>`
  }
  // Programs do not adjust row heights to wrapped text when they open a file.
  const linesOf = (cells: Row) => Math.max(1, ...cells.map((cell, at) => Math.ceil(String(cell ?? '').length / (widths[at] ?? 1))))
  for (const title of titles) add(textCell(0, row + 1, title, cellStyles.title), 1, titleHeight)
  for (const note of notes) add(textCell(0, row + 1, note, cellStyles.note))
  for (const { heading, headers, rows, total } of blocks) {
    add('')
    add(textCell(0, row + 1, heading, cellStyles.heading), 1, titleHeight)
    const headerStyle = (at: number) => (isNumber(rows[0]?.kinds[at]) ? cellStyles.numberHeader : cellStyles.header)
    add(headers.map((header, at) => textCell(at, row + 1, header, headerStyle(at))).join(''), linesOf(headers))
    const first = row + 1
    for (const each of rows) add(cellsOf(each, row + 1, formats), linesOf(each.cells))
    if (total !== null) add(totalCells(total, { first, last: row }, formats))
  }
  return { text, rows: row }
}

function cellsOf({ cells, kinds }: PageRow, row: number, formats: readonly string[]): string {
  return cells
    .map((cell, at) => {
      const kind = kinds[at] ?? 'text'
      const value = xlsxValue(cell, kind, noInstants)
      if (cell === null || value === null) return ''
      const style = kind === 'text' ? (at === 0 ? cellStyles.plain : cellStyles.wrapped) : formatStyle(formats, xlsxFormat(kind), 'plain')
      return `<c r="${columnLetters(at)}${row}${cellContent(value, cell, style)}`
    })
    .join('')
}

/** Sums over the rows from `first` to `last`, each with our own figure as its cached value. */
function totalCells({ cells, kinds }: PageRow, { first, last }: { first: number; last: number }, formats: readonly string[]): string {
  const row = last + 1
  return cells
    .map((cell, at) => {
      const kind: ColumnKind = kinds[at] ?? 'text'
      if (kind === 'text') return textCell(at, row, String(cell ?? ''), cellStyles.total)
      const letters = columnLetters(at)
      const style = formatStyle(formats, xlsxFormat(kind), 'total')
      if (cell === null) return `<c r="${letters}${row}" s="${style}"/>`
      const formula = last < first ? '' : `<f>${xmlText(`SUM(${letters}${first}:${letters}${last})`)}</f>`
      return `<c r="${letters}${row}" s="${style}">${formula}<v>${Number(cell)}</v></c>`
    })
    .join('')
}

function noInstants(): never {
  throw new RangeError('a page has no instants')
}
