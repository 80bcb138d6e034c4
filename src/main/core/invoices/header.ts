/** Finds the header row of a sheet, above which there may be titles, addresses and blank rows. */
import type { ImportProfile } from '../../../shared/contract/reconcile-answers.ts'
import type { FileCell } from './numbers.ts'
import { readNumber } from './numbers.ts'
import { recognise } from './profiles.ts'

const searched = 50

/** A header row: its index and its texts, made distinct. */
export interface Header {
  index: number
  headers: string[]
}

/** The header row; null if no row looks like one. `wanted` is a row number from 1, which is used without a check. */
export function findHeader(rows: readonly FileCell[][], own: readonly ImportProfile[], wanted?: number): Header | null {
  if (wanted !== undefined) return headerAt(rows, wanted - 1)
  const candidates = rows
    .slice(0, searched)
    .flatMap((_, index) => headerAt(rows, index) ?? [])
    .filter(({ index }) => looksLikeHeader(rows[index]!))
  const known = candidates.find(({ headers }) => {
    const { chosen, others } = recognise(headers, own)
    return chosen !== null || others.length > 0
  })
  if (known !== undefined) return known
  const width = Math.max(0, ...rows.slice(0, searched).map(filled))
  // A header has a text in nearly every column, and a number somewhere below it.
  return (
    candidates.find(({ index }) => filled(rows[index]!) * 10 >= width * 6 && hasNumbers(rows.slice(index + 1, index + 1 + searched))) ??
    null
  )
}

function headerAt(rows: readonly FileCell[][], index: number): Header | null {
  const row = rows[index]
  if (row === undefined || filled(row) === 0) return null
  const seen = new Map<string, number>()
  const headers = row.map((cell) => {
    const text = String(cell).replaceAll(/\s+/g, ' ').trim()
    const times = (seen.get(text) ?? 0) + 1
    seen.set(text, times)
    return times === 1 || text === '' ? text : `${text} (${times})`
  })
  return { index, headers }
}

const filled = (row: readonly FileCell[]): number => row.filter((cell) => String(cell).trim() !== '').length

function looksLikeHeader(row: readonly FileCell[]): boolean {
  const texts = row.filter((cell) => String(cell).trim() !== '')
  return texts.length >= 2 && texts.every((cell) => typeof cell === 'string' && !isNumber(cell) && cell.length <= 100)
}

const isNumber = (cell: FileCell): boolean => {
  const read = readNumber(cell, '.')
  return (read !== null && 'value' in read) || /^\d+([.,/-]\d+)*$/.test(String(cell).trim())
}

const hasNumbers = (rows: readonly FileCell[][]): boolean => rows.some((row) => row.some((cell) => cell !== '' && isNumber(cell)))
