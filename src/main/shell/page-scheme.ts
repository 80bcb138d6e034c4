/** Serves the built page to the window under its own scheme, limited to the page's folder. */
import { protocol } from 'electron/main'
import { pageResponse } from '../bridge/page.ts'
import { pageHost, pageScheme } from './page-origin.ts'

/** Registers the scheme. Must run before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the page from `folder`, and other hosts of the scheme from `extra` (the start-up failure page, documents that are printed). */
export function servePage(folder: string | null, extra: Readonly<Record<string, (url: URL) => Response>> = {}): void {
  // When a start fails late, the page has been served already.
  if (protocol.isProtocolHandled(pageScheme)) protocol.unhandle(pageScheme)
  protocol.handle(pageScheme, async (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET') return new Response('Not allowed', { status: 405 })
    if (url.host === pageHost && folder !== null) return await pageResponse(folder, url.pathname)
    const other = Object.hasOwn(extra, url.host) ? extra[url.host] : undefined
    return other?.(url) ?? new Response('Not found', { status: 404 })
  })
}
