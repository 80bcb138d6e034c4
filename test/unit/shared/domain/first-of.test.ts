import { expect, test } from 'vitest'
import { firstOf } from '../../../../src/shared/domain/first-of.ts'

test('lists the first items and counts the others', () => {
  expect(firstOf([], 3)).toBe('')
  expect(firstOf(['a', 'b', 'c'], 3)).toBe('a, b, c')
  expect(firstOf(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b, c and 2 more')
})
