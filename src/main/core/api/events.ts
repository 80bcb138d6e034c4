/** Events of the core. They are sent to the current listeners and never queued. */
import type { EventName, Events } from '../../../shared/contract/events.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { AppEvents } from './product.ts'

/** Emits events. */
export interface EventSource extends AppEvents {
  emit<E extends EventName>(event: E, payload: Events[E]): void
}

/** Creates an event source. Errors thrown by a listener go to `onFault` and affect neither other listeners nor the emitter. */
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
