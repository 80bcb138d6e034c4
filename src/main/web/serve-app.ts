/** The browser host: the same product as in the window, on this machine's loopback address only. */
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
  /** Whether a browser was started with a link of its own. */
  opened: boolean
  /** Another link, good once. */
  freshUrl(): string
  /** Ends event streams and connections. The app itself is stopped by who made it. */
  stop(): Promise<void>
}

/** How to serve. */
export interface ServeOptions {
  /** 0 (the default) takes a free port. */
  port?: number
  /** Also opens the user's browser. */
  open?: boolean
  log: Log
  /** Where the app's `saveAs` puts files for the page. */
  downloads: Downloads
  /** The built page; its usual place by default. */
  folder?: string
}

const host = '127.0.0.1'
/** How long a request may take to arrive, with its body. */
const requestTimeoutMs = 60_000

/** Serves a product on 127.0.0.1. Throws `BAD_REQUEST` where the port is taken, `NOT_FOUND` where the page is not built. */
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
        taken ? new AppError('BAD_REQUEST', `Port ${port} cannot be used: choose another with --port, or leave it out.`, { cause }) : cause,
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
