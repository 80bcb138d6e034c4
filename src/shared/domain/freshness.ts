/** When what is known of a tenant is old enough to doubt: one rule for what needs attention and for the clock beside the tenant. */
import { hourMs, minuteMs } from './duration.ts'

/** Clocks differ, and a page looks at its own only now and then. */
const toleranceMs = 10 * minuteMs

/** Whether nothing was collected for more than twice the interval that is set. What is dated later than now was collected nobody knows when. */
export function isStale(lastSnapshotAt: string, nowMs: number, collectEveryHours: number): boolean {
  const ageMs = nowMs - Date.parse(lastSnapshotAt)
  return ageMs > 2 * collectEveryHours * hourMs || ageMs < -toleranceMs
}
