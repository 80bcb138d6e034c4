/** Line F: the route of a request for each spelling of the proxy variables, tested with real requests and a real proxy. */
import dns from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { networkFacts, setProxy } from '../../../src/main/cli/network.ts'
import { checkProxy } from '../../../src/main/core/doctor/machine-checks.ts'

const asked: string[] = []
const proxy = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.writeHead(502).end()
})
proxy.on('connect', (request, socket) => {
  asked.push(request.url ?? '')
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
})
let address: string
beforeAll(async () => {
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
  // A host name that is looked up here was requested directly, because a proxy looks names up itself.
  vi.spyOn(dns, 'lookup').mockImplementation(((name: string, _options: unknown, done: (error: Error) => void) => {
    done(Object.assign(new Error(`no such name: ${name}`), { code: 'ENOTFOUND' }))
  }) as never)
})
afterAll(() => {
  vi.restoreAllMocks()
  proxy.close()
})

/** Whether a request goes through the proxy. `P` in a variable stands for the proxy's address. */
async function wayOf(variables: Record<string, string>, url: string): Promise<'proxy' | 'direct'> {
  const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.replace(/\bP\b/, address)]))
  const undo = setProxy(env)
  onTestFinished(undo)
  const before = asked.length
  const answer = await fetch(url).then(
    (response) => response.status,
    (error: { cause?: { code?: string } }) => error.cause?.code,
  )
  undo()
  const way = asked.length > before ? 'proxy' : 'direct'
  // Nothing answers directly here.
  if (way === 'direct') expect(answer).toMatch(/^(ENOTFOUND|ECONNREFUSED|EADDRNOTAVAIL)$/)
  return way
}

const vendor = 'https://vendor.test/'
const https = { HTTPS_PROXY: 'http://P' }

