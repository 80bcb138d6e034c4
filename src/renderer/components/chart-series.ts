/** What a chart draws: one value or a gap for each place on its axis. */
export interface ChartSeries {
  id: string
  name: string
  /** Decimal strings keep their digits in the numbers beside the chart; only their drawing is rounded. */
  values: readonly (number | string | null)[]
  /** Per place: the snapshot that the value stands on. */
  snapshotIds?: readonly (number | null)[]
  /** Per place: a number that may still move ("projected"). */
  open?: readonly boolean[]
  /** Per place: what the value lacks ("4 of 7 tenants"); null where it is whole. */
  lacks?: readonly (string | null)[]
}

export interface SeriesStyle {
  color: string
  /** A second mark beside colour, so that lines differ for everyone. */
  dash: string | undefined
}

const dashes = [undefined, '6 3', '2 3', '8 3 2 3']

/** Colour and dash of the n-th series: eight colours, then the same with other dashes. */
export function seriesStyle(index: number): SeriesStyle {
  return { color: `var(--sl-series-${(index % 8) + 1})`, dash: dashes[(Math.floor(index / 8) + (index % 8 >= 4 ? 1 : 0)) % dashes.length] }
}
