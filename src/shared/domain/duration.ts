/** Lengths of time in milliseconds. A day here is 24 hours: days of a time zone are the calendar's. */

/** A minute. */
export const minuteMs = 60_000
/** An hour. */
export const hourMs = 60 * minuteMs
/** Twenty-four hours. */
export const dayMs = 24 * hourMs
