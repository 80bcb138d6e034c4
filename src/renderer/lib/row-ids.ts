/** Unique row ids from a vendor's ids. */

/** `idOf`, with a number appended if the vendor sent an id more than once. */
export function rowIds<Row>(rows: readonly Row[], idOf: (row: Row) => string): (row: Row) => string {
  const times = new Map<string, number>()
  const ids = new Map<Row, string>()
  for (const row of rows) {
    const id = idOf(row)
    const time = (times.get(id) ?? 0) + 1
    times.set(id, time)
    ids.set(row, time === 1 ? id : `${id} ${time}`)
  }
  return (row) => ids.get(row) ?? idOf(row)
}
