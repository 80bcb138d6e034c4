/** Events to a page as lines of JSON in one long response, read there by fetch streaming. */
import { eventNames } from '../bridge/event-names.ts'
import type { AppEvents } from '../core/product.ts'

const heartbeatMs = 15_000
/** A page that has left so many unread (a frozen tab, a sleeping machine) is let go: it comes back when it wakes, and asks anew. */
const mostUnread = 1_000

/** A stream of the core's events, one JSON line each, until the page or the host ends it; an empty line now and then keeps it alive. */
export function eventStream(events: AppEvents, hostStops: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end = () => {}
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        controller.enqueue(encoder.encode(text))
        if (-(controller.desiredSize ?? 0) > mostUnread) close()
      }
      const endings = eventNames.map((name) => events.on(name, (payload) => send(`${JSON.stringify([name, payload])}\n`)))
      const heartbeat = setInterval(() => send('\n'), heartbeatMs)
      heartbeat.unref()
      const close = () => {
        end()
        controller.close()
      }
      end = () => {
        clearInterval(heartbeat)
        hostStops.removeEventListener('abort', close)
        for (const off of endings) off()
      }
      hostStops.addEventListener('abort', close, { once: true })
      // The page then knows that it is listening.
      send('\n')
    },
    cancel: () => end(),
  })
}
