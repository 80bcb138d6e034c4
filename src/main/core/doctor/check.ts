/** One check. `next` is the next step for the user; null if there is nothing to do. */
export interface Check {
  name: string
  ok: boolean
  detail: string
  next: string | null
}

/** Proxy settings from the environment, without addresses, which may contain a password. */
export interface ProxyFacts {
  /** Variables that name a proxy; the first is used for vendors, since all their requests are https. */
  variables: string[]
  /** The variable that lists exceptions, and their number; null if unset. */
  exceptions: { variable: string; count: number | 'all' } | null
  /** Variables and entries that are set but have no effect. */
  withoutEffect: string[]
}

/** The host's network settings. */
export interface NetworkFacts {
  /** What sends requests: Node's fetch, or Electron's with the system's proxy and certificates. */
  carrier: 'node' | 'electron'
  proxy: ProxyFacts
  systemCertificates: number
  /** The file named by NODE_EXTRA_CA_CERTS. */
  extraCertificatesFile: string | null
}
