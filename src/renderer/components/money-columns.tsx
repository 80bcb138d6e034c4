/** Columns of an amount and its change, a pair for each currency: amounts of different currencies are never in one column. */
import { formatMoney } from '../lib/format.ts'
import { Delta } from './delta.tsx'
import type { TableColumn } from './table-columns.ts'

interface Amount {
  currency: string
  value: string | null
  change: string | null
}

interface MoneyColumns<Row> {
  id: string
  title: string
  help?: string
  rows: readonly Row[]
  amountsOf: (row: Row) => readonly Amount[]
  /** The initial sort order, by the first currency. */
  sort?: { by: 'value' | 'change'; order: 'asc' | 'desc' }
}

export function moneyColumns<Row>({ id, title, help, rows, amountsOf, sort }: MoneyColumns<Row>): TableColumn<Row>[] {
  const currencies = [...new Set(rows.flatMap((row) => amountsOf(row).map((each) => each.currency)))].sort()
  return currencies.flatMap((currency, index): TableColumn<Row>[] => {
    const name = currencies.length > 1 ? `${title} (${currency})` : title
    const amount = (row: Row): Amount | undefined => amountsOf(row).find((each) => each.currency === currency)
    const sortOf = (by: 'value' | 'change') => (index === 0 && sort?.by === by ? { sort: sort.order } : {})
    return [
      {
        id: `${id} ${currency}`,
        title: name,
        ...(help ? { help } : {}),
        kind: 'number',
        value: (row) => amount(row)?.value ?? null,
        text: (row) => formatMoney(amount(row)?.value, currency),
        width: 117,
        ...sortOf('value'),
      },
      {
        id: `${id} change ${currency}`,
        title: 'Change',
        help: `Change of: ${name.toLowerCase()}`,
        kind: 'delta',
        value: (row) => amount(row)?.change ?? null,
        text: (row) => formatMoney(amount(row)?.change, currency, 'exceptZero'),
        render: (row) => <Delta value={amount(row)?.change} currency={currency} />,
        width: 124,
        ...sortOf('change'),
      },
    ]
  })
}
