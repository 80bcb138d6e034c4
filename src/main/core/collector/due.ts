/** What the schedule collects now and in which order, and when a sweep begins. Pure. */
import { Temporal } from 'temporal-polyfill'
import { hourMs } from '../../../shared/domain/duration.ts'
import type { Candidate } from './candidates.ts'

/** The sweep before a month's end finishes this long before the month ends. */
const monthEndMarginMs = 2 * hourMs

/** How long it takes to collect each lane's candidates once, ms. */
export function laneLengths(candidates: readonly Candidate[]): Map<string, number> {
  const lengths = new Map<string, number>()
  for (const { lane, spacingMs, onceSince, stopCode } of candidates) {
    if (onceSince === null && stopCode === null) lengths.set(lane, (lengths.get(lane) ?? 0) + spacingMs)
  }
  return lengths
}

/** Whether a candidate has not been collected since its sweep began (or since its `onceSince`). */
export function isOpen(candidate: Candidate, sweepStartAt: number): boolean {
  const since = candidate.onceSince ?? sweepStartAt
  return candidate.lastSuccessAt === null || candidate.lastSuccessAt < since
}

/**
 * What the schedule still has to collect in the sweep of `now`, most urgent first. Includes candidates that are backing off, but not
 * stopped ones.
 */
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
 * Most urgent first: a connection's own datasets, never attempted, waiting for over two sweeps, changed, then the
 * stalest. The length of a sweep follows from `all`. Staleness counts from the last attempt, so that targets that fail come after
 * those that do not.
 */
export function inOrder(open: readonly Candidate[], all: readonly Candidate[], now: number, everyHours: number): Candidate[] {
  const lengths = laneLengths(all)
  const rank = (each: Candidate): number => {
    const attempted = lastAttempt(each)
    if (each.tenantId === null && each.onceSince === null) return 0
    if (attempted === null) return 1
    if (now - attempted > 2 * sweepInterval(everyHours, lengths.get(each.lane) ?? 0)) return 2
    return each.movedAt !== null && each.movedAt > attempted ? 3 : 4
  }
  return open
    .map((each) => ({ each, rank: rank(each), attempted: lastAttempt(each) ?? 0 }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.attempted - b.attempted ||
        (a.each.tenantId ?? 0) - (b.each.tenantId ?? 0) ||
        (a.each.key < b.each.key ? -1 : 1),
    )
    .map(({ each }) => each)
}

function lastAttempt({ lastAttemptAt, lastSuccessAt }: Candidate): number | null {
  if (lastAttemptAt === null) return lastSuccessAt
  return lastSuccessAt === null ? lastAttemptAt : Math.max(lastAttemptAt, lastSuccessAt)
}

/** What the begin of a sweep depends on. */
export interface SweepTiming {
  timeZone: string
  /** Below 24: slots within the local day; from 24: whole local days. */
  everyHours: number
  /** How long it takes to collect everything in this lane once. */
  sweepMs: number
}

/**
 * The start of the sweep that contains `now` (ms): the latest regular slot, or the extra sweep before a month's end. What was last collected
 * before it is due. Slots are fixed times of the local day, so that a late start of one sweep does not delay the next.
 */
export function sweepStart(now: number, { timeZone, everyHours, sweepMs }: SweepTiming): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone)
  const thisMonth = local.with({ day: 1 }).startOfDay()
  const monthEndSweeps = [thisMonth, thisMonth.add({ months: 1 }).startOfDay()]
    .map((monthEnd) => monthEnd.epochMilliseconds - sweepMs - monthEndMarginMs)
    .filter((start) => start <= now)
  return Math.max(slotStart(local, everyHours), ...monthEndSweeps)
}

function slotStart(local: Temporal.ZonedDateTime, everyHours: number): number {
  const midnight = local.startOfDay()
  if (everyHours < 24) {
    const elapsedMs = local.epochMilliseconds - midnight.epochMilliseconds
    return midnight.epochMilliseconds + Math.floor(elapsedMs / (everyHours * hourMs)) * everyHours * hourMs
  }
  const everyDays = Math.floor(everyHours / 24)
  const dayNumber = Temporal.PlainDate.from('1970-01-01').until(local.toPlainDate(), { largestUnit: 'day' }).days
  return local
    .toPlainDate()
    .subtract({ days: dayNumber % everyDays })
    .toZonedDateTime(local.timeZoneId).epochMilliseconds
}

/** The interval between two sweeps, ms, or a sweep's own length if that is longer: then sweeps follow each other without a pause. */
function sweepInterval(everyHours: number, sweepMs: number): number {
  return Math.max(everyHours * hourMs, sweepMs)
}
