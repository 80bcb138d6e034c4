/** Line K: requests that are too large, too slow or unauthenticated are refused with our envelope, and use no memory. */
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDownloads } from '../../../src/main/web/downloads.ts'
import { serveApp, type WebHost } from '../../../src/main/web/serve-app.ts'
import { appDouble, logDouble } from '../../support/app-double.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const mb = 1024 * 1024
const log = logDouble()
let host: WebHost
let origin: string
let received: string[]

beforeEach(async () => {
  const folder = join(tempFolder(), 'page')
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.html'), '<p>page</p>')
  received = []
  const app = appDouble({
    'catalogue.import': async ({ csv }) => {
      received.push(csv)
      return { products: 1, added: 1, renamed: 0 }
    },
  })
  host = await serveApp(app, { log, folder, downloads: createDownloads() })
  origin = new URL(host.url).origin
})
afterEach(() => host.stop())

interface Answered {
  status: number
  answer: unknown
  /** How many bytes of the body the host read before it closed the connection. */
  taken: number
}

/**
 * Sends a body as slowly as the host reads it, over a separate socket, until the host has answered.
 * The connection is kept alive, as browsers do: with `Connection: close`, Node resets it while the answer is still unread.
 */
async function send(path: string, options: { key?: string; bytes: number; chunked?: boolean; stalls?: boolean }): Promise<Answered> {
  const { hostname, port } = new URL(origin)
  const socket = connectSocket(Number(port), hostname)
  await once(socket, 'connect')
  let text = ''
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const answered = new Promise<void>((resolve) =>
    socket.setEncoding('latin1').on('data', (data) => {
      text += data
      if (isWhole(text)) resolve()
    }),
  )
  // A client that is still sending may be disconnected; the answer must have arrived before.
  socket.on('error', () => {})
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Origin: ${origin}`,
    'Content-Type: application/json',
    ...(options.key === undefined ? [] : [`Authorization: Bearer ${options.key}`]),
    options.chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${options.bytes}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const opening = '{"csv":"'
  const block = 'x'.repeat(mb)
  let taken = 0
  const put = async (part: string) => {
    if (socket.destroyed || socket.writableEnded) return
    taken += part.length
    if (!socket.write(options.chunked ? `${part.length.toString(16)}\r\n${part}\r\n` : part)) {
      await Promise.race([once(socket, 'drain').catch(() => {}), answered, closed])
    }
  }
  if (!options.stalls) await put(opening)
  while (!options.stalls && taken < options.bytes - 2 && !socket.destroyed && text === '')
    await put(block.slice(0, options.bytes - 2 - taken))
  if (text === '' && !options.stalls) await put('"}')
  if (options.chunked && !options.stalls && !socket.destroyed && text === '') socket.write('0\r\n\r\n')
  await (options.stalls ? closed : Promise.race([answered, closed]))
  socket.destroy()
  await closed
  const [top = '', body = ''] = text.split('\r\n\r\n')
  return { status: Number(top.split(' ')[1]), answer: JSON.parse(body), taken }
}

/** Whether an answer has arrived with its whole body. */
function isWhole(text: string): boolean {
  const [head = '', body] = text.split('\r\n\r\n')
  return body !== undefined && body.length >= Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? Number.NaN)
}

async function connect(): Promise<string> {
  const token = new URLSearchParams(new URL(host.url).hash.slice(1)).get('token')
  const answer = await fetch(`${origin}/session`, { method: 'POST', headers: { origin }, body: JSON.stringify({ token }) })
  return ((await answer.json()) as { value: { key: string } }).value.key
}

const refusal = (code: string) => ({ ok: false, error: { code, message: expect.any(String) } })

describe.each([
  ['with its length', false],
  ['in chunks', true],
])('line K: a request sent %s', { timeout: 30_000 }, (_, chunked) => {
  it('of 31 MB with a key is answered', async () => {
    const answered = await send('/request/catalogue.import', { key: await connect(), bytes: 31 * mb, chunked })
    expect(answered).toMatchObject({ status: 200, answer: { ok: true } })
    expect(received.map((csv) => csv.length)).toEqual([31 * mb - '{"csv":""}'.length])
  })

  it('of 40 MB with a key is refused as too large', async () => {
    const answered = await send('/request/catalogue.import', { key: await connect(), bytes: 40 * mb, chunked })
    expect(answered).toMatchObject({ status: 413, answer: refusal('BAD_REQUEST') })
    expect(received).toEqual([])
  })

  it('of 200 MB without a key is refused before its body is read', async () => {
    const answered = await send('/request/catalogue.import', { bytes: 200 * mb, chunked })
    expect(answered).toMatchObject({ status: 401, answer: refusal('FORBIDDEN') })
    // Only what is in the sockets' buffers; the host read none of it.
    expect(answered.taken).toBeLessThan(16 * mb)
  })

  it.each([
    ['/request/invoices.add', 401],
    ['/events', 401],
    ['/download/a', 401],
    ['/nowhere', 405],
  ])('of 200 MB to %s without a key is answered before its body is read', async (path, status) => {
    const answered = await send(path, { bytes: 200 * mb, chunked })
    expect(answered).toMatchObject({ status, answer: refusal('FORBIDDEN') })
    expect(answered.taken).toBeLessThan(16 * mb)
  })

  it('of 200 MB for a session is refused as too large', async () => {
    const answered = await send('/session', { bytes: 200 * mb, chunked })
    expect(answered).toMatchObject({ status: 413, answer: refusal('BAD_REQUEST') })
    expect(answered.taken).toBeLessThan(16 * mb)
  })
})

describe('line K: a host', () => {
  it('uses no memory for unauthenticated requests', async () => {
    const before = process.memoryUsage()
    const all = await Promise.all(Array.from({ length: 10 }, () => send('/request/catalogue.import', { bytes: 31 * mb, chunked: true })))
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 401))
    const after = process.memoryUsage()
    // A host that read the bodies would hold 310 MB. The clients, in the same process, use some megabytes each.
    expect((after.arrayBuffers + after.external - before.arrayBuffers - before.external) / mb).toBeLessThan(155)
  })

  it('does not wait for the body of an unauthenticated request, and closes the connection', async () => {
    expect(await send('/request/catalogue.import', { bytes: 1000, stalls: true })).toMatchObject({ status: 401, taken: 0 })
  })

  it('still answers after refusing requests', async () => {
    await send('/request/catalogue.import', { bytes: 40 * mb })
    const key = await connect()
    const headers = { origin, authorization: `Bearer ${key}` }
    const answer = await fetch(`${origin}/request/catalogue.import`, { method: 'POST', headers, body: '{"csv":"a"}' })
    expect(await answer.json()).toMatchObject({ ok: true })
  })
})
