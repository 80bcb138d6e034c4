/** The desktop's network access: Chromium's stack, which uses the system's proxy and certificates. */
import { net } from 'electron/main'

/** `fetch` over Chromium, without the page session's cookies. */
export const systemFetch: typeof globalThis.fetch = (input, init) =>
  net.fetch(input instanceof URL ? input.href : input, { ...init, credentials: 'omit' })
