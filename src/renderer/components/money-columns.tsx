/** Columns of an amount and its change, one pair per currency, because different currencies must not be sorted or copied as one. */
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
  /** The width of the amount's column, px. */
  width?: number
  rows: readonly Row[]
  amountsOf: (row: Row) => readonly Amount[]
  /** The table is sorted by the change in the first currency, the largest first. */
  sortedByChange?: boolean
  /**
   * For tables whose rows have one currency each: only the currency of most rows has visible columns. Rows in another currency show it there,
   * greyed and sorted last; that currency's own columns are initially hidden.
   */
  commonOnly?: boolean
}

export function moneyColumns<Row>(options: MoneyColumns<Row>): TableColumn<Row>[] {
  const { id, title, rows, amountsOf, sortedByChange = false, width = 117, commonOnly = false } = options
  const currencies = currenciesOf(rows.map(amountsOf), commonOnly)
  return currencies.flatMap((currency, index): TableColumn<Row>[] => {
    const name = currencies.length > 1 && (!commonOnly || index > 0) ? `${title} (${currency})` : title
    const help = commonOnly && index === 0 && currencies.length > 1 ? helpOf(options.help, currency) : options.help
    const amount = (row: Row): Amount | undefined => amountsOf(row).find((each) => each.currency === currency)
    const shown = (row: Row): Amount | undefined => amount(row) ?? (commonOnly && index === 0 ? amountsOf(row)[0] : undefined)
    const hidden = commonOnly && index > 0
    return [
      {
        id: `${id} ${currency}`,
        title: name,
        ...(help ? { help } : {}),
        kind: 'number',
        value: (row) => amount(row)?.value ?? null,
        text: (row) => formatMoney(shown(row)?.value, shown(row)?.currency),
        width,
        hidden,
      },
      {
        id: `${id} change ${currency}`,
        title: 'Change',
        help: `Change of: ${name.toLowerCase()}`,
        kind: 'delta',
        value: (row) => amount(row)?.change ?? null,
        text: (row) => formatMoney(shown(row)?.change, shown(row)?.currency, 'exceptZero'),
        render: (row) => <Delta value={shown(row)?.change} currency={shown(row)?.currency ?? null} />,
        width: 124,
        hidden,
        ...(sortedByChange && index === 0 ? { sort: 'desc' } : {}),
      },
    ]
  })
}

const helpOf = (help: string | undefined, currency: string): string =>
  `${help ? `${help}. ` : ''}Sorted by ${currency}; other currencies come last and have separate columns in the column menu`

/** In alphabetical order, or the currency of most rows first. */
function currenciesOf(rows: readonly (readonly Amount[])[], mostFirst: boolean): string[] {
  const counts = new Map<string, number>()
  for (const { currency } of rows.flat()) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  const sorted = [...counts.keys()].sort()
  return mostFirst ? sorted.sort((a, b) => counts.get(b)! - counts.get(a)!) : sorted
}
