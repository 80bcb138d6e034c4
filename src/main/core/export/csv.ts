import { formatCsvValue } from 'hucre/csv'
import type { Cell, ColumnKind, Table } from './table.ts'

/** Rows are gathered into chunks of about this many characters, so that a large export is neither slow nor held in memory. */
const chunkLength = 64 * 1024

/**
 * The table as RFC 4180 text, chunk by chunk: header in row 1, CRLF, no titles, no blank rows.
 * Only text columns are neutralised against formulas: a decimal such as `-0.5` stays a number.
 */
export async function* csvChunks(table: Table, options: { bom: boolean }): AsyncGenerator<string> {
  let chunk = options.bom ? '\u{FEFF}' : ''
  chunk += line(table.columns.map((column) => formatCsvValue(column.header, { escapeFormulae: true })))
  for await (const row of table.rows) {
    chunk += line(table.columns.map((column, at) => field(row[at] ?? null, column.kind)))
    if (chunk.length >= chunkLength) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

function field(cell: Cell, kind: ColumnKind): string {
  return formatCsvValue(cell, { escapeFormulae: kind === 'text' })
}

function line(fields: string[]): string {
  // A lone empty field would be a blank line, which a strict reader skips or refuses.
  const text = fields.length === 1 && fields[0] === '' ? '""' : fields.join(',')
  return `${text}\r\n`
}
