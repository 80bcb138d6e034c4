/** Money as whole numbers of a currency's smallest unit (cents): sums are exact, and thousands of lines need no decimal objects. */
import { currencyDigits, parseDecimal, zero } from './decimal.ts'

/** A decimal as a whole number and how many of its digits are decimals: 3.45 is 345 with 2. */
export interface ScaledDecimal {
  digits: bigint
  decimals: number
}

/** Parses decimal text; empty text is zero. Throws `RangeError` for other text. */
export function scaledDecimal(amount: string): ScaledDecimal {
  const [whole = '', decimals = ''] = (parseDecimal(amount) ?? zero).toFixed().split('.')
  return { digits: BigInt(whole + decimals), decimals: decimals.length }
}

/** `to − from`. */
export function scaledDifference(from: ScaledDecimal, to: ScaledDecimal): ScaledDecimal {
  const decimals = Math.max(from.decimals, to.decimals)
  const digitsOf = (value: ScaledDecimal) => value.digits * 10n ** BigInt(decimals - value.decimals)
  return { digits: digitsOf(to) - digitsOf(from), decimals }
}

/** A quantity × a price in the currency's smallest unit, rounded half-up as `roundMoney` does. */
export function costInMinorUnits(quantity: bigint, { digits, decimals }: ScaledDecimal, currency: string): bigint {
  const product = quantity * digits
  const extra = decimals - currencyDigits(currency)
  if (extra === 0) return product
  if (extra < 0) return product * 10n ** BigInt(-extra)
  const divisor = 10n ** BigInt(extra)
  const [cost, twiceRest] = [product / divisor, 2n * (product % divisor)]
  return twiceRest >= divisor ? cost + 1n : twiceRest <= -divisor ? cost - 1n : cost
}

/** An amount in the smallest unit as text, as `moneyText` writes it: `130.20`. */
export function minorUnitsText(amount: bigint, currency: string): string {
  const decimals = currencyDigits(currency)
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, '0')
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return amount < 0n ? `-${text}` : text
}
