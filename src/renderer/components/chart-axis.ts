/** How the axis of a chart's values is divided, and how much room its numbers need. */
import { getNiceTickValues } from 'recharts'
import { formatQuantity } from '../lib/format.ts'

export interface ValueAxis {
  /** The values that are written beside the axis, from its lower end to its upper one; none without values. */
  ticks: readonly number[]
  /** Room for the longest of them. The chart's library would draw once more after measuring, and measures some before they are there. */
  widthPx: number
}

const mostTicks = 5
/** Of the axis's font, whose digits are equally wide. */
const digitPx = 6.9
const marginPx = 10

/** Counts get whole ticks, and no more of them than there are counts between the least and the most: there is no half a person. */
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
  const tickCount = whole ? Math.min(mostTicks, Math.max(3, most - least + 1)) : mostTicks
  const ticks = getNiceTickValues([least, most], tickCount, !whole)
  return { ticks, widthPx: marginPx + digitPx * Math.max(...ticks.map((tick) => formatQuantity(tick).length)) }
}
