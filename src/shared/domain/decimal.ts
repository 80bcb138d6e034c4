/** Exact decimals for quantities and money. A missing value stays null and never becomes zero. */
import Big from 'big.js'

/** An exact decimal number. */
export type Decimal = Big

const readable = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/

/** True for a decimal number as text, or a finite number; false for the empty texts that vendors also send. */
export function isDecimal(value: unknown): value is string | number {
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && readable.test(value.trim())
}

/** Parses a vendor's number; null if it is missing or empty. Throws `RangeError` for any other text. */
export function parseDecimal(value: string | number | null | undefined): Decimal | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' && value.trim() === '') return null
  if (!isDecimal(value)) throw new RangeError('not a decimal number')
  // big.js rejects a plus sign.
  return new Big(typeof value === 'string' ? value.trim().replace(/^\+/, '') : value)
}

/** Zero. */
export const zero: Decimal = new Big(0)

/** A decimal as plain text, without exponent or superfluous zeros: `601344.2`. */
export function decimalText(value: Decimal): string {
  return value.eq(0) ? '0' : value.toFixed()
}

const plain = /^-?(0|[1-9]\d*)(\.\d+)?$/

/**
 * A vendor's decimal as text: exactly as sent (`84.50`) if that is plain notation, otherwise converted to it. Null when missing.
 * Throws `RangeError` for other text.
 */
export function plainDecimal(value: string | number | null | undefined): string | null {
  const parsed = parseDecimal(value)
  if (parsed === null) return null
  const sent = String(value).trim()
  return plain.test(sent) ? sent : decimalText(parsed)
}

/** Whether two decimal texts are the same number, such as `3.50` and `3.5`. Null equals only null. */
export function sameDecimal(a: string | null, b: string | null): boolean {
  if (a === b) return true
  const [first, second] = [parseDecimal(a), parseDecimal(b)]
  return first === null || second === null ? first === second : first.eq(second)
}

/** `after − before`; null when either is missing. */
export function difference(before: Decimal | null, after: Decimal | null): Decimal | null {
  return before === null || after === null ? null : after.minus(before)
}

/** The sum of the values. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = zero
  for (const value of values) total = total.plus(value)
  return total
}

/** The sum of decimal texts, as text. Whole numbers, of which most lists consist, are added without decimal objects. */
export function sumOfTexts(texts: readonly string[]): string {
  if (texts.every((text) => shortWhole.test(text))) return String(texts.reduce((total, text) => total + Number(text), 0))
  return decimalText(sum(texts.map((text) => parseDecimal(text) ?? zero)))
}

/** Up to a million of them add up exactly as numbers. */
const shortWhole = /^-?\d{1,9}$/

/** The number of decimals of a currency's amounts (EUR 2, JPY 0). Throws `RangeError` for anything but three letters. */
export function currencyDigits(currency: string): number {
  const known = digitsOf.get(currency)
  if (known !== undefined) return known
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  digitsOf.set(currency, digits)
  return digits
}

/** Cached, since every amount of a bill needs it. */
const digitsOf = new Map<string, number>()

/** Rounds an amount half-up (halves away from zero) to its currency's decimals. */
export function roundMoney(amount: Decimal, currency: string): Decimal {
  return amount.round(currencyDigits(currency), Big.roundHalfUp)
}

/** An amount as text with all of its currency's decimals: `130.20`. */
export function moneyText(amount: Decimal, currency: string): string {
  return amount.toFixed(currencyDigits(currency), Big.roundHalfUp)
}
