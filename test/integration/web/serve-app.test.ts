import { mkdirSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDownloads, type Downloads } from '../../../src/main/web/downloads.ts'
import { serveApp, type WebHost } from '../../../src/main/web/serve-app.ts'
import { type AppDouble, appDouble, logDouble } from '../../support/app-double.ts'
import { tempFolder } from '../../support/temp-folder.ts'

let app: AppDouble
let host: WebHost
let origin: string
let downloads: Downloads

beforeEach(async () => {
  const folder = join(tempFolder(), 'page')
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.html'), '<p>page</p>')
  app = appDouble({ 'queue.get': async () => ({ expectedFinish: null, items: [] }) })
  downloads = createDownloads()
  host = await serveApp(app, { log: logDouble(), folder, downloads })
  origin = new URL(host.url).origin
})
afterEach(() => host.stop())

const tokenOf = (url: string) => new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? ''

interface Sent {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** A request with any headers; `fetch` would not allow a false Host or Origin. */
function send({
  method = 'POST',
  path,
  headers = {},
  body = '{}',
}: Sent): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  const { port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers: { origin, 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }))
      },
    )
    sent.on('error', reject)
    sent.end(method === 'GET' ? undefined : body)
  })
}

async function connect(url = host.url): Promise<string> {
  const answer = await send({ path: '/session', body: JSON.stringify({ token: tokenOf(url) }) })
  return (JSON.parse(answer.text) as { value: { key: string } }).value.key
}

describe('the browser host', () => {
  it('listens on the loopback address only, and has the token only in the fragment', () => {
    const url = new URL(host.url)
    expect(url.hostname).toBe('127.0.0.1')
    expect(`${url.pathname}${url.search}`).toBe('/')
    expect(tokenOf(host.url).length).toBeGreaterThanOrEqual(43)
  })

  it('serves its page to anyone on this machine, uncached', async () => {
    const answer = await send({ method: 'GET', path: '/overview' })
    expect(answer).toMatchObject({ status: 200, text: '<p>page</p>', headers: { 'cache-control': 'no-store' } })
  })

  it('answers a connected page', async () => {
    const key = await connect()
    const answer = await send({ path: '/request/queue.get', headers: { authorization: `Bearer ${key}` } })
    expect(JSON.parse(answer.text)).toEqual({ ok: true, value: { expectedFinish: null, items: [] } })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('accepts a token once, and then a fresh link', async () => {
    await connect()
    const again = await send({ path: '/session', body: JSON.stringify({ token: tokenOf(host.url) }) })
    expect(again.status).toBe(401)
    expect(JSON.parse(again.text)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
    const key = await connect(host.freshUrl())
    expect((await send({ path: '/request/queue.get', headers: { authorization: `Bearer ${key}` } })).status).toBe(200)
  })

  it.each(['', 'Bearer', 'Bearer ', 'Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'Basic QTpC'])(
    'refuses the session key %j',
    async (authorization) => {
      await connect()
      for (const path of ['/request/queue.get', '/events']) {
        const answer = await send({ path, headers: authorization === '' ? {} : { authorization } })
        expect(answer.status).toBe(401)
        expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
      }
    },
  )

  it('does not accept a token as a session key', async () => {
    const answer = await send({ path: '/request/queue.get', headers: { authorization: `Bearer ${tokenOf(host.url)}` } })
    expect(answer.status).toBe(401)
  })

  it.each(['http://evil.example', 'null', 'http://localhost', 'https://127.0.0.1'])(
    'refuses the foreign origin %s even with a key',
    async (foreign) => {
      const key = await connect()
      const answer = await send({ path: '/request/queue.get', headers: { authorization: `Bearer ${key}`, origin: foreign } })
      expect(answer.status).toBe(403)
      expect((await send({ method: 'GET', path: '/', headers: { origin: foreign } })).status).toBe(403)
      expect(
        (await send({ path: '/session', headers: { origin: foreign }, body: JSON.stringify({ token: tokenOf(host.freshUrl()) }) })).status,
      ).toBe(403)
    },
  )

  it.each(['localhost', 'evil.example', '127.0.0.1', '127.0.0.1:1'])('refuses the foreign host %s, page and all', async (foreign) => {
    const key = await connect()
    expect((await send({ path: '/request/queue.get', headers: { authorization: `Bearer ${key}`, host: foreign } })).status).toBe(403)
    expect((await send({ method: 'GET', path: '/', headers: { host: foreign } })).status).toBe(403)
  })

  it.each(['nowhere', 'constructor', '__proto__', '..%2fsession'])('refuses the unknown route %s', async (route) => {
    const key = await connect()
    const answer = await send({ path: `/request/${route}`, headers: { authorization: `Bearer ${key}` } })
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
  })

  it('reports an unreadable body', async () => {
    const key = await connect()
    const answer = await send({ path: '/request/queue.get', headers: { authorization: `Bearer ${key}` }, body: '{' })
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } })
  })

  it('streams events to a connected page, and releases it when it disconnects', async () => {
    const key = await connect()
    const gone = new AbortController()
    const response = await fetch(`${origin}/events`, {
      method: 'POST',
      headers: { origin, authorization: `Bearer ${key}` },
      signal: gone.signal,
    })
    const lines = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await lines?.read())?.value).toBe('\n')
    app.emit('history.changed', { at: '2026-11-22T00:00:00Z' })
    expect(JSON.parse((await lines?.read())?.value ?? '')).toEqual(['history.changed', { at: '2026-11-22T00:00:00Z' }])
    gone.abort()
    await expect.poll(() => app.listeners()).toBe(0)
  })

  it('ends open event streams when it stops', async () => {
    const key = await connect()
    const response = await fetch(`${origin}/events`, { method: 'POST', headers: { origin, authorization: `Bearer ${key}` } })
    const reader = response.body?.getReader()
    await reader?.read()
    await host.stop()
    expect(app.listeners()).toBe(0)
  })

  it('reports a port that is in use', async () => {
    const port = Number(new URL(origin).port)
    await expect(serveApp(app, { log: logDouble(), folder: tempFolder(), port, downloads })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(String(port)),
    })
  })
})

describe('a file made for the page', () => {
  it('is downloaded once, by a connected page only', async () => {
    const key = await connect()
    const { download, name } = await downloads.saveAs('month.csv', (path) => writeFile(path, 'Month\r\n'))
    expect(name).toBe('month.csv')
    expect(await send({ path: `/download/${download}` })).toMatchObject({ status: 401 })
    const authorization = `Bearer ${key}`
    expect(await send({ path: `/download/${download}`, headers: { authorization } })).toMatchObject({ status: 200, text: 'Month\r\n' })
    expect(await send({ path: `/download/${download}`, headers: { authorization } })).toMatchObject({ status: 404 })
  })

  it('does not exist if making it failed', async () => {
    await expect(downloads.saveAs('month.csv', () => Promise.reject(new Error('no snapshot')))).rejects.toThrow('no snapshot')
  })
})
