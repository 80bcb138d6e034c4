/** What every export is made of: a flat table, one fact a cell, that CSV and XLSX both write. */

/**
 * How a column's values are written.
 * - `id`: a number of ours by which a row is found; never added up, so without separators of thousands
 * - `text`: neutralised against formulas
 * - `integer`, `decimal`, `money`: numbers or decimal strings, exact; `money` is shown with its digits, its currency stands in its own column
 * - `instant`: ISO 8601 UTC text; a spreadsheet shows it in the reporting zone, which its header then names
 * - `day`: `YYYY-MM-DD`, `month`: `YYYY-MM`
 * - `flag`: true, false or null (unknown)
 */
export type ColumnKind = 'id' | 'text' | 'integer' | 'decimal' | 'money' | 'instant' | 'day' | 'month' | 'flag'

/** One column: its header (row 1, unique within the table), what it holds, and its width in characters in a spreadsheet. */
export interface Column {
  header: string
  kind: ColumnKind
  width: number
  /** Not printed. Columns that are not printed are the last ones of their table. */
  detail?: true
}

/** A value; null is an empty cell (missing is missing). */
export type Cell = string | number | boolean | null

/** One row: a cell for each column, in their order. */
export type Row = readonly Cell[]

/** A table whose rows are pulled one by one. `name` names the sheet and the spreadsheet's table. */
export interface Table<Rows extends Iterable<Row> = Iterable<Row>> {
  name: string
  columns: readonly Column[]
  rows: Rows
}

/** A table that is in memory as a whole, for a workbook of several sheets. */
export type WholeTable = Table<readonly Row[]>

/** What a demo's files say of themselves. */
export const demoTitle = 'DEMO: made-up history, not a real bill'

/** Every row of a demo says so: its figures are made up. */
export function marked(table: Table, demo: boolean, header = 'Demo'): Table {
  if (!demo) return table
  return {
    ...table,
    columns: [...table.columns, { header, kind: 'flag', width: 8, detail: true }],
    rows: mapRows(table.rows, (row) => [...row, true]),
  }
}

/** The columns as details: on the screen, but not in print. */
export const details = (columns: readonly Column[]): Column[] => columns.map((column) => ({ ...column, detail: true }))

/** The rows, each changed as it is pulled. */
export function* mapRows(rows: Iterable<Row>, change: (row: Row) => Row): Generator<Row> {
  for (const row of rows) yield change(row)
}
