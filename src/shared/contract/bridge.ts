/** The type of `window.api`: the only thing that the page knows of its host. */
import type { EventName, Events } from './answers.ts'
import type { Envelope } from './errors.ts'
import type { RouteInput, RouteName, RouteOutput } from './routes.ts'

/** What a host gives its page; each host has its own, over IPC or HTTP. */
export interface Bridge {
  /** Asks the host; never rejects. */
  request<R extends RouteName>(route: R, input: RouteInput<R>): Promise<Envelope<RouteOutput<R>>>
  /** Listens to the host; answers with a function that ends it. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void
}
