/**
 * Which of a vendor's times can be believed. A report that is made when it is asked for is dated near our own clock; a day or a period that was
 * asked for by name may lie far back.
 */

import type { Warning } from '../../../shared/contract/errors.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Interpretation } from '../vendors/provider.ts'

/** A report dated further from our clock than this is wrongly dated. Where our own clock is that wrong, certificates expire and no vendor is reached. */
const farMs = 92 * dayMs

/** No vendor's report reaches further back. */
const firstDay = '2000-01-01'

/** A billing period ends within so many days: the longest are of a year, and they begin at once. */
const longestPeriodDays = 400

/** SQL of when a `snapshot s` counts as reported, ms: our own time where the vendor's cannot be believed. */
export const reportTimeSql = `CASE WHEN s.period_end IS NULL AND abs(s.reported_at - s.observed_at) > ${farMs} THEN s.observed_at ELSE s.reported_at END`

/** SQL: a `snapshot s` has no period, or one that can be believed. */
export const hasPossiblePeriodSql = `(s.period_end IS NULL OR (s.period_end >= '${firstDay}'
  AND s.period_end <= date(s.observed_at / 1000, 'unixepoch', '+${longestPeriodDays} days')))`

/** The same of a period that was just answered. */
export function isPossiblePeriod(
  { periodStart, periodEnd }: Pick<Interpretation, 'periodStart' | 'periodEnd'>,
  observedAt: number,
): boolean {
  if (periodStart === null || periodEnd === null) return true
  return periodStart >= firstDay && periodEnd <= new Date(observedAt + longestPeriodDays * dayMs).toISOString().slice(0, 10)
}

/** An answer about now as if it had no report time, and no day, where those lie too far from when it was received (ms); else as it is. */
export function withBelievedTime(interpretation: Interpretation, observedAt: number): Interpretation {
  const { reportedAt, warnings } = interpretation
  if (reportedAt === null || Math.abs(reportedAt - observedAt) <= farMs) return interpretation
  return { ...interpretation, reportedAt: null, periodStart: null, periodEnd: null, warnings: [...warnings, farWarning(reportedAt)] }
}

function farWarning(reportedAt: number): Warning {
  return {
    code: 'REPORT_TIME_FAR',
    message:
      'The vendor dated this report more than three months from our clock, which cannot be right: the time of our collection stands in its place. If it stays so, check this machine’s clock, then ask the vendor’s support.',
    data: { reportedAt: isoTime(reportedAt) },
  }
}
