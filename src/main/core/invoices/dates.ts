/** Days in the notations that invoices use. */
import { type Month, monthPattern } from '../../../shared/domain/month.ts'

/** Programs write an empty date as 0001-01-01, 1899-12-30 or 1900-01-01. */
const emptyYear = /^(0001|1899|1900)-/

/** No product of an invoice is older. */
const firstMonth = '2000-01'

/**
 * Whether a line ended before a month began; false for an empty text. `unknown`: the text is not a day, is a day that no product can have, or can be
 * read as a day before the month and as one within it (`02/03/2026` is in February or March).
 */
export function endedBefore(text: string, month: Month | null): boolean | 'unknown' {
  if (text === '' || month === null) return false
  const ends = monthsOf(text)
  if (ends.length > 0 && ends.every((ended) => emptyYear.test(ended))) return false
  if (ends.some((ended) => ended < firstMonth)) return 'unknown'
  const answers = new Set(ends.map((ended) => ended < month))
  const [only, ...others] = answers
  return only === undefined || others.length > 0 ? 'unknown' : only
}

/** The months that a day may be in: one for an ISO day, one or two for other notations. */
function monthsOf(text: string): string[] {
  const day = text.split(/[T ]/)[0] ?? ''
  const iso = /^(\d{4})-(\d{2})-\d{2}$/.exec(day)
  if (iso !== null) return [`${iso[1]}-${iso[2]}`].filter((month) => monthPattern.test(month))
  const parts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(day)
  if (parts === null) return []
  const [, first = '', separator, second = '', year = ''] = parts
  // With dots, the day comes first.
  const readings =
    separator === '.'
      ? [[first, second]]
      : [
          [first, second],
          [second, first],
        ]
  return readings
    .filter(([day = '']) => Number(day) >= 1 && Number(day) <= 31)
    .map(([, month = '']) => `${year}-${month.padStart(2, '0')}`)
    .filter((month) => monthPattern.test(month))
}