describe('line F: the proxy variables', () => {
  it.each<[string, Record<string, string>, string, 'proxy' | 'direct']>([
    ['none', {}, vendor, 'direct'],
    ['upper case', https, vendor, 'proxy'],
    ['lower case', { https_proxy: 'http://P' }, vendor, 'proxy'],
    ['lower case first', { https_proxy: 'http://P', HTTPS_PROXY: 'http://127.0.0.1:1' }, vendor, 'proxy'],
    ['an empty lower case counts as not set', { https_proxy: '', HTTPS_PROXY: 'http://P' }, vendor, 'proxy'],
    ['no scheme', { HTTPS_PROXY: 'P' }, vendor, 'proxy'],
    ['blanks around it', { HTTPS_PROXY: ' http://P ' }, vendor, 'proxy'],
    ['HTTP_PROXY carries https where no other is named', { HTTP_PROXY: 'http://P' }, vendor, 'proxy'],
    ['HTTP_PROXY carries http', { HTTP_PROXY: 'http://P' }, 'http://vendor.test/', 'proxy'],
    ['HTTPS_PROXY does not carry http', https, 'http://vendor.test/', 'direct'],
    ['a name in mixed case is none', { Https_Proxy: 'http://P' }, vendor, 'direct'],

    ['*', { ...https, NO_PROXY: '*' }, vendor, 'direct'],
    ['* with blanks', { ...https, NO_PROXY: ' * ' }, vendor, 'direct'],
    ['* among others is not read', { ...https, NO_PROXY: 'other.test,*' }, vendor, 'proxy'],
    ['no_proxy where NO_PROXY is empty', { ...https, NO_PROXY: '', no_proxy: 'vendor.test' }, vendor, 'direct'],
    ['NO_PROXY where no_proxy is empty', { ...https, NO_PROXY: 'vendor.test', no_proxy: '' }, vendor, 'direct'],
    ['no_proxy before NO_PROXY', { ...https, NO_PROXY: 'other.test', no_proxy: 'vendor.test' }, vendor, 'direct'],
    ['the name', { ...https, NO_PROXY: 'vendor.test' }, vendor, 'direct'],
    ['another name', { ...https, NO_PROXY: 'other.test' }, vendor, 'proxy'],
    ['a name that only ends alike', { ...https, NO_PROXY: 'endor.test' }, vendor, 'proxy'],
    ['a list with commas', { ...https, NO_PROXY: 'other.test,vendor.test' }, vendor, 'direct'],
    ['a list with blanks', { ...https, NO_PROXY: 'other.test vendor.test' }, vendor, 'direct'],
    ['a list with commas, blanks and empty places', { ...https, NO_PROXY: ' ,other.test ,, vendor.test, ' }, vendor, 'direct'],
    ['in another case', { ...https, NO_PROXY: 'Vendor.TEST' }, vendor, 'direct'],
    ['a name above', { ...https, NO_PROXY: 'vendor.test' }, 'https://api.vendor.test/', 'direct'],
    ['a leading dot, a name below', { ...https, NO_PROXY: '.vendor.test' }, 'https://api.vendor.test/', 'direct'],
    ['a leading dot, the name', { ...https, NO_PROXY: '.vendor.test' }, vendor, 'direct'],
    ['a leading *.', { ...https, NO_PROXY: '*.vendor.test' }, 'https://api.vendor.test/', 'direct'],
    ['a trailing dot', { ...https, NO_PROXY: 'vendor.test.' }, vendor, 'direct'],
    ['a trailing dot and a port', { ...https, NO_PROXY: 'vendor.test.:443' }, vendor, 'direct'],
    ['its port', { ...https, NO_PROXY: 'vendor.test:443' }, vendor, 'direct'],
    ['another port', { ...https, NO_PROXY: 'vendor.test:8443' }, vendor, 'proxy'],
    ['its port, as the address has it', { ...https, NO_PROXY: 'vendor.test:8443' }, 'https://vendor.test:8443/', 'direct'],
    ['an IPv4 address', { ...https, NO_PROXY: '127.0.0.2' }, 'https://127.0.0.2:9443/', 'direct'],
    ['another IPv4 address', { ...https, NO_PROXY: '127.0.0.3' }, 'https://127.0.0.2:9443/', 'proxy'],
    ['an address range is not read', { ...https, NO_PROXY: '127.0.0.0/8' }, 'https://127.0.0.2:9443/', 'proxy'],
    ['an IPv6 address', { ...https, NO_PROXY: '::ffff:127.0.0.2' }, 'https://[::ffff:127.0.0.2]:9443/', 'direct'],
    ['an IPv6 address in brackets', { ...https, NO_PROXY: '[::FFFF:7f00:2]' }, 'https://[::ffff:127.0.0.2]:9443/', 'direct'],
    ['an IPv6 address and its port', { ...https, NO_PROXY: '[::ffff:7f00:2]:9443' }, 'https://[::ffff:127.0.0.2]:9443/', 'direct'],
    ['an IPv6 address and another port', { ...https, NO_PROXY: '[::ffff:7f00:2]:2' }, 'https://[::ffff:127.0.0.2]:9443/', 'proxy'],
    ['another IPv6 address', { ...https, NO_PROXY: '::ffff:127.0.0.3' }, 'https://[::ffff:127.0.0.2]:9443/', 'proxy'],
    ['this machine by name', https, 'https://localhost:9443/', 'direct'],
    ['this machine by IPv4', https, 'https://127.0.0.1:9443/', 'direct'],
    ['this machine by IPv6', { ...https, NO_PROXY: 'other.test' }, 'https://[::1]:9443/', 'direct'],
  ])('%s', async (_, variables, url, way) => {
    expect(await wayOf(variables, url)).toBe(way)
  })

  it.each([
    ['https_proxy', 'http://'],
    ['HTTP_PROXY', 'gopher://proxy.example'],
    ['HTTPS_PROXY', 'two words'],
  ])('are refused by name if %s is %j', (name, value) => {
    expect(() => setProxy({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringContaining(name) }),
    )
  })

  it.each<[Record<string, string>, string]>([
    [{}, 'none: neither HTTPS_PROXY nor HTTP_PROXY is set'],
    [{ ALL_PROXY: 'http://x' }, 'none: neither HTTPS_PROXY nor HTTP_PROXY is set; ignored: ALL_PROXY'],
    [{ HTTPS_PROXY: 'x', NO_PROXY: '*' }, 'none: NO_PROXY is *, so HTTPS_PROXY is not used'],
    [{ HTTPS_PROXY: 'x', https_proxy: 'y', HTTP_PROXY: 'z' }, 'set by https_proxy; not used for this machine'],
    [{ HTTP_PROXY: 'x', no_proxy: 'a, b' }, 'set by HTTP_PROXY; not used for this machine and the no_proxy entries (2)'],
    [
      { HTTPS_PROXY: 'x', NO_PROXY: 'a,10.0.0.0/8' },
      'set by HTTPS_PROXY; not used for this machine and the NO_PROXY entries (1); ignored: 10.0.0.0/8',
    ],
  ])('%j are described by the doctor as they work', (env, detail) => {
    expect(checkProxy(networkFacts(env))).toMatchObject({ ok: true, detail })
  })
})
