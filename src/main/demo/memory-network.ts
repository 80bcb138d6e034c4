/** An in-process network of simulated vendors. */
import type { Vendor } from './vendor.ts'

/** A `fetch` that reaches only these vendors, by host name. */
export function memoryNetwork(vendors: Readonly<Record<string, Vendor>>): typeof globalThis.fetch {
  return async (input, init = {}) => {
    init.signal?.throwIfAborted()
    const url = new URL(String(input))
    const vendor = vendors[url.host]
    if (vendor === undefined) throw new TypeError(`no simulated vendor has the host ${url.host}`)
    const { status, headers, body } = vendor({
      method: init.method ?? 'GET',
      url,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : '',
    })
    return new Response(body, { status, ...(headers === undefined ? {} : { headers }) })
  }
}
