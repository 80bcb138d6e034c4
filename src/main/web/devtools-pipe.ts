/** Chromium's DevTools protocol over two pipes: no port that other programs could reach. */
import type { Readable, Writable } from 'node:stream'

/** Sends commands to the browser, or to one of its pages. */
export interface DevTools {
  /** Returns the command's result. Throws if the browser refuses it or has ended. */
  send(method: string, params?: Record<string, unknown>, sessionId?: string): Promise<Record<string, unknown>>
  /** Makes every pending and later command throw this. */
  fail(error: Error): void
}

interface Reply {
  id?: number
  result?: Record<string, unknown>
  error?: { message?: string }
}

/** Connects to the browser's pipes. Messages are JSON, each ended by a zero byte. */
export function devTools(input: Writable, output: Readable): DevTools {
  const waiting = new Map<number, { resolve(result: Record<string, unknown>): void; reject(error: Error): void }>()
  let lastId = 0
  let failure: Error | null = null
  const fail = (error: Error) => {
    failure ??= error
    for (const each of waiting.values()) each.reject(failure)
    waiting.clear()
  }
  let parts: Buffer[] = []
  output.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      parts.push(rest.subarray(0, end))
      receive(Buffer.concat(parts).toString('utf8'))
      parts = []
      rest = rest.subarray(end + 1)
    }
    parts.push(rest)
  })
  output.on('error', fail)
  input.on('error', fail)
  function receive(text: string): void {
    const { id, result, error } = JSON.parse(text) as Reply
    const asked = id === undefined ? undefined : waiting.get(id)
    if (id === undefined || asked === undefined) return
    waiting.delete(id)
    if (error === undefined) asked.resolve(result ?? {})
    else asked.reject(new Error(`Chromium refused: ${error.message ?? 'no reason given'}`))
  }
  return {
    fail,
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure)
          return
        }
        lastId += 1
        waiting.set(lastId, { resolve, reject })
        input.write(`${JSON.stringify({ id: lastId, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`)
      }),
  }
}
