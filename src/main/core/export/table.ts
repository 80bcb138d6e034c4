/** The data of an export: a flat table with one fact per cell, written as CSV or XLSX. */

/**
 * How a column's values are written.
 * - `id`: one of our ids; never added up, so without thousands separators
 * - `text`: neutralised against formulas
 * - `integer`, `decimal`, `money`: numbers or decimal strings, exact; `money` is shown with its decimal places, its currency is in a separate column
 * - `instant`: ISO 8601 UTC text; a spreadsheet shows it in the reporting time zone, which its header then names
 * - `day`: `YYYY-MM-DD`, `month`: `YYYY-MM`
 * - `flag`: true, false or null (unknown)
 */
export type ColumnKind = 'id' | 'text' | 'integer' | 'decimal' | 'money' | 'instant' | 'day' | 'month' | 'flag'

/** One column: its header (row 1, unique within the table), its kind, and its width in characters in a spreadsheet. */
export interface Column {
  header: string
  kind: ColumnKind
  width: number
  /** Not printed. Such columns come last in their table. */
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

/** A table that is completely in memory, for a workbook of several sheets. */
export type WholeTable = Table<readonly Row[]>

/** The title of a demo's files. */
export const demoTitle = 'DEMO: made-up history, not a real bill'

/** Adds a column that marks every row as a demo's. */
export function withDemoColumn(table: Table, demo: boolean, header = 'Demo'): Table {
  if (!demo) return table
  return {
    ...table,
    columns: [...table.columns, { header, kind: 'flag', width: 8, detail: true }],
    rows: mapRows(table.rows, (row) => [...row, true]),
  }
}

/** The columns as details: shown on the screen, but not printed. */
export const details = (columns: readonly Column[]): Column[] => columns.map((column) => ({ ...column, detail: true }))

/** The rows, each changed when it is pulled. */
export function* mapRows(rows: Iterable<Row>, change: (row: Row) => Row): Generator<Row> {
  for (const row of rows) yield change(row)
}
