/** Amounts of money from decimal texts. */
import { moneyText, parseDecimal, roundMoney, zero } from '../../../shared/domain/decimal.ts'

/** A quantity (decimal text) × a price (decimal text), rounded to the currency's digits; null if one is missing. */
export function lineAmount(quantity: string | null, price: string | null, currency: string | null): string | null {
  const [many, each] = [parseDecimal(quantity), parseDecimal(price)]
  if (many === null || each === null || currency === null) return null
  return moneyText(roundMoney(many.times(each), currency), currency)
}

/** Adds amounts of one currency. */
export function addAmounts(amounts: readonly (string | null)[], currency: string): string {
  return moneyText(
    amounts.reduce((total, amount) => total.plus(parseDecimal(amount) ?? zero), zero),
    currency,
  )
}
