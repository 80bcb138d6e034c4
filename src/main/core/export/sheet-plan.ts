/** The content of a workbook's sheets, before they are written. */
import type { ColumnKind, Row, Table, WholeTable } from './table.ts'

/** A total below a table: a formula over a column (of the rows whose `where` column is `equals`), with our own figure as its cached value. */
export interface Total {
  label: string
  column: string
  where: { column: string; equals: string }[]
  value: string
  /** The sheet whose table it adds up, if not its own. */
  of?: SheetPlan
}

/** A sheet of one table: titles and notes above the header, totals below the rows. */
export interface SheetPlan<T extends Table = WholeTable> {
  titles: string[]
  notes: string[]
  table: T
  totals: Total[]
  /** Default: `landscape`. */
  orientation?: 'portrait' | 'landscape'
  /** False: only the lines above the header are printed. */
  rowsPrinted?: boolean
}

/** A sheet of several small tables below each other, which is printed on one page. */
export interface PagePlan {
  name: string
  titles: string[]
  notes: string[]
  /** The widths of the sheet's columns, in characters. */
  widths: number[]
  blocks: PageBlock[]
}

/** A small table of a page. Its cells use the page's columns. */
export interface PageBlock {
  heading: string
  headers: readonly string[]
  rows: PageRow[]
  /** The last row: each number is a sum over the rows above it. */
  total: PageRow | null
}

/** A row of a page; `kinds` has the format of each cell. */
export interface PageRow {
  cells: Row
  kinds: readonly ColumnKind[]
}

/** Whether a sheet is a page of several tables. */
export const isPage = (sheet: SheetPlan<Table> | PagePlan): sheet is PagePlan => 'blocks' in sheet
