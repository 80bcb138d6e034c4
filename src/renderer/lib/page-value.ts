/** One value for the whole page, outside React: set from anywhere, read by whatever is drawn. */
import { useSyncExternalStore } from 'react'
import type { EventName, Events } from '../../shared/contract/answers.ts'

/** A value that tells when it is another one. */
interface ReadValue<T> {
  now(): T
  subscribe(listener: () => void): () => void
}

/** One that is set by whoever has it. */
interface PageValue<T> extends ReadValue<T> {
  set(next: T): void
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

/** A value that follows an event of the host from the first time that something drawn reads it: `next` makes it of the one before and what was told. */
export function toldByHost<E extends EventName, T>(event: E, initial: T, next: (before: T, told: Events[E]) => T): ReadValue<T> {
  const value = pageValue(initial)
  let isListening = false
  return {
    now: value.now,
    subscribe: (listener) => {
      if (!isListening) {
        isListening = true
        window.api.on(event, (told) => value.set(next(value.now(), told)))
      }
      return value.subscribe(listener)
    },
  }
}

/** The value now; what uses it is drawn again when another one is set. */
export function usePageValue<T>({ subscribe, now }: ReadValue<T>): T {
  return useSyncExternalStore(subscribe, now, now)
}
