/** The search text of People, kept only in memory and never in the address. */
import { pageValue, usePageValue } from '../../lib/page-value.ts'

const text = pageValue('')

export const setPersonSearch = text.set

export const usePersonSearch = (): string => usePageValue(text)
