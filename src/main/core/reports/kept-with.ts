/**
 * What was computed of a snapshot, kept for as long as its row is: a snapshot never changes, and `keptSeries` gives new rows where one
 * was erased. Also of a list of rows, which is another one as soon as something about their series changes.
 */
const kept = new WeakMap<object, Map<string, unknown>>()

/** What is kept under a key; undefined where nothing is. */
export function keptOf<T>(row: object, key: string): T | undefined {
  return kept.get(row)?.get(key) as T | undefined
}

/** Keeps a value with a row and gives it back. */
export function keep<T>(row: object, key: string, value: T): T {
  const values = kept.get(row) ?? new Map<string, unknown>()
  kept.set(row, values)
  values.set(key, value)
  return value
}

/** What is kept, else what `read` gives. */
export function keptWith<T>(row: object, key: string, read: () => T): T {
  const values = kept.get(row)
  return values?.has(key) ? (values.get(key) as T) : keep(row, key, read())
}
