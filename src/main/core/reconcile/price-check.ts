/** Finds invoice prices that differ from the expected ones. */
import type { ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import { moneyText, parseDecimal, sameDecimal, zero } from '../../../shared/domain/decimal.ts'
import type { ComparedRow } from './compare.ts'

/** A price from the user's rules. */
interface OwnPrice {
  amount: string
  currency: string
}

type PriceDifference = NonNullable<ReconcileRow['priceDifference']>

/**
 * Compares a row's invoice price with the user's own price, or with last month's invoice. The own price is expected only if at least half of the
 * item's rows have it: an invoice with other prices throughout (what customers pay, not what the vendor charges) does not have an error in each line.
 */
export function priceChecker(
  rows: readonly ComparedRow[],
  ownPrice: (row: ComparedRow) => OwnPrice | null,
  lastMonth: (row: ComparedRow) => Pick<ComparedRow, 'unitPrice' | 'priceFrom' | 'currency'> | undefined,
): (row: ComparedRow) => PriceDifference | null {
  const agreed = new Set<string>()
  for (const [item, same] of Map.groupBy(rows.filter(isPriced), ({ item }) => item!)) {
    const equal = same.filter((row) => isAt(row, ownPrice(row)))
    if (equal.length * 2 >= same.length) agreed.add(item)
  }
  return (row) => {
    if (!isPriced(row)) return null
    const own = agreed.has(row.item!) ? ownPrice(row) : null
    if (own !== null && own.currency === row.currency) return differenceOf(row, own.amount, 'own')
    const last = lastMonth(row)
    if (last?.priceFrom !== 'invoice' || last.unitPrice === null || last.currency !== row.currency) return null
    return differenceOf(row, last.unitPrice, 'last-month')
  }
}

const isPriced = ({ item, unitPrice, priceFrom }: ComparedRow): boolean => item !== null && unitPrice !== null && priceFrom === 'invoice'

const isAt = ({ unitPrice, currency }: ComparedRow, own: OwnPrice | null): boolean =>
  own !== null && own.currency === currency && sameDecimal(own.amount, unitPrice)

function differenceOf(
  { unitPrice, billed, currency }: ComparedRow,
  expected: string,
  because: PriceDifference['because'],
): PriceDifference | null {
  if (sameDecimal(unitPrice, expected)) return null
  const difference = (parseDecimal(expected) ?? zero).minus(parseDecimal(unitPrice) ?? zero)
  return { expected, because, value: currency === null ? null : moneyText(difference.times(parseDecimal(billed) ?? zero), currency) }
}
