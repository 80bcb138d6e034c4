/** The ticks and the width of a chart's value axis. */
import { getNiceTickValues } from 'recharts'
import { formatQuantity } from '../lib/format.ts'

export interface ValueAxis {
  /** In ascending order; empty without values. */
  ticks: readonly number[]
  /** Room for the longest label. Without it, the chart library renders a second time after measuring labels. */
  widthPx: number
}

const maxTicks = 5
/** The width of a digit in the axis's font; all digits have the same width. */
const digitPx = 6.9
const marginPx = 10

/** Counts get only whole ticks, no more than there are whole numbers in the range. `fromZero` extends the range to zero. */
export function valueAxis(values: Iterable<number | null>, fromZero = false): ValueAxis {
  let least = fromZero ? 0 : Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let whole = true
  for (const value of values) {
    if (value === null) continue
    whole &&= Number.isInteger(value)
    if (value < least) least = value
    if (value > most) most = value
  }
  if (most === Number.NEGATIVE_INFINITY) return { ticks: [], widthPx: marginPx }
  const tickCount = whole ? Math.min(maxTicks, Math.max(3, most - least + 1)) : maxTicks
  const ticks = getNiceTickValues([least, most], tickCount, !whole)
  return { ticks, widthPx: marginPx + digitPx * Math.max(...ticks.map((tick) => formatQuantity(tick).length)) }
}

/** A label on the axis of months or days. */
export interface PlaceTick {
  index: number
  text: string
}

const gapPx = 14
const mostTicks = 12

/**
 * The labelled points: as many as fit, always including the last. `textOf` gets the previous label, so that a year is
 * written only once; `widthOf` measures a label.
 */
export function placeTicks(
  places: readonly string[],
  roomPx: number,
  textOf: (place: string, before: string | null) => string,
  widthOf: (text: string) => number,
): PlaceTick[] {
  const count = places.length
  if (count === 0) return []
  // Points are `pitchPx` apart; the step grows until the widest label fits with a gap.
  const pitchPx = roomPx / Math.max(1, count - 1)
  for (let step = Math.max(1, Math.ceil(count / mostTicks)); ; step += 1) {
    const indexes = Array.from({ length: Math.ceil(count / step) }, (_, at) => count - 1 - at * step).reverse()
    const ticks = indexes.map((index, at) => ({ index, text: textOf(places[index]!, at === 0 ? null : places[indexes[at - 1]!]!) }))
    const widths = ticks.map(({ text }) => widthOf(text))
    const fits = widths.every((width, at) => at === 0 || (widths[at - 1]! + width) / 2 + gapPx <= step * pitchPx)
    if (fits || ticks.length <= 2) return ticks
  }
}

let context: CanvasRenderingContext2D | null | undefined

/** The width of a label in the axis's font; an estimate if there is no canvas. */
export function textWidthPx(text: string): number {
  if (context === undefined) {
    context = document.createElement('canvas').getContext('2d')
    if (context !== null) context.font = `${axisFontPx}px ${getComputedStyle(document.body).fontFamily}`
  }
  return context?.measureText(text).width ?? text.length * digitPx
}

/** The font size of the labels of both axes. */
export const axisFontPx = 11.5
