/** Reads a workbook's sheet. Limits are checked before and during unpacking. */
import { isUtf8 } from 'node:buffer'
import { inflateRawSync } from 'node:zlib'
import { streamXlsxRows } from 'hucre/xlsx'
import { AppError } from '../base/errors.ts'
import { limits, sharedTexts, tooLarge, unreadable } from './limits.ts'
import type { FileCell } from './numbers.ts'
import { type ZipPart, zipParts } from './zip-directory.ts'

/** A sheet's rows; `rows[n]` is row n + 1 of the sheet. */
export interface XlsxRows {
  rows: FileCell[][]
  sheets: string[]
  sheet: string
}

/** Whether the bytes begin like a workbook (a ZIP file). */
export const isWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/**
 * Reads a sheet, by default the first. A formula gives its stored result, a date `YYYY-MM-DD`, a missing cell an empty text.
 * Throws `UNREADABLE_FILE` for anything but a workbook without a password, or above `limits`; `NOT_FOUND` for an unknown sheet.
 */
export async function xlsxRows(bytes: Uint8Array, fileName: string, wanted?: string): Promise<XlsxRows> {
  const parts = zipParts(bytes, limits.parts)
  if (parts === null)
    throw unreadable(fileName, 'it is damaged or not a workbook. Open it in a spreadsheet program and save it as XLSX or CSV.')
  for (const part of parts) checkPart(part, fileName)
  const sheets = sheetNames(bytes, parts)
  if (sheets.length === 0) throw unreadable(fileName, 'it is not an XLSX workbook, or has no sheet. Save it as XLSX or CSV.')
  const sheet = wanted ?? sheets[0]!
  if (!sheets.includes(sheet)) {
    throw new AppError('NOT_FOUND', `${fileName} has no sheet "${sheet}". Its sheets: ${sheets.join(', ')}.`, { data: { sheets } })
  }
  const rows = await rowsOf(bytes, fileName, sheet)
  // Read as UTF-8 whatever it is: a character that is replaced in reading can be distinguished from one that was lost before.
  if (
    rows.some((row) => row.some((cell) => typeof cell === 'string' && cell.includes('\ufffd'))) &&
    !parts.every((part) => hasUtf8(bytes, part))
  )
    throw unreadable(fileName, 'its text is not in UTF-8. Open it in a spreadsheet program and save it again.')
  return { rows, sheets, sheet }
}

function checkPart({ name, method, packed, unpacked }: ZipPart, fileName: string): void {
  const limit = /\/worksheets\/[^/]+$/.test(name)
    ? limits.unpackedSheet
    : /sharedStrings\.xml$/i.test(name)
      ? limits.unpackedTexts
      : /\.(xml|rels)$/i.test(name)
        ? limits.unpackedOther
        : Number.POSITIVE_INFINITY
  // A part with a stated size of 0, or packed by another method than the two usual ones, would be unpacked without a limit.
  if ((unpacked === 0 && packed > 2) || unpacked === 0xffffffff || (method !== 0 && method !== 8)) {
    throw unreadable(fileName, 'the size of its parts is unknown. Open it in a spreadsheet program and save it again.')
  }
  if (unpacked > limit) {
    const [size, most] = [unpacked, limit].map((value) => Math.ceil(value / 1024 / 1024))
    throw unreadable(fileName, `its part ${name} unpacks to ${size} MB, more than the limit of ${most} MB. Save only the lines, as CSV.`, {
      part: name,
      unpacked,
    })
  }
}

function sheetNames(bytes: Uint8Array, parts: readonly ZipPart[]): string[] {
  const part = parts.find(({ name }) => name === 'xl/workbook.xml') ?? parts.find(({ name }) => /(^|\/)workbook\.xml$/.test(name))
  if (part === undefined) return []
  const xml = new TextDecoder().decode(unpack(bytes, part))
  return [...xml.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g)].map((match) => decodeEntities(match[1] ?? ''))
}

function unpack(bytes: Uint8Array, { method, packed, unpacked, offset }: ZipPart): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.byteLength) return new Uint8Array()
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const content = bytes.subarray(start, start + packed)
  try {
    return method === 0 ? content : inflateRawSync(content, { maxOutputLength: Math.max(unpacked, 1) })
  } catch {
    return new Uint8Array()
  }
}

const hasUtf8 = (bytes: Uint8Array, part: ZipPart): boolean => !part.name.endsWith('.xml') || isUtf8(unpack(bytes, part))

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const code = Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

async function rowsOf(bytes: Uint8Array, fileName: string, sheet: string): Promise<FileCell[][]> {
  const same = sharedTexts()
  const rows: FileCell[][] = []
  let seen = 0
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
      seen += 1
      if (seen > limits.sheetRows) throw tooLarge(fileName, 'rows', limits.sheetRows)
      if (values.length > limits.columns && values.some((value, at) => at >= limits.columns && value !== null && value !== '')) {
        throw tooLarge(fileName, 'columns', limits.columns)
      }
      const cells = values.slice(0, limits.columns).map((value) => cellOf(value, same))
      if (cells.every((cell) => cell === '')) continue
      if (index >= limits.rows) throw tooLarge(fileName, 'rows', limits.rows)
      while (rows.length < index) rows.push([])
      rows[index] = cells
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreadable(fileName, 'its sheet is damaged, or protected by a password. Open it in a spreadsheet program and save it again.')
  }
  return rows
}

/** Workbook numbers have 15 significant digits; further digits in the file come from binary floating point. */
function cellOf(value: unknown, same: (text: string) => string): FileCell {
  if (typeof value === 'number') return Number(value.toPrecision(15))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (value === null || value === undefined) return ''
  return same(String(value).slice(0, limits.cell))
}
