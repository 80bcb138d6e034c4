/** What is searched for on People: kept in memory while the page lives, never in the address. */
import { pageValue, usePageValue } from '../../lib/page-value.ts'

const text = pageValue('')

/** Sets the search text. */
export const setPersonSearch = text.set

/** The search text now. */
export const usePersonSearch = (): string => usePageValue(text)
