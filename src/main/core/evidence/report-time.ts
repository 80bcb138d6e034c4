/**
 * Whether a vendor's times are plausible. A report about now must be dated close to our clock; a report for a requested day or period may be
 * much older.
 */

import type { Warning } from '../../../shared/contract/errors.ts'
import { dayMs } from '../../../shared/domain/duration.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Interpretation } from '../vendors/provider.ts'

/** A report dated further from our clock than this has a wrong date. If our own clock were that wrong, TLS would fail and no vendor could be reached. */
const farMs = 92 * dayMs

/** No vendor has older reports. */
const firstDay = '2000-01-01'

/** A billing period ends within this many days: the longest are a year long. */
const longestPeriodDays = 400

/** SQL: when a `snapshot s` counts as reported (ms): our collection time if the vendor's time is not plausible. */
export const reportTimeSql = `CASE WHEN s.period_end IS NULL AND abs(s.reported_at - s.observed_at) > ${farMs} THEN s.observed_at ELSE s.reported_at END`

/** SQL: a `snapshot s` has no period, or a plausible one. */
export const hasPossiblePeriodSql = `(s.period_end IS NULL OR (s.period_end >= '${firstDay}'
  AND s.period_end <= date(s.observed_at / 1000, 'unixepoch', '+${longestPeriodDays} days')))`

/** Whether a vendor's day is plausible in what was received at a time (ms). */
export const isPossibleDay = (day: string, observedAt: number): boolean =>
  day >= firstDay && day <= new Date(observedAt + longestPeriodDays * dayMs).toISOString().slice(0, 10)

/** `hasPossiblePeriodSql` for a response that was just received. */
export function isPossiblePeriod(
  { periodStart, periodEnd }: Pick<Interpretation, 'periodStart' | 'periodEnd'>,
  observedAt: number,
): boolean {
  if (periodStart === null || periodEnd === null) return true
  return periodStart >= firstDay && isPossibleDay(periodEnd, observedAt)
}

/** A report about now, without its report time and day if those are too far from when it was received (ms). */
export function withPlausibleTime(interpretation: Interpretation, observedAt: number): Interpretation {
  const { reportedAt, warnings } = interpretation
  if (reportedAt === null || Math.abs(reportedAt - observedAt) <= farMs) return interpretation
  return { ...interpretation, reportedAt: null, periodStart: null, periodEnd: null, warnings: [...warnings, farWarning(reportedAt)] }
}

function farWarning(reportedAt: number): Warning {
  return {
    code: 'REPORT_TIME_FAR',
    message:
      'The report’s time differs from this computer’s clock by more than three months, so the collection time is used instead. If this continues, check this computer’s clock, then contact the vendor.',
    data: { reportedAt: isoTime(reportedAt) },
  }
}
