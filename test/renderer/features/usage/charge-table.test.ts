import { expect, test } from 'vitest'
import { chargeColumns } from '../../../../src/renderer/features/usage/charge-table.tsx'
import { fakeUsage } from '../../fake/fake-figures.ts'

test('a charge without a name is called by its part number, or by its id', () => {
  const row = fakeUsage.rows[0]!
  const name = chargeColumns('EUR').find((column) => column.id === 'name')!
  expect(name.value(row)).toBe(row.name)
  expect(name.value({ ...row, name: null, partNumber: 'GC-170' })).toBe('GC-170')
  expect(name.value({ ...row, name: null, partNumber: null })).toBe(row.chargeId)
})
