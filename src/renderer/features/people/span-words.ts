/** A person's timeline as text. */
import type { TimelineEntry } from '../../../shared/contract/people-answers.ts'
import { formatDayOf } from '../../lib/format.ts'

/** The dates of a licence as text, without claims about the time between snapshots. */
export function spanWords(entry: TimelineEntry, timeZone: string): string {
  const dayOf = (at: string): string => formatDayOf(at, timeZone)
  const from = `${entry.openStart ? 'since before' : 'since'} ${dayOf(entry.firstSeen)}`
  if (!entry.absentSince) return from
  return `${from}; last seen ${dayOf(entry.lastSeen)}, gone by ${dayOf(entry.absentSince)}`
}
