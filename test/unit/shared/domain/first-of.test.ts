import { expect, test } from 'vitest'
import { firstOf } from '../../../../src/shared/domain/first-of.ts'

test('the first of a list are named, and the others counted', () => {
  expect(firstOf([], 3)).toBe('')
  expect(firstOf(['a', 'b', 'c'], 3)).toBe('a, b, c')
  expect(firstOf(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b, c and 2 more')
})
