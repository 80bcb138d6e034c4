/** Events of the core: told to whoever listens, never queued. */
import type { EventName, Events } from '../../../shared/contract/answers.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { AppEvents } from './product.ts'

/** Events that can be told. */
export interface EventSource extends AppEvents {
  emit<E extends EventName>(event: E, payload: Events[E]): void
}

/** A source of events. `onFault` gets what a listener throws: it stops neither the others nor the work that is told of. */
export function createEvents(onFault: (event: EventName, error: unknown) => void): EventSource {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  return {
    on(event, listener) {
      const known = getOrAdd(listeners, event, () => new Set())
      known.add(listener)
      return () => known.delete(listener)
    },
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) {
        try {
          listener(payload as never)
        } catch (error) {
          onFault(event, error)
        }
      }
    },
  }
}
