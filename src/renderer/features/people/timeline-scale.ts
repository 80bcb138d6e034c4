/** Positions of times on a timeline from the first month of the history to now. */
import type { TimelineEntry } from '../../../shared/contract/people-answers.ts'
import { addMonths } from '../../../shared/domain/month.ts'

/** A scale from times to positions. */
export interface TimelineScale {
  startMs: number
  endMs: number
  /** Percent from the start, clamped to 0–100. */
  at: (time: string | number) => number
}

/** A scale from the start of the first month (UTC) to the end of the last. */
export function timelineScale(firstMonth: string, lastMonth: string): TimelineScale {
  const startMs = Date.parse(`${firstMonth}-01T00:00:00Z`)
  const endMs = Date.parse(`${addMonths(lastMonth, 1)}-01T00:00:00Z`)
  return {
    startMs,
    endMs,
    at: (time) => {
      const ms = typeof time === 'number' ? time : Date.parse(time)
      return Math.min(100, Math.max(0, ((ms - startMs) / (endMs - startMs)) * 100))
    },
  }
}

/** The span in which a licence was certainly held, and the span between two snapshots within which it ended. */
export function spansOf(entry: TimelineEntry, scale: TimelineScale): { held: [number, number]; unsure: [number, number] | null } {
  const held: [number, number] = [scale.at(entry.firstSeen), scale.at(entry.lastSeen)]
  return { held, unsure: entry.absentSince ? [held[1], scale.at(entry.absentSince)] : null }
}
