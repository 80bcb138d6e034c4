/** The search of a table's filter: it matches the texts that a row shows, which are cached before the first key is typed. */

export interface RowSearch<Row> {
  /** Sets the function for a row's texts, and drops cached ones. */
  setTexts(textsOf: (row: Row) => string[]): void
  /** Sets the search text; blank text matches every row. */
  setQuery(text: string): void
  /** Whether there is a search text. */
  isActive(): boolean
  /** Whether a row contains every word of the search text. */
  matches(row: Row): boolean
  /** Caches the texts of these rows while the page is idle, and drops those of other rows. Returns a function that stops it. */
  prepare(rows: readonly Row[]): () => void
}

export function rowSearch<Row>(): RowSearch<Row> {
  const cached = new Map<Row, string>()
  let shown: (row: Row) => string[] = () => []
  let words: string[] = []
  const textOf = (row: Row): string => {
    let text = cached.get(row)
    if (text === undefined) {
      text = folded(shown(row).join('\n'))
      cached.set(row, text)
    }
    return text
  }
  return {
    setTexts: (textsOf) => {
      shown = textsOf
      cached.clear()
    },
    setQuery: (text) => {
      words = folded(text).split(/\s+/).filter(Boolean)
    },
    isActive: () => words.length > 0,
    matches: (row) => {
      const text = textOf(row)
      return words.every((word) => text.includes(word))
    },
    prepare: (rows) => {
      const removed = new Set(cached.keys())
      for (const row of rows) removed.delete(row)
      for (const row of removed) cached.delete(row)
      // Safari has no requestIdleCallback; the first key then computes the texts.
      if (typeof requestIdleCallback === 'undefined') return () => {}
      let next = 0
      let handle = 0
      const go = (deadline: IdleDeadline): void => {
        while (next < rows.length && deadline.timeRemaining() > 1) {
          for (const row of rows.slice(next, next + batchSize)) textOf(row)
          next += batchSize
        }
        if (next < rows.length) handle = requestIdleCallback(go)
      }
      handle = requestIdleCallback(go)
      return () => cancelIdleCallback(handle)
    },
  }
}

/** How many rows are processed before the remaining time is checked. */
const batchSize = 50

const folded = (text: string): string => text.toLocaleLowerCase()
