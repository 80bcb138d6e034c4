/** What the schedule asks now, and in which order. Pure: from rows and the clock, so there is no timer to lose in a restart. */
import type { Candidate } from './candidate.ts'
import { type Rhythm, sweepAge, sweepStart } from './rhythm.ts'

/** How long it takes to ask each lane's candidates once, ms. */
export function laneLengths(candidates: readonly Candidate[]): Map<string, number> {
  const lengths = new Map<string, number>()
  for (const { lane, spacingMs, onceSince, stopCode } of candidates) {
    if (onceSince === null && stopCode === null) lengths.set(lane, (lengths.get(lane) ?? 0) + spacingMs)
  }
  return lengths
}

/** Whether a candidate has not been collected since its sweep (or the moment that it waits for) began. */
export function isOpen(candidate: Candidate, sweepStartAt: number): boolean {
  const since = candidate.onceSince ?? sweepStartAt
  return candidate.lastSuccessAt === null || candidate.lastSuccessAt < since
}

/** The candidates that the schedule wants in the sweep of `now`, those still backing off included, most urgent first. Stopped ones are left out. */
export function dueCandidates(
  candidates: readonly Candidate[],
  now: number,
  settings: { timeZone: string; everyHours: number },
): Candidate[] {
  const lengths = laneLengths(candidates)
  const starts = new Map([...lengths].map(([lane, sweepMs]) => [lane, sweepStart(now, { ...settings, sweepMs })]))
  const noLength = sweepStart(now, { ...settings, sweepMs: 0 })
  const open = candidates.filter((each) => each.stopCode === null && isOpen(each, starts.get(each.lane) ?? noLength))
  return inOrder(open, candidates, now, settings.everyHours)
}

/**
 * Most urgent first: a connection's own datasets, what was never asked, what has waited for over two sweeps, what has moved, then the stalest.
 * `all` tells how long a sweep is. Staleness counts from the last attempt, so that what fails goes behind what does not.
 */
export function inOrder(open: readonly Candidate[], all: readonly Candidate[], now: number, everyHours: number): Candidate[] {
  const lengths = laneLengths(all)
  const rank = (each: Candidate): number => {
    const asked = lastAsked(each)
    if (each.tenantId === null && each.onceSince === null) return 0
    if (asked === null) return 1
    const rhythm: Pick<Rhythm, 'everyHours' | 'sweepMs'> = { everyHours, sweepMs: lengths.get(each.lane) ?? 0 }
    if (now - asked > 2 * sweepAge({ ...rhythm, timeZone: 'UTC' })) return 2
    return each.movedAt !== null && each.movedAt > asked ? 3 : 4
  }
  return open
    .map((each) => ({ each, rank: rank(each), asked: lastAsked(each) ?? 0 }))
    .sort(
      (a, b) =>
        a.rank - b.rank || a.asked - b.asked || (a.each.tenantId ?? 0) - (b.each.tenantId ?? 0) || (a.each.key < b.each.key ? -1 : 1),
    )
    .map(({ each }) => each)
}

function lastAsked({ lastAttemptAt, lastSuccessAt }: Candidate): number | null {
  if (lastAttemptAt === null) return lastSuccessAt
  return lastSuccessAt === null ? lastAttemptAt : Math.max(lastAttemptAt, lastSuccessAt)
}
