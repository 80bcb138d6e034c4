/** The ticks and the width of a chart's value axis. */
import { getNiceTickValues } from 'recharts'
import { formatQuantity } from '../lib/format.ts'

export interface ValueAxis {
  /** In ascending order; empty without values. */
  ticks: readonly number[]
  /** Room for the longest label. Left to itself, the chart library renders a second time after measuring it. */
  widthPx: number
}

const maxTicks = 5
/** In the axis's font, whose digits have one width. */
const digitPx = 6.9
const marginPx = 10

/** Counts get whole ticks only, and no more of them than there are whole numbers in the range. */
export function valueAxis(values: Iterable<number | null>): ValueAxis {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let whole = true
  for (const value of values) {
    if (value === null) continue
    whole &&= Number.isInteger(value)
    if (value < least) least = value
    if (value > most) most = value
  }
  if (most < least) return { ticks: [], widthPx: marginPx }
  const tickCount = whole ? Math.min(maxTicks, Math.max(3, most - least + 1)) : maxTicks
  const ticks = getNiceTickValues([least, most], tickCount, !whole)
  return { ticks, widthPx: marginPx + digitPx * Math.max(...ticks.map((tick) => formatQuantity(tick).length)) }
}
