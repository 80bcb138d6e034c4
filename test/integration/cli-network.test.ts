import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { endOf, startCommand } from '../support/command.ts'
import { inTerminal } from '../support/in-terminal.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A proxy that records the requested host and refuses every connection. */
async function refusingProxy(): Promise<{ url: string; asked: Promise<string> }> {
  const { promise: asked, resolve } = Promise.withResolvers<string>()
  const server = createServer()
  server.on('connect', (request, socket) => {
    resolve(request.url ?? '')
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

describe('a corporate network', { timeout: 120_000 }, () => {
  it('is reached through the proxy from the environment', async () => {
    const proxy = await refusingProxy()
    const args = ['connect', 'petra', 'MSP', '--base-url', 'https://petra.example', '--secret-env', 'KEY', '--data-dir', tempFolder()]
    const child = startCommand(args, { env: { HTTPS_PROXY: proxy.url, KEY: 'petra_key_for_proxy' } })
    const ended = endOf(child, 100_000)
    expect(await Promise.race([proxy.asked, ended])).toBe('petra.example:443')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ stdout: '' })
  })

  it('is described by the doctor, without the proxy’s password', async () => {
    const env = { HTTPS_PROXY: 'http://user:hunter2hunter2@proxy.example:8080', NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' }
    const { json, stdout } = await inTerminal(['doctor', '--json', '--data-dir', tempFolder()], { env })
    expect(stdout).not.toContain('hunter2')
    const { checks } = json() as { checks: { name: string; ok: boolean; detail: string }[] }
    expect(checks).toContainEqual(expect.objectContaining({ name: 'proxy', ok: true, detail: expect.stringContaining('HTTPS_PROXY') }))
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'certificates', ok: false, detail: expect.stringContaining('/nowhere/ca.pem') }),
    )
    expect(checks.map((check) => check.name)).toEqual([
      'node',
      'sqlite',
      'data folder',
      'keychain',
      'lock',
      'database',
      'second copy',
      'clock',
      'proxy',
      'certificates',
    ])
  })
})
