/** Whether the bar for choosing an earlier day is open. It is always shown while an earlier day is. */
import { pageValue, usePageValue } from '../../lib/page-value.ts'

const open = pageValue(false)

export const openAsOf = (): void => open.set(true)
export const closeAsOf = (): void => open.set(false)
export const useAsOfOpen = (): boolean => usePageValue(open)
