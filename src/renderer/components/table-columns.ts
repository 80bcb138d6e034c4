/** What a table column is: a value to sort, filter, copy and read out, and perhaps a richer drawing of it. */
import type { ReactNode } from 'react'

export interface TableColumn<Row> {
  id: string
  title: string
  kind: 'text' | 'number' | 'delta'
  /** The plain value: sorting, filters and copying use it. Numbers may be decimal strings. */
  value: (row: Row) => string | number | null
  /** The value as copied and read out; the plain value unless told. */
  text?: (row: Row) => string
  /** A drawing of it; the text unless told. */
  render?: (row: Row) => ReactNode
  width?: number
  /** Takes a share of the free width. */
  flex?: number
  minWidth?: number
  /** Not shown until chosen in the column menu. */
  hidden?: boolean
  sortable?: boolean
  /** Sorted at first. */
  sort?: 'asc' | 'desc'
  help?: string
}

type Value = string | number | null | undefined

const isMissing = (value: Value): boolean => value === null || value === undefined || value === ''

/** Compares two plain values: missing ones last, decimals by size, texts as people sort them. */
export function compareValues(left: Value, right: Value, kind: TableColumn<unknown>['kind']): number {
  if (isMissing(left) || isMissing(right)) return Number(isMissing(left)) - Number(isMissing(right))
  if (kind === 'text') {
    const [a, b] = [String(left), String(right)]
    // Moments sort as plain text, five times as fast: a filter over 20,000 rows sorts anew with each key.
    if (isMoment(a) && isMoment(b)) return a < b ? -1 : a > b ? 1 : 0
    return collator.compare(a, b)
  }
  // Only the order is asked for here; the shown text keeps every digit.
  return Number(left) - Number(right)
}

/** Compares as a sorted table does: missing values stay last in both directions. */
export function compareSorted(left: Value, right: Value, kind: TableColumn<unknown>['kind'], descending: boolean): number {
  const order = compareValues(left, right, kind)
  return descending && isMissing(left) === isMissing(right) ? -order : order
}

/** An instant in ISO 8601 UTC, as the host writes it. */
const isMoment = (text: string): boolean => text.length === 24 && text[10] === 'T' && text[23] === 'Z'

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
