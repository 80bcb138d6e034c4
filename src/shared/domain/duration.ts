/** Durations in milliseconds. A day is 24 hours; `calendar.ts` has the days of a time zone. */

/** A minute. */
export const minuteMs = 60_000
/** An hour. */
export const hourMs = 60 * minuteMs
/** Twenty-four hours. */
export const dayMs = 24 * hourMs
