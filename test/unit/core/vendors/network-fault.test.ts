import { describe, expect, it } from 'vitest'
import { networkFault } from '../../../../src/main/core/vendors/network-fault.ts'

const node = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })
const bothFamilies = new TypeError('fetch failed', {
  cause: new AggregateError([
    Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('x'), { code: 'ENETUNREACH' }),
  ]),
})

describe('a network fault', () => {
  it.each([
    ['dns', node('ENOTFOUND')],
    ['dns', node('EAI_AGAIN')],
    ['dns', new Error('net::ERR_NAME_NOT_RESOLVED')],
    ['refused', node('ECONNREFUSED')],
    ['refused', bothFamilies],
    ['refused', new Error('net::ERR_CONNECTION_REFUSED')],
    ['broken', node('ECONNRESET')],
    ['broken', node('UND_ERR_SOCKET')],
    ['tls', node('SELF_SIGNED_CERT_IN_CHAIN')],
    ['tls', node('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
    ['tls', node('CERT_HAS_EXPIRED')],
    ['tls', new Error('net::ERR_CERT_AUTHORITY_INVALID')],
    ['proxy', new Error('net::ERR_PROXY_CONNECTION_FAILED')],
    ['offline', new Error('net::ERR_INTERNET_DISCONNECTED')],
    ['offline', node('ENETUNREACH')],
    ['other', new Error('something new')],
    ['other', 'not even an error'],
  ])('is recognised: %s', (kind, error) => {
    const fault = networkFault(error, 'api.example.com')
    expect(fault).toMatchObject({ code: 'NETWORK', data: { kind, host: 'api.example.com' } })
    expect(fault.message).toContain('api.example.com')
  })

  it('without an answer to the connection is a time-out', () => {
    expect(networkFault(node('UND_ERR_CONNECT_TIMEOUT'), 'h').code).toBe('TIMEOUT')
    expect(networkFault(new Error('net::ERR_CONNECTION_TIMED_OUT'), 'h').code).toBe('TIMEOUT')
  })
})
