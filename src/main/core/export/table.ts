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

/** A table whose rows may be pulled one by one. `name` names the sheet and the spreadsheet's table. */
export interface Table {
  name: string
  columns: readonly Column[]
  rows: Iterable<readonly Cell[]>
}
