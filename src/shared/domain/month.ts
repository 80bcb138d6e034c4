/** Months as `YYYY-MM`, which sort and compare as text. `calendar.ts` maps them to instants. */

declare const monthBrand: unique symbol

/** A calendar month, `YYYY-MM`, from year 0001 to 9999. */
export type Month = string & { readonly [monthBrand]: true }

/** The pattern of a month. */
export const monthPattern = /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/

/** True for a valid month; false for `2026-13`. */
export function isMonth(text: unknown): text is Month {
  return typeof text === 'string' && monthPattern.test(text)
}

/** Parses a month. Throws `RangeError` for an invalid one. */
export function parseMonth(text: string): Month {
  if (!isMonth(text)) throw new RangeError(`${JSON.stringify(text)} is not a month (YYYY-MM)`)
  return text
}

/** The month `count` months later (earlier if negative). Throws `RangeError` for an invalid month. */
export function addMonths(month: string, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count
  return parseMonth(`${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`)
}

/** The month after. */
export const nextMonth = (month: Month): Month => addMonths(month, 1)

/** The month before. */
export const previousMonth = (month: Month): Month => addMonths(month, -1)

/** Every month from `from` to `to`, both included; empty when `from` is later. */
export function monthRange(from: Month, to: Month): Month[] {
  const months: Month[] = []
  for (let month = from; month <= to; month = nextMonth(month)) months.push(month)
  return months
}
