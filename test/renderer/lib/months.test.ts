import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMonths, isMonth, monthsAround, monthsToHoldFrom } from '../../../src/renderer/lib/months.ts'

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

test('from a month of which nothing is kept the way leads to those of which something is', () => {
  const months = [{ month: '2026-11' }, { month: '2026-10' }, { month: '2026-07' }]
  expect(monthsAround('2026-10', months)).toEqual({ older: '2026-07', newer: '2026-11' })
  expect(monthsAround('2026-08', months)).toEqual({ older: '2026-07', newer: '2026-10' })
  expect(monthsAround('2026-01', months)).toEqual({ older: undefined, newer: '2026-07' })
  expect(monthsAround(null, months)).toEqual({ older: undefined, newer: undefined })
})

test('a rule can hold from a year ahead back to the oldest month there is, and from the chosen one wherever it lies', () => {
  const none = monthsToHoldFrom('2026-11', [], '2026-11')
  expect([none[0], none.at(-1), none.length]).toEqual(['2027-11', '2024-11', 37])
  expect(monthsToHoldFrom('2026-11', [{ month: '2026-10' }, { month: '2023-02' }], '2026-11').at(-1)).toBe('2023-02')
  expect(monthsToHoldFrom('2026-11', [], '2029-01')[0]).toBe('2029-01')
})
