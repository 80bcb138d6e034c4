import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usualRange } from '../../../../src/main/core/attention/usual-range.ts'

const history = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 7, maxLength: 60 })

test('needs six changes between consecutive months', () => {
  expect(usualRange([5, 5, 5, 5, 5, 5])).toBeNull()
  expect(usualRange([5, 5, 5, null, 5, 5, 5])).toBeNull()
  expect(usualRange([5, 5, 5, 5, 5, 5, 5])).toEqual({ low: -3, high: 3 })
})

test('one outlier does not widen the range', () => {
  expect(usualRange([10, 11, 10, 11, 90, 11, 10, 11, 10])).toEqual(usualRange([10, 11, 10, 11, 10, 11, 10, 11, 10]))
})

test('steady growth is usual', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: -20, max: 200 }), (start, step) => {
      const range = usualRange(Array.from({ length: 12 }, (_, index) => start + 5_000 + index * step))!
      expect(range.low).toBeLessThanOrEqual(step)
      expect(range.high).toBeGreaterThanOrEqual(step)
    }),
  )
})

test('the range contains at least half of the history, and extends at least three to each side of its middle', () => {
  fc.assert(
    fc.property(history, (values) => {
      const range = usualRange(values)!
      const changes = values
        .slice(1)
        .map((value, index) => value - values[index]!)
        .slice(-24)
      expect(changes.filter((change) => change >= range.low && change <= range.high).length * 2).toBeGreaterThanOrEqual(changes.length)
      expect(range.high - range.low).toBeGreaterThanOrEqual(6)
    }),
  )
})
