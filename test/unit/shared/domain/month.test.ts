import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths, isMonth, monthRange, nextMonth, parseMonth, previousMonth } from '../../../../src/shared/domain/month.ts'

describe('months', () => {
  test.each(['2026-13', '2026-00', '2026-1', '26-01', '0000-01', '2026-011', ' 2026-01', '', '2026-01-01'])('%j is not a month', (text) => {
    expect(isMonth(text)).toBe(false)
    expect(() => parseMonth(text)).toThrow(RangeError)
  })

  test('cross the year in both directions', () => {
    expect(nextMonth(parseMonth('2026-12'))).toBe('2027-01')
    expect(previousMonth(parseMonth('2026-01'))).toBe('2025-12')
    expect(addMonths(parseMonth('2026-01'), -25)).toBe('2023-12')
    expect(monthRange(parseMonth('2026-11'), parseMonth('2027-02'))).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
    expect(monthRange(parseMonth('2027-01'), parseMonth('2026-12'))).toEqual([])
  })

  test('compare and range like numbers', () => {
    const month = fc
      .integer({ min: 12 * 2000, max: 12 * 2100 })
      .map((n) => parseMonth(`${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`))
    fc.assert(
      fc.property(month, fc.integer({ min: -50, max: 50 }), (start, count) => {
        const end = addMonths(start, count)
        expect(Number(end > start) - Number(end < start)).toBe(Math.sign(count))
        expect(monthRange(start, end)).toHaveLength(Math.max(0, count + 1))
        expect(addMonths(end, -count)).toBe(start)
      }),
    )
  })

  test('can be added across years', () => {
    expect(addMonths('2026-01', -1)).toBe('2025-12')
    expect(addMonths('2025-12', 1)).toBe('2026-01')
    expect(addMonths('2026-11', -12)).toBe('2025-11')
  })

  test('are unchanged after adding and subtracting the same number', () => {
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

  test('match only the pattern of possible months', () => {
    expect(isMonth('2026-12')).toBe(true)
    for (const wrong of ['2026-13', '2026-00', '26-01', 202601, undefined]) expect(isMonth(wrong)).toBe(false)
  })
})
