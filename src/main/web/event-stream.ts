/** Streams events to a page as JSON lines in one long response, which the page reads with fetch streaming. */
import type { EventName, Events } from '../../shared/contract/events.ts'
import { eventNames } from '../bridge/event-names.ts'
import type { AppEvents } from '../core/api/product.ts'

const heartbeatMs = 15_000

/**
 * A stream of the core's events, one JSON line each, until the page or the host ends it; empty lines serve as heartbeats. While a page does
 * not read (frozen tab, sleeping machine) only the latest event of each kind is kept: every event carries the full state.
 */
export function eventStream(events: AppEvents, hostStops: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const unread = new Map<string, Uint8Array>()
  let end = () => {}
  const sendUnread = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    // Clear first: enqueue may call pull synchronously.
    const lines = [...unread.values()]
    unread.clear()
    for (const line of lines) controller.enqueue(line)
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (kind: string, line: string) => {
        unread.delete(kind)
        unread.set(kind, encoder.encode(line))
        if ((controller.desiredSize ?? 0) > 0) sendUnread(controller)
      }
      const endings = eventNames.map((name) =>
        events.on(name, (payload) => send(kindOf(name, payload), `${JSON.stringify([name, payload])}\n`)),
      )
      const heartbeat = setInterval(() => send('heartbeat', '\n'), heartbeatMs)
      heartbeat.unref()
      const close = () => {
        end()
        sendUnread(controller)
        controller.close()
      }
      end = () => {
        clearInterval(heartbeat)
        hostStops.removeEventListener('abort', close)
        for (const off of endings) off()
      }
      hostStops.addEventListener('abort', close, { once: true })
      // Confirms to the page that the stream is open.
      send('heartbeat', '\n')
    },
    pull: sendUnread,
    cancel: () => end(),
  })
}

/** Tasks run concurrently, so the latest event is kept per task. */
function kindOf<E extends EventName>(name: E, payload: Events[E]): string {
  return 'task' in payload ? `${name} ${payload.task}` : name
}
