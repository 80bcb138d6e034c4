import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gapsOf, segmentsOf } from '../../../src/renderer/components/segments.ts'

test('a gap splits the line into two segments', () => {
  expect(segmentsOf([1, 2, null, 4])).toEqual([
    { start: 0, values: [1, 2] },
    { start: 3, values: [4] },
  ])
  expect(gapsOf([1, 2, null, null, 4, null])).toEqual([
    { start: 2, end: 3 },
    { start: 5, end: 5 },
  ])
})

test('segments and gaps together cover all values, and zero is a value', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: null })), (values) => {
      const rebuilt = values.map((): number | null => null)
      for (const segment of segmentsOf(values))
        segment.values.forEach((value, index) => {
          rebuilt[segment.start + index] = value
        })
      expect(rebuilt).toEqual(values)
      const missing = gapsOf(values).reduce((count, gap) => count + gap.end - gap.start + 1, 0)
      expect(missing).toBe(values.filter((value) => value === null).length)
    }),
  )
})
