/** What the filter above a table looks through: each row's texts as they are shown. They are made once, ahead of the first key. */

export interface RowSearch<Row> {
  /** Sets what a row shows; the texts made before are forgotten. */
  lookThrough(textsOf: (row: Row) => string[]): void
  /** Sets what is looked for; nothing but spaces fits all rows. */
  lookFor(text: string): void
  /** Whether anything is looked for. */
  active(): boolean
  /** Whether a row shows every word of what is looked for. */
  fits(row: Row): boolean
  /** Makes the texts of these rows while the page is idle, and forgets those of others; `then` is called once all are made. Gives what ends it. */
  prepare(rows: readonly Row[], then: () => void): () => void
}

export function rowSearch<Row>(): RowSearch<Row> {
  const known = new Map<Row, string>()
  let shown: (row: Row) => string[] = () => []
  let words: string[] = []
  const textOf = (row: Row): string => {
    let text = known.get(row)
    if (text === undefined) {
      text = folded(shown(row).join('\n'))
      known.set(row, text)
    }
    return text
  }
  return {
    lookThrough: (textsOf) => {
      shown = textsOf
      known.clear()
    },
    lookFor: (text) => {
      words = folded(text).split(/\s+/).filter(Boolean)
    },
    active: () => words.length > 0,
    fits: (row) => {
      const text = textOf(row)
      return words.every((word) => text.includes(word))
    },
    prepare: (rows, then) => {
      const gone = new Set(known.keys())
      for (const row of rows) gone.delete(row)
      for (const row of gone) known.delete(row)
      // Safari has no idle time to give: there the first key makes them.
      if (typeof requestIdleCallback === 'undefined') return () => {}
      let next = 0
      let handle = 0
      const go = (deadline: IdleDeadline): void => {
        while (next < rows.length && deadline.timeRemaining() > 1) {
          for (const row of rows.slice(next, next + batch)) textOf(row)
          next += batch
        }
        handle = requestIdleCallback(next < rows.length ? go : then)
      }
      handle = requestIdleCallback(go)
      return () => cancelIdleCallback(handle)
    },
  }
}

/** Rows between two looks at the time. */
const batch = 50

const folded = (text: string): string => text.toLocaleLowerCase()
