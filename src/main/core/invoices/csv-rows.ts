/** Rows of CSV text. */
import { streamCsvRows } from 'hucre/csv'
import { type Decoded, decodeText } from '../../../shared/domain/decode-text.ts'
import { limits, sharedTexts, tooLarge, unreadable } from './limits.ts'

/** A CSV file's rows, with its encoding and delimiter. */
export interface CsvRows {
  rows: string[][]
  encoding: Extract<Decoded, { text: string }>['encoding']
  delimiter: string
}

const delimiters = [',', ';', '\t', '|'] as const

/** Reads CSV bytes. Throws `UNREADABLE_FILE` for an unknown encoding, or above `limits`. */
export function csvRows(bytes: Uint8Array, fileName: string): CsvRows {
  const decoded = decodeText(bytes)
  if ('problem' in decoded) throw unreadable(fileName, decoded.problem)
  const delimiter = delimiterOf(decoded.text)
  const same = sharedTexts()
  const rows: string[][] = []
  for (const row of streamCsvRows(decoded.text, { delimiter })) {
    if (row.length > limits.columns) throw tooLarge(fileName, 'columns', limits.columns)
    if (rows.length >= limits.rows) throw tooLarge(fileName, 'rows', limits.rows)
    rows.push(row.map((cell) => same(cell as string)))
  }
  return { rows, encoding: decoded.encoding, delimiter }
}

/** The delimiter that splits the most rows into the same number of cells, more than one; a comma if none does. */
function delimiterOf(text: string): string {
  const start = text.slice(0, 64 * 1024)
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const widths = new Map<number, number>()
    let seen = 0
    for (const { length } of streamCsvRows(start, { delimiter })) {
      if (length > 1) widths.set(length, (widths.get(length) ?? 0) + 1)
      seen += 1
      if (seen >= 50) break
    }
    const score = Math.max(0, ...[...widths].map(([width, rows]) => rows * 1000 + width))
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
