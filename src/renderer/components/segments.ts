/** Splits values at gaps, so that no line is drawn across a gap. */

/** A run of known values. */
export interface Segment {
  /** Index of the first value. */
  start: number
  values: number[]
}

/** The runs of known values, in order. */
export function segmentsOf(values: readonly (number | null)[]): Segment[] {
  const segments: Segment[] = []
  let open: Segment | null = null
  values.forEach((value, index) => {
    if (value === null) {
      open = null
      return
    }
    if (!open) {
      open = { start: index, values: [] }
      segments.push(open)
    }
    open.values.push(value)
  })
  return segments
}

/** The runs of missing values, as first and last index. */
export function gapsOf(values: readonly (number | null)[]): { start: number; end: number }[] {
  const gaps: { start: number; end: number }[] = []
  values.forEach((value, index) => {
    if (value !== null) return
    const last = gaps.at(-1)
    if (last && last.end === index - 1) last.end = index
    else gaps.push({ start: index, end: index })
  })
  return gaps
}
