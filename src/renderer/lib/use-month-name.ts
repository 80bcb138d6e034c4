/** Names of months in sentences. The current month is marked, because its figures may still change. */
import { useCallback } from 'react'
import { formatMonth } from './format.ts'
import { useAnswer } from './query.ts'

/** "October 2026", or for the current month "November 2026, so far". */
export function useMonthName(): (month: string) => string {
  const openMonth = useAnswer('months.list', {}).data?.openMonth
  return useCallback((month) => (month === openMonth ? `${formatMonth(month)} (so far)` : formatMonth(month)), [openMonth])
}
