/** What is searched for on People: kept in memory while the page lives, never in the address. */
import { useSyncExternalStore } from 'react'

let text = ''
const listeners = new Set<() => void>()

/** Sets the search text. */
export function setPersonSearch(next: string): void {
  text = next
  for (const each of listeners) each()
}

/** The search text now. */
export function usePersonSearch(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => text,
  )
}
