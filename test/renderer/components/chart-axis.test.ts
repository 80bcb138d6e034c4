import { expect, test } from 'vitest'
import { placeTicks, valueAxis } from '../../../src/renderer/components/chart-axis.ts'

const ticks = (values: (number | null)[]) => valueAxis(values).ticks

test('small counts get evenly spaced whole ticks', () => {
  expect(ticks([0, 1])).toEqual([0, 1, 2])
  expect(ticks([1, null, 3])).toEqual([1, 2, 3])
  expect(ticks([0, 3, 2])).toEqual([0, 1, 2, 3])
  expect(ticks([5, 5])).toEqual([4, 5, 6])
  expect(ticks([2, 7])).toEqual([2, 4, 6, 8, 10])
})

test('quantities can have fractional ticks', () => {
  expect(ticks([0, 0.5])).toEqual([0, 0.15, 0.3, 0.45, 0.6])
})

test('an axis without values has no ticks', () => {
  expect(ticks([null])).toEqual([])
})

test('longer numbers get more room', () => {
  expect(valueAxis([0, 20_000]).widthPx).toBeGreaterThan(valueAxis([0, 20]).widthPx)
})

test('an axis can start at zero', () => {
  expect(valueAxis([4770, 5130], true).ticks[0]).toBe(0)
  expect(valueAxis([], true).ticks).toEqual([])
})

test('labels do not overlap, the last point is labelled, and each year is written once', () => {
  const places = Array.from(
    { length: 18 },
    (_, index) => `${2025 + Math.floor((index + 5) / 12)}-${String(((index + 5) % 12) + 1).padStart(2, '0')}`,
  )
  const text = (place: string, before: string | null) => (before?.slice(0, 4) === place.slice(0, 4) ? place.slice(5) : place)
  for (const roomPx of [40, 120, 300, 700, 1400]) {
    const ticks = placeTicks(places, roomPx, text, (label) => label.length * 7)
    expect(ticks.at(-1)?.index).toBe(17)
    const pitch = roomPx / 17
    const gaps = ticks.slice(1).map((tick, at) => {
      const before = ticks[at]!
      return (tick.index - before.index) * pitch - ((tick.text.length + before.text.length) * 7) / 2
    })
    if (ticks.length > 2) expect(Math.min(...gaps)).toBeGreaterThanOrEqual(14)
    expect(ticks.filter((tick) => tick.text.startsWith('2026')).length).toBeLessThanOrEqual(1)
  }
  expect(placeTicks(places, 1400, text, (label) => label.length * 7).map((tick) => tick.text)).toEqual([
    '2025-07',
    '09',
    '11',
    '2026-01',
    '03',
    '05',
    '07',
    '09',
    '11',
  ])
})
