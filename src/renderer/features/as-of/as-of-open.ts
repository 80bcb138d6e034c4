/** Whether the bar for choosing an earlier day is open. While an earlier day is shown, the bar is there anyway. */
import { pageValue, usePageValue } from '../../lib/page-value.ts'

const open = pageValue(false)

export const openAsOf = (): void => open.set(true)
export const closeAsOf = (): void => open.set(false)
export const useAsOfOpen = (): boolean => usePageValue(open)
