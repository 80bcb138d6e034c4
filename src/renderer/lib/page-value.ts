/** One value for the whole page, outside React: set from anywhere, read by whatever is drawn. */
import { useSyncExternalStore } from 'react'

export interface PageValue<T> {
  now(): T
  set(next: T): void
  subscribe(listener: () => void): () => void
}

/** Makes one. */
export function pageValue<T>(initial: T): PageValue<T> {
  const listeners = new Set<() => void>()
  let value = initial
  return {
    now: () => value,
    set: (next) => {
      value = next
      for (const each of listeners) each()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The value now; what uses it is drawn again when another one is set. */
export function usePageValue<T>({ subscribe, now }: PageValue<T>): T {
  return useSyncExternalStore(subscribe, now)
}
