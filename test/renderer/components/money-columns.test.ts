import { expect, test } from 'vitest'
import { moneyColumns } from '../../../src/renderer/components/money-columns.tsx'

const rows = [
  { id: 1, amounts: [{ currency: 'EUR', value: '10.00', change: '-2.00' }] },
  {
    id: 2,
    amounts: [
      { currency: 'EUR', value: null, change: null },
      { currency: 'USD', value: '7.50', change: '7.50' },
    ],
  },
]
const columnsOf = (of: typeof rows) =>
  moneyColumns({ id: 'bill', title: 'Bill', rows: of, amountsOf: (row) => row.amounts, sort: { by: 'value', order: 'desc' } })

test('each currency has columns of its own, so that no column holds two', () => {
  const columns = columnsOf(rows)
  expect(columns.map((column) => column.title)).toEqual(['Bill (EUR)', 'Change', 'Bill (USD)', 'Change'])
  expect(columns.map((column) => rows.map((row) => column.value(row)))).toEqual([
    ['10.00', null],
    ['-2.00', null],
    [null, '7.50'],
    [null, '7.50'],
  ])
})

test('one currency needs no name, and the table is sorted by it', () => {
  const [bill, change] = columnsOf(rows.slice(0, 1))
  expect(bill).toMatchObject({ title: 'Bill', sort: 'desc' })
  expect(change?.sort).toBeUndefined()
})
