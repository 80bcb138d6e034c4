/** A fake app for host tests: the test provides handlers and emits events. */

import type { Api, App } from '../../src/main/core/api/product.ts'
import type { Log } from '../../src/main/core/log/log.ts'
import type { EventName, Events } from '../../src/shared/contract/events.ts'

export interface AppDouble extends App {
  emit<E extends EventName>(event: E, payload: Events[E]): void
  listeners(): number
}

/** Has only the given handlers; calling another route fails with its name. */
export function appDouble(handlers: Partial<Api> = {}): AppDouble {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const of = (event: EventName) => {
    const set = listeners.get(event) ?? new Set()
    listeners.set(event, set)
    return set
  }
  return {
    api: handlers as Api,
    events: {
      on: (event, listener) => {
        of(event).add(listener)
        return () => void of(event).delete(listener)
      },
    },
    isLocked: false,
    start: () => {},
    wake: () => {},
    suspend: () => {},
    setPaused: () => {},
    stop: async () => {},
    emit: (event, payload) => {
      for (const listener of of(event)) listener(payload as never)
    },
    listeners: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
  }
}

/** A log that stores its lines. */
export function logDouble(): Log & { lines: { level: string; fields: Record<string, unknown>; message: string }[] } {
  const lines: { level: string; fields: Record<string, unknown>; message: string }[] = []
  const at = (level: string) => (fields: Record<string, unknown>, message: string) => void lines.push({ level, fields, message })
  const log = { lines, info: at('info'), warn: at('warn'), error: at('error'), scope: () => log }
  return log
}
