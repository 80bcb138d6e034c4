import { expect, test } from 'vitest'
import { filterChoices, fitsFilter } from '../../../../src/renderer/features/reconcile/row-filter.ts'
import { fakeReconciled } from '../../fake/fake-reconcile.ts'

const { rows } = fakeReconciled

test('each choice has the number of its rows', () => {
  expect(filterChoices(rows, 'open').map(({ label }) => label)).toEqual([
    'Open (4)',
    'All (5)',
    'Unmapped (1)',
    'Under (1)',
    'Over (1)',
    'Gap (1)',
    'Matched (1)',
  ])
  for (const { value, label } of filterChoices(rows, 'open'))
    expect(label).toContain(`(${rows.filter((row) => fitsFilter(row, value)).length})`)
})

test('a status without rows is left out unless it is chosen', () => {
  const matched = rows.filter(({ status }) => status === 'matched')
  expect(filterChoices(matched, 'over').map(({ value }) => value)).toEqual(['open', 'all', 'over', 'matched'])
})
