/** A line of a chart: one value or a gap for each point on the axis. */
export interface ChartSeries {
  id: string
  name: string
  /** Decimal strings keep every digit in the table of numbers; only the drawing rounds them. */
  values: readonly (number | string | null)[]
  /** Per point: the value's snapshot. */
  snapshotIds?: readonly (number | null)[]
  /** Per point: whether the value may still change, because it is projected or the month is not over. */
  open?: readonly boolean[]
  /** Per point: what a sum includes ("4 of 7 tenants"); null if it is complete. */
  lacks?: readonly (string | null)[]
}

export interface SeriesStyle {
  color: string
  /** Distinguishes lines without colour. */
  dash: string | undefined
}

const dashes = [undefined, '6 3', '2 3', '8 3 2 3']

/** Colour and dash of the n-th series: eight colours, then the same colours with other dashes. */
export function seriesStyle(index: number): SeriesStyle {
  return { color: `var(--sl-series-${(index % 8) + 1})`, dash: dashes[(Math.floor(index / 8) + (index % 8 >= 4 ? 1 : 0)) % dashes.length] }
}

/** Converts an exact decimal to a number for drawing only. */
export function toPlot(value: number | string | null | undefined): number | null {
  return value === null || value === undefined || value === '' ? null : Number(value)
}
