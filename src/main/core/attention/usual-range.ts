/** The usual range of a figure's monthly change, from its own history: median and median absolute deviation. Pure. */

/** Fewer changes are not enough to tell what is usual. */
const minChanges = 6
/** How many of the latest changes are considered at most. */
const maxChanges = 24
/** 1.4826 × MAD estimates a standard deviation; a change outside five of them is unusual. */
const widths = 5 * 1.4826

/** The lowest and highest usual change; whole numbers. */
export interface UsualRange {
  low: number
  high: number
}

/**
 * The usual range of the next change after `values` (consecutive months, oldest first; null is a gap, across which no change is computed).
 * It extends at least 3 and 5 % of the latest value to either side, so that rounding and single joiners are not unusual. Null if the history
 * has fewer than six changes.
 */
export function usualRange(values: readonly (number | null)[]): UsualRange | null {
  const changes = values.flatMap((value, index) => {
    const before = values[index - 1]
    return value === null || before === null || before === undefined ? [] : [value - before]
  })
  const recent = changes.slice(-maxChanges)
  if (recent.length < minChanges) return null
  const middle = median(recent)
  const spread = median(recent.map((change) => Math.abs(change - middle)))
  const latest = values.findLast((value) => value !== null) ?? 0
  const reach = Math.max(3, latest * 0.05, widths * spread)
  return { low: Math.floor(middle - reach), high: Math.ceil(middle + reach) }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
