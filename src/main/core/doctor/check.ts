/** One check. `next` says what to do; null where there is nothing to do. */
export interface Check {
  name: string
  ok: boolean
  detail: string
  next: string | null
}

/** What the environment says about proxies, without their addresses: those may hold a password. */
export interface ProxyFacts {
  /** Variables that name a proxy; the first one's carries requests to vendors, which are all https. */
  variables: string[]
  /** The variable that names exceptions, and how many; null without one. */
  exceptions: { variable: string; count: number | 'all' } | null
  /** Variables and entries that are set and have no effect. */
  withoutEffect: string[]
}

/** What the host knows about its way out. */
export interface NetworkFacts {
  /** Who carries requests: Node's own fetch, or Electron's with the system's proxy and certificates. */
  carrier: 'node' | 'electron'
  proxy: ProxyFacts
  systemCertificates: number
  /** The file named by NODE_EXTRA_CA_CERTS. */
  extraCertificatesFile: string | null
}
