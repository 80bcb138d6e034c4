/** The browser host's HTTP routes: the page's files, exchanging a link's token, requests and events. No cookies, since they are sent to every other loopback port. */
import { type Context, Hono } from 'hono'
import { pageResponse } from '../bridge/page.ts'
import type { Router } from '../bridge/router.ts'
import type { AppEvents } from '../core/api/product.ts'
import type { Downloads } from './downloads.ts'
import { eventStream } from './event-stream.ts'
import type { LinkTokens } from './link-tokens.ts'
import { bodyTooLarge, readJson } from './request-body.ts'

/** Dependencies of the server. */
export interface WebServerDeps {
  router: Router
  events: AppEvents
  tokens: LinkTokens
  downloads: Pick<Downloads, 'take'>
  folder: string
  /** `127.0.0.1:PORT`, available once the port is known. */
  authority(): string
  hostStops: AbortSignal
}

const maxBodyBytes = 32 * 1024 * 1024
/** The limit of the only body that is read from unauthenticated clients; a token is far shorter. */
const maxTokenBytes = 4096
const forbidden = (message: string) => ({ ok: false, error: { code: 'FORBIDDEN', message } }) as const
const refuseTooLarge = (c: Context) => {
  const message = `This is too large (at most ${maxBodyBytes / 1024 ** 2} MB). Choose a smaller file.`
  return c.json({ ok: false, error: { code: 'BAD_REQUEST', message } } as const, 413)
}
const openTheLink = 'This page is not connected. Open the link that the terminal shows. For a new link, press Enter in the terminal.'

/** The routes of the browser host. */
export function createWebServer(deps: WebServerDeps): Hono {
  const server = new Hono()

  server.use(async (c, next) => {
    // DNS rebinding (a foreign name that resolves to this machine) sends a different Host; a foreign page sends a different Origin.
    const origin = c.req.header('origin')
    const ourOrigin = `http://${deps.authority()}`
    const wrong = c.req.header('host') !== deps.authority() || (origin !== undefined && origin !== ourOrigin)
    // Browsers send Origin with every POST, so a request without it is not from our page.
    if (wrong || (c.req.method !== 'GET' && origin === undefined))
      return c.json(forbidden('Only Seatledger’s own page can send this request. Open it with the link that the terminal shows.'), 403)
    await next()
    c.header('cache-control', 'no-store')
    c.header('x-content-type-options', 'nosniff')
    return undefined
  })

  server.post('/session', async (c) => {
    const body = await readJson(c.req.raw, maxTokenBytes)
    if (body === bodyTooLarge) return refuseTooLarge(c)
    const token = typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string' ? body.token : ''
    const key = deps.tokens.exchange(token)
    return key === null
      ? c.json(forbidden('This link has already been used. Press Enter in the terminal for a new one.'), 401)
      : c.json({ ok: true, value: { key } })
  })

  const connected = (authorization: string | undefined) => deps.tokens.knows(/^Bearer ([\w-]{1,100})$/.exec(authorization ?? '')?.[1] ?? '')

  server.post('/request/:route', async (c) => {
    const trusted = connected(c.req.header('authorization'))
    if (!trusted) return c.json(forbidden(openTheLink), 401)
    const input = await readJson(c.req.raw, maxBodyBytes)
    if (input === bodyTooLarge) return refuseTooLarge(c)
    return c.json(await deps.router({ trusted, route: c.req.param('route'), input, signal: c.req.raw.signal }))
  })

  server.post('/events', (c) => {
    if (!connected(c.req.header('authorization'))) return c.json(forbidden(openTheLink), 401)
    return c.body(eventStream(deps.events, deps.hostStops), 200, { 'content-type': 'application/x-ndjson; charset=utf-8' })
  })

  server.post('/download/:id', async (c) => {
    if (!connected(c.req.header('authorization'))) return c.json(forbidden(openTheLink), 401)
    const bytes = await deps.downloads.take(c.req.param('id'))
    const gone = { ok: false, error: { code: 'NOT_FOUND', message: 'This file has already been downloaded. Export it again.' } } as const
    return bytes === null ? c.json(gone, 404) : c.body(bytes, 200, { 'content-type': 'application/octet-stream' })
  })

  server.get('*', async (c) => await pageResponse(deps.folder, new URL(c.req.url).pathname))
  server.all('*', (c) => c.json(forbidden('The page and its host have different versions. Reload the page.'), 405))
  return server
}
