/** Billing cycles of the own organisation. The report does not state its cycle, so the user sets the day on which cycles start. */
import { Temporal } from 'temporal-polyfill'

/** The first and last UTC day of a cycle, both included. */
export interface Cycle {
  start: string
  end: string
}

/** The instants that identify a report. The vendor treats the pair as the report's identity, so it must be repeated exactly. */
export interface ReportSpan {
  startDate: string
  endDate: string
}

function startIn(month: Temporal.PlainYearMonth, cycleDay: number): Temporal.PlainDate {
  return month.toPlainDate({ day: Math.min(cycleDay, month.daysInMonth) })
}

function cycleFrom(month: Temporal.PlainYearMonth, cycleDay: number): Cycle {
  const end = startIn(month.add({ months: 1 }), cycleDay).subtract({ days: 1 })
  return { start: startIn(month, cycleDay).toString(), end: end.toString() }
}

/** The UTC day of a moment. */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

/** The cycle that contains a UTC day. */
export function cycleAt(cycleDay: number, day: string): Cycle {
  const date = Temporal.PlainDate.from(day)
  const month = date.toPlainYearMonth()
  const started = Temporal.PlainDate.compare(startIn(month, cycleDay), date) <= 0
  return cycleFrom(started ? month : month.subtract({ months: 1 }), cycleDay)
}

/** The cycle before the one that starts on a day. */
export function cycleBefore(cycleDay: number, start: string): Cycle {
  return cycleAt(cycleDay, dayBefore(start))
}

/** The day before a day. */
export function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
}

/** Whether two days are the first and last day of a cycle, for any cycle day. */
export function isCycle(start: string, end: string): boolean {
  const { day } = Temporal.PlainDate.from(start)
  // A cycle day past the month's end shows only as the month's last day.
  return [day, 29, 30, 31].some((cycleDay) => {
    const cycle = cycleAt(cycleDay, start)
    return cycle.start === start && cycle.end === end
  })
}

/**
 * The cycle of a reading: its own dates if they form a whole cycle (the configured day may have changed since); otherwise the cycle that
 * starts on the same day, by the configured cycle day or by its own.
 */
export function cycleOfReading(cycleDay: number, { start, end }: Cycle): Cycle {
  if (isCycle(start, end)) return { start, end }
  const bySetting = cycleAt(cycleDay, start)
  return bySetting.start === start ? bySetting : cycleAt(Temporal.PlainDate.from(start).day, start)
}

/** The instants of a span of whole UTC days. */
export function reportSpan(start: string, end: string): ReportSpan {
  return { startDate: `${start}T00:00:00.000Z`, endDate: `${end}T23:59:59.999Z` }
}
