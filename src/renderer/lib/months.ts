/** Helpers for lists of months, which are newest first. */
import { addMonths } from '../../shared/domain/month.ts'

/** The newest month before `to` that has a snapshot; else the previous calendar month. */
export function monthBefore(to: string, months: readonly { month: string; tenants: { with: number } }[]): string {
  return months.find((each) => each.month < to && each.tenants.with > 0)?.month ?? addMonths(to, -1)
}

/** The listed months next to `month`, which need not be in the list itself. */
export function monthsAround(
  month: string | null,
  months: readonly { month: string }[],
): { older: string | undefined; newer: string | undefined } {
  if (month === null) return { older: undefined, newer: undefined }
  return {
    older: months.find((each) => each.month < month)?.month,
    newer: months.findLast((each) => each.month > month)?.month,
  }
}

/**
 * The months from which a rule can apply: from a year after the current month back to the oldest of the history, at least two years, and always
 * including `chosen`.
 */
export function monthsToHoldFrom(openMonth: string, months: readonly { month: string }[], chosen: string): string[] {
  const ends = [addMonths(openMonth, 12), addMonths(openMonth, -24), chosen, ...months.map(({ month }) => month)].sort()
  const oldest = ends[0] ?? chosen
  const choice: string[] = []
  for (let month = ends.at(-1) ?? chosen; month >= oldest; month = addMonths(month, -1)) choice.push(month)
  return choice
}
