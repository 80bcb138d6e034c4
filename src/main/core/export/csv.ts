import { formatCsvValue } from 'hucre/csv'
import { formulaLike } from '../../../shared/domain/formula-like.ts'
import type { Cell, ColumnKind, Table } from './table.ts'

/** Rows are combined into chunks of about this many characters: fast, and little memory for a large export. */
const chunkLength = 64 * 1024

/** Text that needs neither quotes nor neutralising: most cells of a large export. */
const asItIs = /^[A-Za-z0-9][^",\r\n]*$/

/**
 * The table as RFC 4180 text, in chunks: header in row 1, CRLF, no titles, no blank rows.
 * Only text columns are neutralised against formulas: a decimal such as `-0.5` stays a number.
 */
export function* csvChunks({ columns, rows }: Table, options: { bom: boolean }): Generator<string> {
  let chunk = options.bom ? '\u{FEFF}' : ''
  chunk += line(columns.map((column) => field(column.header, 'text')))
  for (const row of rows) {
    chunk += line(columns.map((column, at) => field(row[at] ?? null, column.kind)))
    if (chunk.length >= chunkLength) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

function field(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return ''
  if (typeof cell === 'string' && asItIs.test(cell)) return cell
  return formatCsvValue(kind === 'text' && typeof cell === 'string' && formulaLike.test(cell) ? `'${cell}` : cell)
}

function line(fields: string[]): string {
  // A single empty field would give a blank line, which a strict reader skips or refuses.
  const text = fields.length === 1 && fields[0] === '' ? '""' : fields.join(',')
  return `${text}\r\n`
}
