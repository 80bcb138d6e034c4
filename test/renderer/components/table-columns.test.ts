import { expect, test } from 'vitest'
import { compareSorted, compareValues } from '../../../src/renderer/components/table-columns.ts'

test('decimals sort by size, texts by locale, missing values last', () => {
  expect(['10', '9.5', null, '100'].sort((left, right) => compareValues(left, right, 'number'))).toEqual(['9.5', '10', '100', null])
  expect(['E10', 'e9', ''].sort((left, right) => compareValues(left, right, 'text'))).toEqual(['e9', 'E10', ''])
})

test('timestamps sort by time', () => {
  const [earlier, later] = ['2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00.000Z']
  expect(compareValues(earlier, later, 'text')).toBe(-1)
  expect(compareValues(later, earlier, 'text')).toBe(1)
  expect(compareValues(later, later, 'text')).toBe(0)
})

test('missing values are last in descending order too', () => {
  const down = (values: (string | number | null)[]) => values.sort((left, right) => compareSorted(left, right, 'number', true))
  expect(down([null, 2, '10.5', ''])).toEqual(['10.5', 2, null, ''])
})
