/** Events to a page as lines of JSON in one long response, read there by fetch streaming. */
import type { EventName, Events } from '../../shared/contract/answers.ts'
import { eventNames } from '../bridge/event-names.ts'
import type { AppEvents } from '../core/product.ts'

const heartbeatMs = 15_000

/**
 * A stream of the core's events, one JSON line each, until the page or the host ends it; an empty line now and then keeps it alive. Of what a page
 * leaves unread (a frozen tab, a sleeping machine) the latest of each kind is kept: each says how things are, and none what came before.
 */
export function eventStream(events: AppEvents, hostStops: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const unread = new Map<string, Uint8Array>()
  let end = () => {}
  const sendUnread = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    // Forgotten first: handing one over may ask for more at once.
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
      // The page then knows that it is listening.
      send('heartbeat', '\n')
    },
    pull: sendUnread,
    cancel: () => end(),
  })
}

/** Tasks run side by side: each has its own latest. */
function kindOf<E extends EventName>(name: E, payload: Events[E]): string {
  return 'task' in payload ? `${name} ${payload.task}` : name
}
