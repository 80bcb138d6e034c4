/** Whether a tenant's data is stale. Used for the attention list and for the clock icon next to a tenant. */
import { hourMs, minuteMs } from './duration.ts'

/** Clocks differ, and a page reads its own only now and then. */
const toleranceMs = 10 * minuteMs

/** Whether nothing was collected for more than twice the configured interval. A future time is implausible, so it counts as stale. */
export function isStale(lastSnapshotAt: string, nowMs: number, collectEveryHours: number): boolean {
  const ageMs = nowMs - Date.parse(lastSnapshotAt)
  return ageMs > 2 * collectEveryHours * hourMs || ageMs < -toleranceMs
}
