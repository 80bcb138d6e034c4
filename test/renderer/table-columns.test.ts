import { expect, test } from 'vitest'
import { compareValues } from '../../src/renderer/components/table-columns.ts'

test('decimals sort by size, texts as people sort them, missing last', () => {
  expect(['10', '9.5', null, '100'].sort((left, right) => compareValues(left, right, 'number'))).toEqual(['9.5', '10', '100', null])
  expect(['E10', 'e9', ''].sort((left, right) => compareValues(left, right, 'text'))).toEqual(['e9', 'E10', ''])
})
