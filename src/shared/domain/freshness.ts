/** When what is known of a tenant is old enough to doubt: one rule for what needs attention and for the clock beside the tenant. */
import { hourMs } from './duration.ts'

/** Whether nothing was collected for more than twice the interval that is set. */
export function isStale(lastSnapshotAt: string, nowMs: number, collectEveryHours: number): boolean {
  return nowMs - Date.parse(lastSnapshotAt) > 2 * collectEveryHours * hourMs
}
