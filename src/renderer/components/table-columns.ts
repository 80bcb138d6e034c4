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

/** Compares two plain values: missing ones last, decimals by size, texts as people sort them. */
export function compareValues(
  left: string | number | null | undefined,
  right: string | number | null | undefined,
  kind: TableColumn<unknown>['kind'],
): number {
  const leftMissing = left === null || left === undefined || left === ''
  const rightMissing = right === null || right === undefined || right === ''
  if (leftMissing || rightMissing) return leftMissing === rightMissing ? 0 : leftMissing ? 1 : -1
  if (kind === 'text') return collator.compare(String(left), String(right))
  // Only the order is asked for here; the shown text keeps every digit.
  return Number(left) - Number(right)
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
