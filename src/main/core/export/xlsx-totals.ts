/** The totals below a table: formulas over its columns, with our own figures as cached values. */
import type { SheetPlan, Total } from './sheet-plan.ts'
import type { Table } from './table.ts'
import { columnLetters } from './xlsx-cells.ts'

/** Totals with the same label, which share a row. A cell without a formula is a plain value. */
export interface TotalRow {
  label: string
  cells: { column: number; formula: string | null; value: string }[]
}

/** The rows of a sheet's totals; `maxRows` is the sheet's limit, including titles and header. */
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

/** Index of the header row: after the lines above it and an empty row. */
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
  // A formula covers one sheet, but a longer table continues on the next one.
  if (last > maxRows || rows === 0) return null
  const range = (header: string) => {
    const letters = columnLetters(source.table.columns.findIndex((candidate) => candidate.header === header))
    return `${prefix}${letters}${first}:${letters}${last}`
  }
  // SUMIFS interprets wildcards and comparisons in a criterion, and a formula holds texts of at most 255 characters.
  if (where.some(({ equals }) => !/^(<>)?[\w -]{1,200}$/.test(equals))) return null
  const criteria = where.map((condition) => `${range(condition.column)},"${condition.equals}"`)
  return criteria.length === 0 ? `SUM(${range(column)})` : `SUMIFS(${[range(column), ...criteria].join(',')})`
}
