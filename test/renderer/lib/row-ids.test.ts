import { expect, test } from 'vitest'
import { rowIds } from '../../../src/renderer/lib/row-ids.ts'

test('rows with the same id get distinct ids', () => {
  const rows = [{ chargeId: 'a' }, { chargeId: 'b' }, { chargeId: 'a' }, { chargeId: 'a' }]
  const idOf = rowIds(rows, (row) => row.chargeId)
  expect(rows.map(idOf)).toEqual(['a', 'b', 'a 2', 'a 3'])
})
