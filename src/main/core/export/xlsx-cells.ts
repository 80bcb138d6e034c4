/** Converts our values to spreadsheet values: real numbers, real dates, and text if a number would lose a digit. */
import Big from 'big.js'
import { Temporal } from 'temporal-polyfill'
import { dayMs } from '../../../shared/domain/duration.ts'
import type { Cell, Column, ColumnKind } from './table.ts'
import { withinCell, xmlText } from './xlsx-text.ts'

/** `_)` separates a number from the text in the next column. */
const numberFormats: Partial<Record<ColumnKind, string>> = {
  id: '0_)',
  integer: '#,##0_)',
  decimal: '#,##0.######_)',
  money: '#,##0.00######_)',
  instant: 'yyyy-mm-dd hh:mm_)',
  day: 'yyyy-mm-dd_)',
  // A month stays text: a date would have a day, and Excel would show it in the reader's local format.
  month: '@',
}

/** The header in a spreadsheet: a column of instants names the time zone in which they are shown. */
export function headerOf(column: Column, timeZone: string): string {
  return column.kind === 'instant' ? `${column.header} (${timeZone})` : column.header
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(index: number): string {
  const rest = index % 26
  const letter = String.fromCharCode(65 + rest)
  return index < 26 ? letter : columnLetters((index - rest) / 26 - 1) + letter
}

/** The number format of a kind of column; null for the general one. */
export const xlsxFormat = (kind: ColumnKind): string | null => numberFormats[kind] ?? null

/** Whether a kind of column is right-aligned. */
export const isNumber = (kind: ColumnKind | undefined): boolean =>
  kind === 'id' || kind === 'integer' || kind === 'decimal' || kind === 'money'

/** One value for a spreadsheet cell. */
export function xlsxValue(cell: Cell, kind: ColumnKind, wallClock: (instant: string) => Date): string | number | boolean | Date | null {
  if (cell === null) return null
  switch (kind) {
    case 'id':
    case 'integer':
    case 'decimal':
    case 'money':
      return typeof cell === 'string' ? exactNumber(cell) : cell
    case 'instant':
      return wallClock(String(cell))
    case 'day':
      return new Date(`${String(cell)}T00:00:00Z`)
    case 'flag':
      return typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : cell
    case 'text':
    case 'month':
      return String(cell)
  }
}

/** A number, or the text itself if a spreadsheet's 15 digits cannot hold it exactly. */
function exactNumber(decimal: string): number | string {
  const number = Number(decimal)
  return Number.isFinite(number) && significantDigits(decimal) <= 15 ? number : decimal
}

function significantDigits(decimal: string): number {
  return new Big(decimal).c.length
}

/** Converts instants to the local time in `timeZone`, since a spreadsheet has no time zones. */
export function wallClockOf(timeZone: string): (instant: string) => Date {
  // Looking up an offset takes longer than writing the cell. Offsets change only at quarter hours.
  const offsetMsByQuarter = new Map<number, number>()
  return (instant) => {
    const atMs = Date.parse(instant)
    const quarter = Math.floor(atMs / 900_000)
    let offsetMs = offsetMsByQuarter.get(quarter)
    if (offsetMs === undefined) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(quarter * 900_000).toZonedDateTimeISO(timeZone)
      offsetMs = zoned.offsetNanoseconds / 1_000_000
      if (offsetMsByQuarter.size >= 10_000) offsetMsByQuarter.clear()
      offsetMsByQuarter.set(quarter, offsetMs)
    }
    return new Date(atMs + offsetMs)
  }
}

/** A cell's XML from its style on. A value that a spreadsheet cannot hold as a number (e.g. a date before 1900) is written as text. */
export function cellContent(value: ReturnType<typeof xlsxValue>, given: string | number | boolean, style: number): string {
  const number = value instanceof Date ? serialOf(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return `" s="${style}"><v>${number}</v></c>`
  return `" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(withinCell(typeof number === 'string' ? number : String(given)))}</t></is></c>`
}

/** A cell of text. */
export const textCell = (column: number, row: number, text: string, style: number): string =>
  `<c r="${columnLetters(column)}${row}${cellContent(text, text, style)}`

/** A date as a spreadsheet's serial number, in days since 1899-12-30; null outside the supported range (1900-03-01 to 9999). */
function serialOf(date: Date): number | null {
  const serial = date.getTime() / dayMs + 25_569
  return serial >= 61 && serial < 2_958_466 ? serial : null
}
