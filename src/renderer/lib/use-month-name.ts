/** Names months in sentences; the running month is marked, since its figures still move. */
import { useCallback } from 'react'
import { formatMonth } from './format.ts'
import { useAnswer } from './query.ts'

/** "October 2026", and of the running month "November 2026, so far". */
export function useMonthName(): (month: string) => string {
  const openMonth = useAnswer('months.list', {}).data?.openMonth
  return useCallback((month) => (month === openMonth ? `${formatMonth(month)} (so far)` : formatMonth(month)), [openMonth])
}
