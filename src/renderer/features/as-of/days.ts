/** Days as `YYYY-MM-DD`, for the slider, and the neighbouring days on which snapshots were received. */
import { dayMs } from '../../../shared/domain/duration.ts'

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** The day `count` days after `day`. */
export const dayAt = (day: string, count: number): string => new Date(utc(day) + count * dayMs).toISOString().slice(0, 10)

/** How many days `day` is after `first`. */
export const indexOf = (day: string, first: string): number => Math.round((utc(day) - utc(first)) / dayMs)

/** The last day before `day` on which a snapshot was received. */
export const previousSnapshotDay = (received: readonly string[], day: string): string | undefined => received.findLast((each) => each < day)

/** The first day after `day`, up to `last`, on which a snapshot was received. */
export const nextSnapshotDay = (received: readonly string[], day: string, last: string): string | undefined =>
  received.find((each) => each > day && each <= last)
