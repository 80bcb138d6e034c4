/** A TCP proxy on loopback that can hold back answers, like a server that hangs. */
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface HeldProxy {
  port: number
  /** From now on, nothing from the server is passed on. */
  hold(): void
  release(): void
}

/** Starts it; it closes after the test. */
export async function heldProxy(port: number): Promise<HeldProxy> {
  const upstreams = new Set<Socket>()
  let isHeld = false
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    upstreams.add(upstream)
    client.pipe(upstream).pipe(client)
    if (isHeld) upstream.pause()
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => {})
      socket.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const upstream of upstreams) upstream.destroy()
    server.close()
  })
  return {
    port: (server.address() as { port: number }).port,
    hold() {
      isHeld = true
      for (const upstream of upstreams) upstream.pause()
    },
    release() {
      isHeld = false
      for (const upstream of upstreams) upstream.resume()
    },
  }
}
