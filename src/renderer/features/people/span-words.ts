/** A timeline in words. */
import type { TimelineEntry } from '../../../shared/contract/people-answers.ts'
import { formatDay } from '../../lib/format.ts'

/** A line's dates in words, claiming nothing about the time that nobody looked at. */
export function spanWords(entry: TimelineEntry): string {
  const from = entry.openStart
    ? `since before ${formatDay(entry.firstSeen.slice(0, 10))}`
    : `since ${formatDay(entry.firstSeen.slice(0, 10))}`
  if (!entry.absentSince) return from
  return `${from}; last seen ${formatDay(entry.lastSeen.slice(0, 10))}, gone by ${formatDay(entry.absentSince.slice(0, 10))}`
}
