import { expect, test } from 'vitest'
import { chargeColumns } from '../../../../src/renderer/features/usage/charge-table.tsx'
import { fakeUsage } from '../../fake/fake-figures.ts'

test('a charge without a name shows its part number, or its id', () => {
  const row = fakeUsage.rows[0]!
  const name = chargeColumns(fakeUsage).find((column) => column.id === 'name')!
  expect(name.value(row)).toBe(row.name)
  expect(name.value({ ...row, name: null, partNumber: 'GC-170' })).toBe('GC-170')
  expect(name.value({ ...row, name: null, partNumber: null })).toBe(row.chargeId)
})

test('the allowance has a column if any charge has one, and a narrow window hides the price', () => {
  const hidden = (rows: typeof fakeUsage.rows, window: { isNarrow?: boolean; hasMeter?: boolean; isWide?: boolean }) =>
    chargeColumns({ currency: 'EUR', rows }, window).flatMap((column) => (column.hidden ? column.id : []))
  const without = fakeUsage.rows.map((row) => ({ ...row, allowance: null }))
  const withOne = without.map((row, index) => (index === 0 ? { ...row, allowance: '5' } : row))
  expect(hidden(without, {})).toEqual(['part', 'grouping', 'allowance', 'prepay'])
  expect(hidden(withOne, { isNarrow: true, hasMeter: false, isWide: false })).toEqual([
    'inTotal',
    'part',
    'grouping',
    'meter',
    'prepay',
    'overage',
  ])
})
