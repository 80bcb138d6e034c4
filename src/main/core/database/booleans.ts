/** Booleans in rows read with prepared SQL: SQLite stores them as 0 and 1. Drizzle converts the rows that it reads itself. */

type BooleanColumn<Row> = { [Column in keyof Row]-?: Row[Column] extends boolean | null ? Column : never }[keyof Row]

/** A row as SQLite returns it. */
export type StoredRow<Row> = {
  [Column in keyof Row]: Column extends BooleanColumn<Row> ? (null extends Row[Column] ? number | null : number) : Row[Column]
}

/** Converts the boolean columns of a row, in place: long lists of rows are not copied. `columns` must name each of them. */
export function booleansOf<Row extends object>(columns: Record<BooleanColumn<Row>, true>): (row: StoredRow<Row>) => Row {
  const names = Object.keys(columns)
  return (stored) => {
    const row = stored as Record<string, unknown>
    for (const name of names) if (row[name] !== null) row[name] = row[name] !== 0
    return row as Row
  }
}
