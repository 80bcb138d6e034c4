/** Page-wide values outside React that components can subscribe to. */
import { useSyncExternalStore } from 'react'
import type { EventName, Events } from '../../shared/contract/events.ts'

/** A value that can be read and subscribed to. */
interface ReadValue<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

interface PageValue<T> extends ReadValue<T> {
  set(next: T): void
}

export function pageValue<T>(initial: T): PageValue<T> {
  const listeners = new Set<() => void>()
  let value = initial
  return {
    get: () => value,
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

/** A value computed from a host event: `next` combines the previous value with the payload. Listens from the first subscription on. */
export function hostEventValue<E extends EventName, T>(event: E, initial: T, next: (previous: T, payload: Events[E]) => T): ReadValue<T> {
  const value = pageValue(initial)
  let isListening = false
  return {
    get: value.get,
    subscribe: (listener) => {
      if (!isListening) {
        isListening = true
        window.api.on(event, (payload) => value.set(next(value.get(), payload)))
      }
      return value.subscribe(listener)
    },
  }
}

/** The current value; the component renders again when it changes. */
export function usePageValue<T>({ subscribe, get }: ReadValue<T>): T {
  return useSyncExternalStore(subscribe, get, get)
}
