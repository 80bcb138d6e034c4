/** An in-process network: simulated vendors listen on it, and its `fetch` reaches nothing else. */
import type { Listen, LoopbackAnswer, LoopbackRequest } from './loopback.ts'

/** An in-process network. Its responses are always complete. */
export interface MemoryNetwork {
  /** Lets a vendor listen under its own host name. */
  host(name: string): Listen
  fetch: typeof globalThis.fetch
}

/** Creates an empty network. */
export function memoryNetwork(): MemoryNetwork {
  const hosts = new Map<string, Parameters<Listen>[0]>()
  return {
    host: (name) => async (handle) => {
      hosts.set(name, handle)
      return { origin: `https://${name}`, close: async () => void hosts.delete(name) }
    },
    async fetch(input, init = {}) {
      init.signal?.throwIfAborted()
      const url = new URL(String(input))
      const handle = hosts.get(url.host)
      if (handle === undefined) throw new TypeError(`nobody listens at ${url.host}`)
      const request: LoopbackRequest = {
        method: init.method ?? 'GET',
        url,
        headers: Object.fromEntries(new Headers(init.headers)),
        body: typeof init.body === 'string' ? init.body : '',
      }
      const { status, headers = {}, body = '' }: LoopbackAnswer = await handle(request)
      return new Response(body, { status, headers })
    },
  }
}
