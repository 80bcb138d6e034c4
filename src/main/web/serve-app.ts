/** The browser host: serves the product on this machine's loopback address only. */
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { pageFolder } from '../bridge/page.ts'
import { createRouter } from '../bridge/router.ts'
import type { App } from '../core/api/product.ts'
import { AppError } from '../core/base/errors.ts'
import type { Log } from '../core/log/log.ts'
import type { Downloads } from './downloads.ts'
import { createLinkTokens } from './link-tokens.ts'
import { openBrowser } from './open-browser.ts'
import { createWebServer } from './server.ts'

/** A running browser host. */
export interface WebHost {
  /** The first link, with its one-time token in the fragment. */
  url: string
  /** Whether a browser was started with its own link. */
  opened: boolean
  /** Another link, which works once. */
  freshUrl(): string
  /** Ends event streams and connections. The caller stops the app. */
  stop(): Promise<void>
}

/** Options of `serveApp`. */
export interface ServeOptions {
  /** 0 (the default) chooses a free port. */
  port?: number
  /** Whether to open the user's browser too. */
  open?: boolean
  log: Log
  /** Where the app's `saveAs` stores files for the page. */
  downloads: Downloads
  /** The folder of the built page; by default as `pageFolder`. */
  folder?: string
}

const host = '127.0.0.1'
/** How long a request, with its body, may take to arrive. */
const requestTimeoutMs = 60_000

/** Serves the app on 127.0.0.1. Throws `BAD_REQUEST` if the port is in use, `NOT_FOUND` if the page was not built. */
export async function serveApp(app: Pick<App, 'api' | 'events'>, options: ServeOptions): Promise<WebHost> {
  const tokens = createLinkTokens()
  const stopping = new AbortController()
  let port = options.port ?? 0
  const web = createWebServer({
    router: createRouter(app.api, options.log),
    events: app.events,
    tokens,
    downloads: options.downloads,
    folder: options.folder ?? pageFolder(),
    authority: () => `${host}:${port}`,
    hostStops: stopping.signal,
  })
  const server = createAdaptorServer({
    fetch: web.fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: requestTimeoutMs },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE' || cause.code === 'EACCES'
      reject(
        taken
          ? new AppError('BAD_REQUEST', `Port ${port} cannot be used. Choose another with --port, or omit the option.`, { cause })
          : cause,
      )
    })
    server.listen(port, host, resolve)
  })
  port = (server.address() as AddressInfo).port

  const freshUrl = () => `http://${host}:${port}/#token=${tokens.issue()}`
  const browser = options.open === true ? await openBrowser(freshUrl()) : null
  return {
    url: freshUrl(),
    opened: browser?.opened ?? false,
    freshUrl,
    stop: async () => {
      stopping.abort()
      await browser?.cleanUp()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      await options.downloads.clear()
    },
  }
}
