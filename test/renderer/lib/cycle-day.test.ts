import { expect, test } from 'vitest'
import { isCycleDay } from '../../../src/renderer/lib/cycle-day.ts'

test('an empty field is not a valid cycle day', () => {
  expect(['', 0, 32, 1.5, '7'].map(isCycleDay)).toEqual([false, false, false, false, false])
  expect([1, 31].map(isCycleDay)).toEqual([true, true])
})
