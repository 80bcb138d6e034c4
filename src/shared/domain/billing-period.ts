/** When a billing period's numbers are final: they still change after its last day, and the vendor does not document for how long. */
import { dayMs } from './duration.ts'

/** One reading of a period, in the order of recording. */
export interface PeriodReading {
  /** When it was collected, ms since 1970 UTC. */
  observedAt: number
  /** The period's last UTC day in this reading. */
  periodEnd: string
  /** The same entries, charges and totals as the reading before. */
  unchanged: boolean
}

/** `running` until the period's last day is over; then `closing` until two equal readings lie three days apart; then `final`. */
export type PeriodState = 'running' | 'closing' | 'final'

const settledAfterMs = 3 * dayMs

/** The first instant after a UTC day, ms since 1970. */
export function endOfUtcDay(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) + dayMs
}

/**
 * The state of a period by its readings, oldest first. Readings before the period's end do not count. A reading dated after a later one, or after
 * `nowMs`, was dated by a clock that was ahead; it was made no later than those.
 */
export function periodState(readings: readonly PeriodReading[], nowMs: number): PeriodState {
  const last = readings.at(-1)
  if (last === undefined || nowMs < endOfUtcDay(last.periodEnd)) return 'running'
  const overAt = endOfUtcDay(last.periodEnd)
  let earliest: number | null = null
  let before = nowMs
  for (let index = readings.length - 1; index >= 0; index -= 1) {
    const reading = readings[index]
    if (reading === undefined) break
    before = Math.min(before, reading.observedAt)
    if (before < overAt || reading.periodEnd !== last.periodEnd) break
    earliest = before
    if (!reading.unchanged) break
  }
  return earliest !== null && Math.min(last.observedAt, nowMs) - earliest >= settledAfterMs ? 'final' : 'closing'
}
