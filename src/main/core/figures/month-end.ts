/** Month-ends: the last snapshot of each month that is not set aside, and whether it was taken early. */

import type { Evidence } from '../../../shared/contract/figure-answers.ts'
import { endOfUtcDay, periodState } from '../../../shared/domain/billing-period.ts'
import { type Calendar, calendarOf } from '../../../shared/domain/calendar.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { type Month, nextMonth } from '../../../shared/domain/month.ts'
import { inTimeOrder } from '../state/month-facts/month-snapshots.ts'
import type { SnapshotRow } from './snapshots.ts'

const earlyMs = 2 * dayMs

/** A month's last snapshot. */
export interface MonthEnd {
  month: Month
  snapshot: SnapshotRow
  /** The month (or billing period) is over, and the snapshot was taken more than two days before its end. */
  early: boolean
}

/** Computes `MonthEnd.early`. */
export function isEarly(
  snapshot: Pick<SnapshotRow, 'periodStart' | 'periodEnd' | 'reportedAt'>,
  month: Month,
  calendar: Calendar,
  now: number,
): boolean {
  const { periodStart, periodEnd } = snapshot
  if (periodEnd !== null && periodStart === periodEnd) {
    // Totals of a day count at that day in UTC, as the vendor counts.
    const end = calendarOf('UTC').bounds(month).end
    return now >= end && end - endOfUtcDay(periodEnd) > earlyMs
  }
  const end = periodEnd === null ? calendar.bounds(month).end : endOfUtcDay(periodEnd)
  return now >= end && end - snapshot.reportedAt > earlyMs
}

/** The latest month-end; undefined if there is none. */
export function latestEnd(ends: { last: Month | null; get(month: Month): MonthEnd | undefined }): MonthEnd | undefined {
  return ends.last === null ? undefined : ends.get(ends.last)
}

/** The last month with a month-end that is not after `openMonth`; null if there is none. A billing period can end in a month to come. */
export function latestBegun(ends: { last: Month | null; keys(): Iterable<Month> }, openMonth: Month): Month | null {
  if (ends.last === null || ends.last <= openMonth) return ends.last
  return [...ends.keys()].findLast((month) => month <= openMonth) ?? null
}

/** A month-end as the evidence of a figure. */
export function evidenceOf({ snapshot, month, early }: MonthEnd): Evidence {
  return {
    snapshotId: snapshot.id,
    tenant: snapshot.tenantId,
    month,
    reportedAt: isoTime(snapshot.reportedAt),
    observedAt: isoTime(snapshot.observedAt),
    early,
  }
}

/**
 * Whether a billing period is final (see `periodState`). `readings` are the snapshots of one series. `sameContent` compares neighbours lazily,
 * starting with the newest.
 */
export function isFinalPeriod(readings: readonly SnapshotRow[], sameContent: (a: SnapshotRow, b: SnapshotRow) => boolean): boolean {
  const sorted = readings.toSorted(inTimeOrder)
  const asRead = sorted.map(({ observedAt, periodEnd }, index) => ({
    observedAt,
    periodEnd: periodEnd ?? '',
    get unchanged() {
      return index > 0 && sameContent(sorted[index - 1]!, sorted[index]!)
    },
  }))
  return sorted.at(-1)?.periodEnd != null && periodState(asRead, Number.POSITIVE_INFINITY) === 'final'
}

/** Every month from the first to the last of a set, or to `until` if that is later; empty for an empty set. */
export function monthSpan(months: Iterable<Month>, until: Month | null = null): Month[] {
  const sorted = [...months].sort()
  const first = sorted[0]
  if (first === undefined) return []
  const latest = sorted.at(-1)!
  const last = until !== null && until > latest ? until : latest
  const span: Month[] = []
  for (let month = first; month <= last; month = nextMonth(month)) span.push(month)
  return span
}
