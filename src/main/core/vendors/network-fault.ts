/** Network errors as readable messages. Node reports codes in a chain of causes, Electron `net::ERR_…` in the message. */
import { AppError } from '../base/errors.ts'

/** The kinds of network errors; `tls` is not retried automatically. */
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

/** The error as `NETWORK` (or `TIMEOUT`), with its kind and the library's code in `data`. */
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
      return `The host name ${host} could not be resolved. Check the network and the connection’s address.`
    case 'refused':
      return `${host} refused the connection. Check the connection’s address, any firewall in between, and the vendor’s status page.`
    case 'broken':
      return `The connection to ${host} was lost. Seatledger retries later; if this persists, look for a firewall or proxy in between.`
    case 'tls':
      return `No trusted TLS connection to ${host} could be established (${code}). If a company proxy inspects traffic, the system must trust its certificate; \`seatledger doctor\` shows the certificates and the proxy in use.`
    case 'proxy':
      return `The proxy did not forward the request to ${host} (${code}). \`seatledger doctor\` shows the proxy in use.`
    case 'offline':
      return `${host} cannot be reached: this machine seems to be offline. Seatledger retries later.`
    case 'timeout':
      return `Connecting to ${host} timed out. Seatledger retries later; if this persists, check the network, the firewall and the proxy.`
    case 'other':
      return `${host} could not be reached${code === null ? '' : ` (${code})`}. Check the network; \`seatledger doctor\` shows the proxy and the certificates in use.`
  }
}

function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 5) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : (error.message.match(/\bERR_[A-Z_]+/g) ?? [])
  const inner = error instanceof AggregateError ? error.errors.flatMap((each) => codesOf(each, depth + 1)) : []
  return [...own, ...inner, ...codesOf(error.cause, depth + 1)]
}
