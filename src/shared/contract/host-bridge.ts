/** The type of `window.api`, the page's only interface to its host. */

import type { Envelope } from './errors.ts'
import type { EventName, Events } from './events.ts'
import type { RouteInput, RouteName, RouteOutput } from './routes.ts'

/** What a host offers its page, over IPC or HTTP. */
export interface HostBridge {
  /** Sends a request. Never rejects. */
  request<R extends RouteName>(route: R, input: RouteInput<R>): Promise<Envelope<RouteOutput<R>>>
  /** Subscribes to an event; the returned function unsubscribes. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void
}
