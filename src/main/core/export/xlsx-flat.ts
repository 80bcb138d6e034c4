import { writeXlsxStream } from 'hucre/xlsx'
import type { Table } from './table.ts'
import { columnDef, wallClockOf, xlsxValue } from './xlsx-cells.ts'

/** The table as a workbook of one sheet, chunk by chunk, in constant memory: frozen header, widths, real numbers and dates. */
export function xlsxStream(table: Table, options: { timeZone: string }): AsyncIterable<Uint8Array> {
  const { columns, rows } = table
  const wallClock = wallClockOf(options.timeZone)
  async function* values() {
    for await (const row of rows) yield columns.map((column, at) => xlsxValue(row[at] ?? null, column.kind, wallClock))
  }
  return writeXlsxStream(values(), {
    name: table.name,
    columns: columns.map((column) => columnDef(column, options.timeZone)),
    freezePane: { rows: 1 },
  })
}
