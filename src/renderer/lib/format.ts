/** Formats numbers, dates and months for the user's locale. A missing value is a dash, never a zero. */

/** Shown for a missing value. */
export const missing = '–'
const minus = '−'

let locale: string | undefined

/** Sets the locale, for tests; the page uses the browser's. */
export function setLocale(next: string | undefined): void {
  locale = next
  rightToLeft = undefined
  cache.clear()
}

/**
 * Isolates a value in right-to-left locales. Otherwise the parts of an Arabic date or amount would be reordered with the English text
 * around them.
 */
function together(text: string): string {
  rightToLeft ??= isRightToLeft(locale ?? new Intl.NumberFormat().resolvedOptions().locale)
  return rightToLeft ? `\u2068${text}\u2069` : text
}

let rightToLeft: boolean | undefined

function isRightToLeft(tag: string): boolean {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(tag)
}

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function cached<F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, create: () => F): F {
  const format = (cache.get(key) as F | undefined) ?? create()
  cache.set(key, format)
  return format
}

const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  cached(`n${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options))

const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  cached(`d${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options))

/** A quantity: a number, or a decimal string, of which all digits are kept. */
export function formatQuantity(value: number | string | null | undefined): string {
  if (value === null || value === undefined || value === '') return missing
  // Intl formats decimal strings exactly, without converting them to a number.
  return numberFormat({ maximumFractionDigits: 20 })
    .format(value as Intl.StringNumericLiteral)
    .replace('-', minus)
}

/** A change with its sign; zero has none. */
export function formatDelta(value: number | string | null | undefined): string {
  if (value === null || value === undefined || value === '') return missing
  return numberFormat({ maximumFractionDigits: 20, signDisplay: 'exceptZero' })
    .format(value as Intl.StringNumericLiteral)
    .replace('-', minus)
}

/** An amount of money; a currency that is not a three-letter code is appended as text. */
export function formatMoney(
  value: string | null | undefined,
  currency: string | null | undefined,
  sign: 'auto' | 'exceptZero' = 'auto',
): string {
  if (value === null || value === undefined || value === '') return missing
  if (!currency || !/^[A-Za-z]{3}$/.test(currency))
    return `${sign === 'auto' ? formatQuantity(value) : formatDelta(value)}${currency ? ` ${currency}` : ''}`
  const amount = numberFormat({
    style: 'currency',
    currency,
    signDisplay: sign,
    maximumFractionDigits: 6,
    trailingZeroDisplay: 'auto',
  } as Intl.NumberFormatOptions)
    .format(value as Intl.StringNumericLiteral)
    .replace('-', minus)
  return together(amount)
}

/** `2026-10` as "October 2026" or "Oct 2026". */
export function formatMonth(month: string | null | undefined, width: 'long' | 'short' = 'long'): string {
  if (!month) return missing
  const [year, number] = month.split('-').map(Number)
  return together(dateFormat({ year: 'numeric', month: width, timeZone: 'UTC' }).format(Date.UTC(year ?? 0, (number ?? 1) - 1, 1)))
}

/** A month next to another one: "Jul", with its year if that differs. */
export function formatMonthNextTo(month: string, other: string): string {
  if (month.slice(0, 4) !== other.slice(0, 4)) return formatMonth(month, 'short')
  const [year, number] = month.split('-').map(Number)
  return together(dateFormat({ month: 'short', timeZone: 'UTC' }).format(Date.UTC(year ?? 0, (number ?? 1) - 1, 1)))
}

/** A month as an axis label: "Oct", with its year in the first label and whenever the year changes. */
export function formatMonthTick(month: string, before: string | null): string {
  return before === null ? formatMonth(month, 'short') : formatMonthNextTo(month, before)
}

/** A day as an axis label: "10 Sept", with its year likewise. */
export function formatDayTick(day: string, before: string | null): string {
  if (before?.slice(0, 4) !== day.slice(0, 4)) return formatDay(day)
  return together(dateFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`)))
}

/** Formats the ISO months and days in a message of the host. */
export function withDates(sentence: string): string {
  return sentence.replace(/\b\d{4}-(?:0[1-9]|1[0-2])(-(?:0[1-9]|[12]\d|3[01]))?\b(?![-T\w]|:\d)/g, (found, day) =>
    day === undefined ? formatMonth(found) : formatDay(found),
  )
}

/** Converts a decimal typed in the locale (its digits and decimal separator, or a point) to the host's format. */
export function typedDecimal(text: string): string {
  const digits = numberFormat({ useGrouping: false }).format(9_876_543_210)
  const sign =
    numberFormat({ minimumFractionDigits: 1 })
      .formatToParts(1.5)
      .find((part) => part.type === 'decimal')?.value ?? '.'
  const plain = [...text.trim()]
    .map((letter) => (letter !== '' && digits.includes(letter) ? String(9 - digits.indexOf(letter)) : letter))
    .join('')
  return sign === '.' ? plain : plain.replace(sign, '.')
}

/** A day (`2026-10-31`) as a date. */
export function formatDay(day: string | null | undefined): string {
  if (!day) return missing
  const at = Date.parse(day.length === 10 ? `${day}T00:00:00Z` : day)
  return Number.isNaN(at) ? day : together(dateFormat({ dateStyle: 'medium', timeZone: 'UTC' }).format(at))
}

/** The date of a timestamp in a time zone. */
export function formatDayOf(at: string, timeZone: string): string {
  return together(dateFormat({ dateStyle: 'medium', timeZone }).format(Date.parse(at)))
}

/** A timestamp in a time zone. */
export function formatTime(at: string | null | undefined, timeZone: string): string {
  if (!at) return missing
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? at : together(dateFormat({ dateStyle: 'medium', timeStyle: 'short', timeZone }).format(ms))
}

/** A timestamp with seconds and zone, for evidence. */
export function formatExactTime(at: string | null | undefined, timeZone: string): string {
  if (!at) return missing
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? at : together(dateFormat({ dateStyle: 'medium', timeStyle: 'long', timeZone }).format(ms))
}

/** Ages are words in an English sentence, so they are English in every locale. */
const ages = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** A relative time in the largest unit that fits: "3 hours ago", "in 12 minutes". */
export function formatAgo(at: string | null | undefined, nowMs: number): string {
  if (!at) return 'never'
  const seconds = Math.round((Date.parse(at) - nowMs) / 1000)
  const size = Math.abs(seconds)
  const written = (value: number, unit: Intl.RelativeTimeFormatUnit): string => together(ages.format(value, unit))
  if (size < 60) return written(0, 'minute').replace('this minute', 'just now')
  if (size < 3600) return written(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return written(Math.round(seconds / 3600), 'hour')
  if (size < 45 * 86_400) return written(Math.round(seconds / 86_400), 'day')
  if (size < 700 * 86_400) return written(Math.round(seconds / (30.4 * 86_400)), 'month')
  return written(Math.round(seconds / (365 * 86_400)), 'year')
}

/** A count with its noun: "1 person", "3 people". */
export function formatCount(count: number | null, one: string, many: string): string {
  return count === null ? missing : `${formatQuantity(count)} ${count === 1 ? one : many}`
}
