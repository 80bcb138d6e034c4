/** Network faults in words. Node names them by code in a chain of causes, Electron by `net::ERR_…` in the message. */
import { AppError } from '../errors.ts'

/** The classes of faults; `tls` is not tried again by itself. */
type NetworkFaultKind = 'dns' | 'refused' | 'broken' | 'tls' | 'proxy' | 'offline' | 'timeout' | 'other'

const kinds: readonly [NetworkFaultKind, RegExp][] = [
  ['proxy', /PROXY|TUNNEL_CONNECTION/],
  ['offline', /INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN|NETWORK_CHANGED|ADDRESS_UNREACHABLE|EHOSTUNREACH/],
  ['dns', /ENOTFOUND|EAI_AGAIN|EAI_|NAME_NOT_RESOLVED|DNS_/],
  ['tls', /CERT|SSL|TLS|UNABLE_TO_|SELF_SIGNED|EPROTO/],
  ['timeout', /TIMEOUT|TIMEDOUT|TIMED_OUT/],
  ['refused', /ECONNREFUSED|CONNECTION_REFUSED/],
  ['broken', /ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|HPE_/],
]

/** The fault as `NETWORK` (or `TIMEOUT`), with its kind and the library's code in `data`. */
export function networkFault(error: unknown, host: string): AppError {
  const codes = codesOf(error)
  const found = codes.flatMap((code) => kinds.filter(([, pattern]) => pattern.test(code)).map(([kind]) => ({ kind, code })))[0]
  const kind = found?.kind ?? 'other'
  const code = found?.code ?? codes[0] ?? null
  return new AppError(kind === 'timeout' ? 'TIMEOUT' : 'NETWORK', sentenceOf(kind, host, code), {
    data: { kind, host, code },
    cause: error,
  })
}

function sentenceOf(kind: NetworkFaultKind, host: string, code: string | null): string {
  switch (kind) {
    case 'dns':
      return `The name of ${host} could not be resolved. Check the network and the connection’s address.`
    case 'refused':
      return `${host} refuses connections. Check the connection’s address, a firewall in between, and the vendor’s status page.`
    case 'broken':
      return `The connection to ${host} broke. It is asked again later; if it stays so, look for a firewall or proxy in between.`
    case 'tls':
      return `The secure connection to ${host} could not be trusted (${code}). Where a company proxy inspects traffic, its certificate must be among the system’s; \`seatledger doctor\` shows which certificates and which proxy are in force.`
    case 'proxy':
      return `The proxy on the way to ${host} did not let the request through (${code}). \`seatledger doctor\` shows which proxy is in force.`
    case 'offline':
      return `${host} cannot be reached: this machine seems to be offline. It is asked again later.`
    case 'timeout':
      return `${host} did not answer the connection in time. It is asked again later; if it stays so, check the network, a firewall and the proxy.`
    case 'other':
      return `${host} could not be reached${code === null ? '' : ` (${code})`}. Check the network; \`seatledger doctor\` shows proxy and certificates.`
  }
}

function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 5) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : (error.message.match(/\bERR_[A-Z_]+/g) ?? [])
  const inner = error instanceof AggregateError ? error.errors.flatMap((each) => codesOf(each, depth + 1)) : []
  return [...own, ...inner, ...codesOf(error.cause, depth + 1)]
}
