import { expect, test } from 'vitest'
import { valueAxis } from '../../../src/renderer/components/chart-axis.ts'

const ticks = (values: (number | null)[]) => valueAxis(values).ticks

test('small counts are divided by whole numbers, evenly', () => {
  expect(ticks([0, 1])).toEqual([0, 1, 2])
  expect(ticks([1, null, 3])).toEqual([1, 2, 3])
  expect(ticks([0, 3, 2])).toEqual([0, 1, 2, 3])
  expect(ticks([5, 5])).toEqual([4, 5, 6])
  expect(ticks([2, 7])).toEqual([2, 4, 6, 8, 10])
})

test('quantities keep their fractions', () => {
  expect(ticks([0, 0.5])).toEqual([0, 0.15, 0.3, 0.45, 0.6])
})

test('without a value there is nothing to write', () => {
  expect(ticks([null])).toEqual([])
})

test('longer numbers get more room', () => {
  expect(valueAxis([0, 20_000]).widthPx).toBeGreaterThan(valueAxis([0, 20]).widthPx)
})
