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

test('with an allowance, every column fits into a window of 1280 pixels', () => {
  const rows = fakeUsage.rows.map((row, index) => (index === 0 ? { ...row, allowance: '5' } : row))
  const shown = chargeColumns({ currency: 'EUR', rows }, { isNarrow: false, hasMeter: false, isWide: false }).filter(
    ({ hidden }) => !hidden,
  )
  // The panel of such a window, without its border.
  expect(shown.reduce((sum, { width, minWidth }) => sum + (width ?? minWidth ?? 0), 0)).toBeLessThanOrEqual(998)
})

test('what is over has room for as many digits as what was used', () => {
  const width = (id: string) => chargeColumns(fakeUsage).find((column) => column.id === id)?.width ?? 0
  // “655,859.5” and the cell's padding.
  expect(width('over')).toBeGreaterThanOrEqual(104)
  expect(width('used')).toBeGreaterThanOrEqual(104)
})
