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
  moneyColumns({ id: 'bill', title: 'Bill', rows: of, amountsOf: (row) => row.amounts, sortedByChange: true })

test('each currency has its own columns', () => {
  const columns = columnsOf(rows)
  expect(columns.map((column) => column.title)).toEqual(['Bill (EUR)', 'Change', 'Bill (USD)', 'Change'])
  expect(columns.map((column) => rows.map((row) => column.value(row)))).toEqual([
    ['10.00', null],
    ['-2.00', null],
    [null, '7.50'],
    [null, '7.50'],
  ])
})

test('a single currency is not named in the title, and the table is sorted by its change', () => {
  const [bill, change] = columnsOf(rows.slice(0, 1))
  expect(change).toMatchObject({ title: 'Change', sort: 'desc' })
  expect(bill?.sort).toBeUndefined()
})

test('if rows have one currency each, only the most common one has visible columns, and other rows come last in it', () => {
  const amounts = (currency: string, value: string) => [{ currency, value, change: null }]
  const of = [amounts('USD', '7.50'), amounts('EUR', '1.00'), amounts('EUR', '3.00')].map((each, id) => ({ id, amounts: each }))
  const columns = moneyColumns({ id: 'bill', title: 'Bill', rows: of, amountsOf: (row) => row.amounts, commonOnly: true })
  expect(columns.map(({ title, hidden }) => [title, hidden])).toEqual([
    ['Bill', false],
    ['Change', false],
    ['Bill (USD)', true],
    ['Change', true],
  ])
  const [common, , other] = columns
  expect(of.map((row) => common?.value(row))).toEqual([null, '1.00', '3.00'])
  expect(of.map((row) => common?.text?.(row))).toEqual(['$7.50', '€1.00', '€3.00'])
  expect(of.map((row) => other?.value(row))).toEqual(['7.50', null, null])
})
