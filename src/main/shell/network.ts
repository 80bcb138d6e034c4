/** The way out for the desktop: Chromium's network stack, which knows the system's proxy and certificates. */
import { net } from 'electron/main'

/** `fetch` over Chromium; cookies of the page's session never go along. */
export const systemFetch: typeof globalThis.fetch = (input, init) =>
  net.fetch(input instanceof URL ? input.href : input, { ...init, credentials: 'omit' })
