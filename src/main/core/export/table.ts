/** What every export is made of: a flat table, one fact a cell, that CSV and XLSX both write. */

/**
 * How a column's values are written.
 * - `text`: neutralised against formulas
 * - `integer`, `decimal`, `money`: numbers or decimal strings, exact; `money` is shown with its digits, its currency stands in its own column
 * - `instant`: ISO 8601 UTC text; a spreadsheet shows it in the reporting zone, which its header then names
 * - `day`: `YYYY-MM-DD`, `month`: `YYYY-MM`
 * - `flag`: true, false or null (unknown)
 */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'money' | 'instant' | 'day' | 'month' | 'flag'

/** One column: its header (row 1, unique within the table), what it holds, and its width in characters in a spreadsheet. */
export interface Column {
  header: string
  kind: ColumnKind
  width: number
}

/** A value; null is an empty cell (missing is missing). */
export type Cell = string | number | boolean | null

/** One row: a cell for each column, in their order. */
export type Row = readonly Cell[]

/** A table whose rows may be pulled one by one. `name` names the sheet and the spreadsheet's table. */
export interface Table<Rows extends AsyncIterable<Row> | Iterable<Row> = AsyncIterable<Row> | Iterable<Row>> {
  name: string
  columns: readonly Column[]
  rows: Rows
}

/** A table that is in memory as a whole, for a workbook of several sheets. */
export type WholeTable = Table<readonly Row[]>
