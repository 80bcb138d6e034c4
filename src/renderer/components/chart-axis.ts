/** How the axis of a chart's values is divided. */

/** Whether there are values between whole numbers, and how many ticks there are to be. */
export interface ValueAxis {
  allowDecimals: boolean
  tickCount: number
}

const mostTicks = 5

/** Counts get whole ticks, and no more of them than there are counts between the least and the most: there is no half a person. */
export function valueAxis(values: Iterable<number | null>): ValueAxis {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value === null) continue
    if (!Number.isInteger(value)) return { allowDecimals: true, tickCount: mostTicks }
    if (value < least) least = value
    if (value > most) most = value
  }
  return { allowDecimals: false, tickCount: most < least ? mostTicks : Math.min(mostTicks, Math.max(3, most - least + 1)) }
}
