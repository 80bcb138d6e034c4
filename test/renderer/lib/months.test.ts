import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMonths, isMonth } from '../../../src/renderer/lib/months.ts'

test('months are added over the turn of the year', () => {
  expect(addMonths('2026-01', -1)).toBe('2025-12')
  expect(addMonths('2025-12', 1)).toBe('2026-01')
  expect(addMonths('2026-11', -12)).toBe('2025-11')
})

test('adding and taking away leads back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1990, max: 2090 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: -300, max: 300 }),
      (year, month, by) => {
        const text = `${year}-${String(month).padStart(2, '0')}`
        expect(addMonths(addMonths(text, by), -by)).toBe(text)
      },
    ),
  )
})

test('only possible months are months', () => {
  expect(isMonth('2026-12')).toBe(true)
  for (const wrong of ['2026-13', '2026-00', '26-01', 202601, undefined]) expect(isMonth(wrong)).toBe(false)
})
