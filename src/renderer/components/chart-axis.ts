/** How the axis of a chart's values is divided. */
import { getNiceTickValues } from 'recharts'
import { formatQuantity } from '../lib/format.ts'

/** The ticks, least first, and how wide the longest of them is written, px. */
export interface ValueAxis {
  ticks: number[]
  widthPx: number
}

const mostTicks = 5
/** A digit at the axis' size of letters, and the space beside it. The chart's library measures by itself, but sometimes before the ticks are there. */
const digitPx = 7
const besidePx = 8

/** Counts get whole ticks, and no more of them than there are counts between the least and the most: there is no half a person. Null without a value. */
export function valueAxis(values: Iterable<number | null>): ValueAxis | null {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let isCount = true
  for (const value of values) {
    if (value === null) continue
    isCount &&= Number.isInteger(value)
    if (value < least) least = value
    if (value > most) most = value
  }
  if (most < least) return null
  const count = isCount ? Math.min(mostTicks, Math.max(3, most - least + 1)) : mostTicks
  const ticks = [...getNiceTickValues([least, most], count, !isCount)]
  const longest = Math.max(...ticks.map((tick) => formatQuantity(tick).length))
  return { ticks, widthPx: longest * digitPx + besidePx }
}
