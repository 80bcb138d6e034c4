/** Whether the command palette is open: one for the page, opened from the rail and by key. */
import { useSyncExternalStore } from 'react'

let open = false
const listeners = new Set<() => void>()

/** Opens or closes the palette. */
export function setPalette(next: boolean): void {
  open = next
  for (const each of listeners) each()
}

/** Opens the palette. */
export const openPalette = (): void => setPalette(true)

/** Whether it is open. */
export function usePaletteOpen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
}
