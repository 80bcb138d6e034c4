/** Whether the command palette is open: one for the page, opened from the rail and by key. */
import { pageValue, usePageValue } from '../../lib/page-value.ts'

const open = pageValue(false)

/** Opens or closes the palette. */
export const setPalette = open.set

/** Opens the palette. */
export const openPalette = (): void => setPalette(true)

/** Whether it is open. */
export const usePaletteOpen = (): boolean => usePageValue(open)
