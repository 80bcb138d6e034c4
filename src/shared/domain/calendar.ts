/** Days and instants of time zones. Days are `YYYY-MM-DD`, instants milliseconds since 1970 UTC. */
import { Temporal } from 'temporal-polyfill'
import { type Month, nextMonth, parseMonth, previousMonth } from './month.ts'

/** The month of a day (`YYYY-MM-DD`): for UTC days such as the end of a billing period. Throws `RangeError` for an impossible day. */
export function monthOfDay(day: string): Month {
  const known = monthsOfDays.get(day)
  if (known !== undefined) return known
  const month = parseMonth(Temporal.PlainDate.from(day).toString().slice(0, 7))
  if (monthsOfDays.size >= maxCachedDays) monthsOfDays.clear()
  monthsOfDays.set(day, month)
  return month
}

/** Cached, because billing periods end on few days, and each snapshot of a period needs its month. */
const monthsOfDays = new Map<string, Month>()
const maxCachedDays = 10_000

/** The last day of a month, `YYYY-MM-DD`. */
export function lastDayOf(month: Month): string {
  const yearMonth = Temporal.PlainYearMonth.from(month)
  return yearMonth.toPlainDate({ day: yearMonth.daysInMonth }).toString()
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString()
}

/** The instant at which a day begins in a time zone: midnight, or the first instant after it if clocks skip midnight. */
export function startOfDay(day: string, timeZone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds
}

/** When a month begins and when the next one does, in a time zone: `start <= instant < end`. */
export interface MonthBounds {
  start: number
  end: number
}

/** Months and days of one time zone. Each is cached, since a trend needs them thousands of times. */
export interface Calendar {
  timeZone: string
  monthOf(instantMs: number): Month
  dayOf(instantMs: number): string
  bounds(month: Month): MonthBounds
}

const calendars = new Map<string, Calendar>()

/** True for a supported time zone, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(text: string): boolean {
  try {
    calendarOf(text)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The calendar of a time zone. Throws `RangeError` for an unknown one. */
export function calendarOf(timeZone: string): Calendar {
  const known = calendars.get(timeZone)
  if (known) return known
  const made = makeCalendar(timeZone)
  calendars.set(timeZone, made)
  return made
}

function makeCalendar(timeZone: string): Calendar {
  const monthStarts = new Map<Month, number>()
  const dayStarts = new Map<string, number>()
  const monthBoundsKnown = new Map<Month, MonthBounds>()

  const startOf = <T extends string>(cache: Map<T, number>, key: T, day: string) => {
    let start = cache.get(key)
    if (start === undefined) {
      start = startOfDay(day, timeZone)
      cache.set(key, start)
    }
    return start
  }
  const monthStart = (month: Month) => startOf(monthStarts, month, `${month}-01`)
  const bounds = (month: Month): MonthBounds => {
    let known = monthBoundsKnown.get(month)
    if (known === undefined) {
      known = { start: monthStart(month), end: monthStart(nextMonth(month)) }
      monthBoundsKnown.set(month, known)
    }
    return known
  }

  const monthsOfUtc = new Map<number, MonthBounds & { month: Month }>()
  // A time zone is at most a day away from UTC, so the UTC month (and day) is off by at most one.
  const monthOf = (instantMs: number): Month => {
    const date = new Date(instantMs)
    const index = date.getUTCFullYear() * 12 + date.getUTCMonth()
    let guess = monthsOfUtc.get(index)
    if (guess === undefined) {
      const month = parseMonth(date.toISOString().slice(0, 7))
      guess = { month, ...bounds(month) }
      monthsOfUtc.set(index, guess)
    }
    if (instantMs < guess.start) return previousMonth(guess.month)
    return instantMs >= guess.end ? nextMonth(guess.month) : guess.month
  }
  const dayOf = (instantMs: number): string => {
    const guess = new Date(instantMs).toISOString().slice(0, 10)
    for (const day of [addDays(guess, 1), guess]) {
      if (instantMs >= startOf(dayStarts, day, day)) return day
    }
    return addDays(guess, -1)
  }
  monthStart(parseMonth('2000-01'))
  return { timeZone, monthOf, dayOf, bounds }
}
