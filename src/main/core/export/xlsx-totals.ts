/** The totals below a table: formulas over its columns, with our own figures as their values. */
import type { SheetPlan, Total } from './sheet-plan.ts'
import type { Table } from './table.ts'
import { columnLetters } from './xlsx-cells.ts'

/** Totals of one label, which share a row. A cell without a formula is a plain value. */
export interface TotalRow {
  label: string
  cells: { column: number; formula: string | null; value: string }[]
}

/** The rows of a sheet's totals; `maxRows` is what a sheet holds, its titles and header included. */
export function totalRows(sheet: SheetPlan<Table>, maxRows: number): TotalRow[] {
  const headers = sheet.table.columns.map(({ header }) => header)
  const byLabel = Map.groupBy(sheet.totals, ({ label }) => label)
  return [...byLabel].map(([label, totals]) => ({
    label,
    cells: totals.map((total) => ({
      column: headers.indexOf(total.column),
      formula: formulaOf(total, sheet, maxRows),
      value: total.value,
    })),
  }))
}

/** Index of the header's row: below the lines above it and an empty one. */
export function headerRowOf({ titles, notes }: Pick<SheetPlan, 'titles' | 'notes'>): number {
  const above = titles.length + notes.length
  return above === 0 ? 0 : above + 1
}

function formulaOf({ column, where, of }: Total, sheet: SheetPlan<Table>, maxRows: number): string | null {
  const source = of ?? sheet
  const prefix = of === undefined ? '' : `'${of.table.name}'!`
  const rows = Array.isArray(source.table.rows) ? source.table.rows.length : 0
  const first = headerRowOf(source) + 2
  const last = first + rows - 1
  // A formula sees one sheet, and a table that is longer continues in the next.
  if (last > maxRows || rows === 0) return null
  const range = (header: string) => {
    const letters = columnLetters(source.table.columns.findIndex((candidate) => candidate.header === header))
    return `${prefix}${letters}${first}:${letters}${last}`
  }
  // SUMIFS reads wildcards and comparisons in a criterion, and a formula holds texts of at most 255 characters.
  if (where.some(({ equals }) => !/^(<>)?[\w -]{1,200}$/.test(equals))) return null
  const criteria = where.map((condition) => `${range(condition.column)},"${condition.equals}"`)
  return criteria.length === 0 ? `SUM(${range(column)})` : `SUMIFS(${[range(column), ...criteria].join(',')})`
}
