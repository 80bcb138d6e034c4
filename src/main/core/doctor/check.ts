/** One check. `next` says what to do; null where there is nothing to do. */
export interface Check {
  name: string
  ok: boolean
  detail: string
  next: string | null
}

/** What the host knows about its way out. */
export interface NetworkFacts {
  /** Who carries requests: Node's own fetch, or Electron's with the system's proxy and certificates. */
  carrier: 'node' | 'electron'
  /** Names of the proxy variables that are in force; their values may hold a password. */
  proxyVariables: string[]
  systemCertificates: number
  /** The file named by NODE_EXTRA_CA_CERTS. */
  extraCertificatesFile: string | null
}
