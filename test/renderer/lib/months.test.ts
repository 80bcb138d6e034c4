import { expect, test } from 'vitest'
import { monthsAround, monthsToHoldFrom } from '../../../src/renderer/lib/months.ts'

test('the previous and next months with snapshots are found from a month without one', () => {
  const months = [{ month: '2026-11' }, { month: '2026-10' }, { month: '2026-07' }]
  expect(monthsAround('2026-10', months)).toEqual({ older: '2026-07', newer: '2026-11' })
  expect(monthsAround('2026-08', months)).toEqual({ older: '2026-07', newer: '2026-10' })
  expect(monthsAround('2026-01', months)).toEqual({ older: undefined, newer: '2026-07' })
  expect(monthsAround(null, months)).toEqual({ older: undefined, newer: undefined })
})

test('a rule can apply from a year ahead back to the oldest month, always including the chosen one', () => {
  const none = monthsToHoldFrom('2026-11', [], '2026-11')
  expect([none[0], none.at(-1), none.length]).toEqual(['2027-11', '2024-11', 37])
  expect(monthsToHoldFrom('2026-11', [{ month: '2026-10' }, { month: '2023-02' }], '2026-11').at(-1)).toBe('2023-02')
  expect(monthsToHoldFrom('2026-11', [], '2029-01')[0]).toBe('2029-01')
})
