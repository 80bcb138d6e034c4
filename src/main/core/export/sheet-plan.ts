/** What a workbook's sheets hold, before they are written. */
import type { ColumnKind, Row, Table, WholeTable } from './table.ts'

/** A total below a table: a formula over a column (of the rows whose `where` column says `equals`), with our own figure as its value. */
export interface Total {
  label: string
  column: string
  where: { column: string; equals: string }[]
  value: string
  /** The table that it adds up, where that is another sheet's. */
  of?: SheetPlan
}

/** A sheet of one table: titles and notes above the header, totals below the rows. */
export interface SheetPlan<T extends Table = WholeTable> {
  titles: string[]
  notes: string[]
  table: T
  totals: Total[]
  /** `landscape` unless given. */
  orientation?: 'portrait' | 'landscape'
  /** False: only the lines above the header are printed. */
  rowsPrinted?: boolean
}

/** A sheet of several small tables, one below the other, which is printed on one page. */
export interface PagePlan {
  name: string
  titles: string[]
  notes: string[]
  /** Of the sheet's columns, in characters. */
  widths: number[]
  blocks: PageBlock[]
}

/** A small table of a page. Its cells are in the page's columns. */
export interface PageBlock {
  heading: string
  headers: readonly string[]
  rows: PageRow[]
  /** The last row: each number is a sum over the rows above it. */
  total: PageRow | null
}

/** A row of a page; `kinds` says how each of its cells is written. */
export interface PageRow {
  cells: Row
  kinds: readonly ColumnKind[]
}

/** Whether a sheet is a page of several tables. */
export const isPage = (sheet: SheetPlan<Table> | PagePlan): sheet is PagePlan => 'blocks' in sheet
