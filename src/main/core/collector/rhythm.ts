/** When a sweep begins: regular slots of the local day, and one more before each month's end. Pure. */
import { Temporal } from 'temporal-polyfill'
import { hourMs } from '../../../shared/domain/duration.ts'

/** The month-end pass leaves this much room before the month ends. */
const monthEndMarginMs = 2 * hourMs

/** What decides when everything is to be asked anew. */
export interface Rhythm {
  timeZone: string
  /** Below 24: slots within the local day; from 24: whole local days. */
  everyHours: number
  /** How long asking everything on this route takes. */
  sweepMs: number
}

/**
 * The beginning of the sweep that `now` (ms) lies in: the latest regular slot or month-end pass. What was last collected before it is due.
 * Slots hang on the local day, so that a late start of one sweep never delays the next.
 */
export function sweepStart(now: number, { timeZone, everyHours, sweepMs }: Rhythm): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone)
  const thisMonth = local.with({ day: 1 }).startOfDay()
  const passes = [thisMonth, thisMonth.add({ months: 1 }).startOfDay()]
    .map((monthEnd) => monthEnd.epochMilliseconds - sweepMs - monthEndMarginMs)
    .filter((start) => start <= now)
  return Math.max(slotStart(local, everyHours), ...passes)
}

function slotStart(local: Temporal.ZonedDateTime, everyHours: number): number {
  const midnight = local.startOfDay()
  if (everyHours < 24) {
    const elapsedMs = local.epochMilliseconds - midnight.epochMilliseconds
    return midnight.epochMilliseconds + Math.floor(elapsedMs / (everyHours * hourMs)) * everyHours * hourMs
  }
  const everyDays = Math.floor(everyHours / 24)
  const dayNumber = Temporal.PlainDate.from('1970-01-01').until(local.toPlainDate(), { largestUnit: 'day' }).days
  return local
    .toPlainDate()
    .subtract({ days: dayNumber % everyDays })
    .toZonedDateTime(local.timeZoneId).epochMilliseconds
}

/** How old the oldest may grow before it is late: a sweep takes its interval or its length, whichever is longer (then it is a rotation). */
export function sweepAge({ everyHours, sweepMs }: Rhythm): number {
  return Math.max(everyHours * hourMs, sweepMs)
}
