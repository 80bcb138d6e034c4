/** A small local HTTP server for simulated vendors, which can also simulate every kind of connection failure. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import type { VendorRequest, VendorResponse } from '../../src/main/demo/vendor.ts'

/** The response to send. */
export interface LoopbackAnswer extends VendorResponse {
  /** How it is sent; default `whole`. */
  wire?: Wire
}

/**
 * How a response is sent:
 * - `whole`: normally, compressed if `gzip`,
 * - `cut`: announced in full (by length or as chunks), then the connection breaks halfway,
 * - `silent`: nothing is sent (`before` the headers), or nothing more after half of the body,
 * - `slow`: in pieces with pauses in between,
 * - `endless`: the body repeated until `bytes` bytes have been sent,
 * - `reset`: the connection is closed without a response.
 */
export type Wire =
  | { kind: 'whole'; gzip: boolean }
  | { kind: 'cut'; announced: 'length' | 'chunks' }
  | { kind: 'silent'; when: 'before' | 'half-way' }
  | { kind: 'slow'; pieces: number; pauseMs: number }
  | { kind: 'endless'; bytes: number; gzip: boolean }
  | { kind: 'reset' }

/** A running server. */
export interface Loopback {
  /** E.g. `http://127.0.0.1:40123`. */
  origin: string
  /** Also closes hanging connections. */
  close(): Promise<void>
}

type Handle = (request: VendorRequest) => LoopbackAnswer | Promise<LoopbackAnswer>

/** Serves on a free port of 127.0.0.1. An exception in `handle` becomes a 500 with its text. */
export async function listenOnLoopback(handle: Handle): Promise<Loopback> {
  const server = createServer((incoming, outgoing) => {
    // A client may disconnect before the response is complete.
    outgoing.on('error', () => {})
    serve(incoming, outgoing, handle).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' })
      outgoing.end(String(error))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, handle: Handle): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(piece)
  const answer = await handle({
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://127.0.0.1'),
    headers: incoming.headers,
    body: Buffer.concat(pieces).toString('utf8'),
  })
  await send(outgoing, answer)
}

async function send(
  outgoing: ServerResponse,
  { status, headers = {}, body = '', wire = { kind: 'whole', gzip: false } }: LoopbackAnswer,
): Promise<void> {
  const bytes = Buffer.from(body)
  const half = bytes.subarray(0, Math.floor(bytes.length / 2))
  switch (wire.kind) {
    case 'whole': {
      const sent = wire.gzip ? gzipSync(bytes) : bytes
      outgoing.writeHead(status, { ...headers, ...(wire.gzip ? { 'content-encoding': 'gzip' } : {}), 'content-length': sent.length })
      outgoing.end(sent)
      return
    }
    case 'cut':
      outgoing.writeHead(status, { ...headers, ...(wire.announced === 'length' ? { 'content-length': bytes.length } : {}) })
      outgoing.write(half, () => outgoing.destroy())
      return
    case 'silent':
      if (wire.when === 'before') return
      outgoing.writeHead(status, { ...headers, 'content-length': bytes.length })
      outgoing.write(half)
      return
    case 'slow':
      outgoing.writeHead(status, { ...headers, 'content-length': bytes.length })
      await sendSlowly(outgoing, bytes, wire.pieces, wire.pauseMs)
      return
    case 'endless':
      await sendEndlessly(outgoing, status, headers, bytes, wire)
      return
    case 'reset':
      outgoing.destroy()
      return
  }
}

async function sendSlowly(outgoing: ServerResponse, bytes: Buffer, pieces: number, pauseMs: number): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / pieces))
  for (let at = 0; at < bytes.length && !outgoing.destroyed; at += size) {
    outgoing.write(bytes.subarray(at, at + size))
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  outgoing.end()
}

/** Repeats one compressed piece, since a gzip stream may have many members. */
async function sendEndlessly(
  outgoing: ServerResponse,
  status: number,
  headers: Record<string, string>,
  bytes: Buffer,
  wire: { bytes: number; gzip: boolean },
): Promise<void> {
  const plain = Buffer.alloc(1_000_000, bytes.length === 0 ? ' ' : bytes)
  const piece = wire.gzip ? gzipSync(plain) : plain
  outgoing.writeHead(status, { ...headers, ...(wire.gzip ? { 'content-encoding': 'gzip' } : {}) })
  const pieces = Readable.from(Array.from({ length: Math.ceil(wire.bytes / plain.length) }, () => piece))
  // The client is expected to disconnect.
  await pipeline(pieces, outgoing).catch(() => {})
}
