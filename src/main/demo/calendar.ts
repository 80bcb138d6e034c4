/** The days on which the demo collects: weekly until the last 90 days, then daily, at every month-end, and never in its two gaps. */
import { Temporal } from 'temporal-polyfill'
import { minuteMs } from '../../shared/domain/duration.ts'

/** One sweep of the demo. */
export interface DemoSweep {
  /** Its start, ms. */
  at: number
}

/** A range of days without any sweep, both ends included. */
export interface DemoGap {
  from: string
  until: string
}

/** The demo's calendar. */
export interface DemoCalendar {
  /** The first UTC day of the simulated history. */
  from: string
  /** The day after the last one. */
  until: string
  sweeps: DemoSweep[]
  gaps: DemoGap[]
}

const months = 18
const dailyDays = 90
const sweepHour = 18
/** Petra's 25 tenants take up to 25 minutes, and the last sweep must end before now. */
const longestSweepMs = 40 * minuteMs

/** The calendar of a demo opened at `now` (ms), in days of the reporting time zone. */
export function demoCalendar(now: number, timeZone: string): DemoCalendar {
  const last = Temporal.Instant.fromEpochMilliseconds(now - longestSweepMs).toZonedDateTimeISO(timeZone)
  const today = last.toPlainDate()
  const first = today.subtract({ months })
  const dailyFrom = today.subtract({ days: dailyDays })
  const gaps = demoGaps(today)
  const sweeps: DemoSweep[] = []
  for (let day = first; Temporal.PlainDate.compare(day, today) <= 0; day = day.add({ days: 1 })) {
    const isDaily = Temporal.PlainDate.compare(day, dailyFrom) >= 0
    const isWanted = isDaily || day.dayOfWeek === 7 || day.day === day.daysInMonth
    if (!isWanted || gaps.some((gap) => gap.from <= day.toString() && day.toString() <= gap.until)) continue
    const at = day.toZonedDateTime({ timeZone, plainTime: { hour: sweepHour } }).epochMilliseconds
    sweeps.push({ at: Math.min(at, last.epochMilliseconds) })
  }
  return { from: first.toString(), until: today.add({ days: 1 }).toString(), sweeps, gaps }
}

/** A whole month, as if the machine had been off, and six days in the daily period. */
function demoGaps(today: Temporal.PlainDate): DemoGap[] {
  const month = today.with({ day: 1 }).subtract({ months: 7 })
  const days = today.subtract({ days: 38 })
  return [
    { from: month.toString(), until: month.with({ day: month.daysInMonth }).toString() },
    { from: days.toString(), until: days.add({ days: 5 }).toString() },
  ]
}
