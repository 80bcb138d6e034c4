/** Corporate networks: the proxy that the environment names, and the certificates that the system trusts beside Node's own. Electron brings both by itself. */
import { setGlobalProxyFromEnv } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { NetworkFacts } from '../core/doctor/check.ts'
import { AppError } from '../core/errors.ts'

let prepared = false

/** Makes every request of this process go through the environment's proxy and trust the system's certificates. */
export function prepareNetwork(env: Readonly<Record<string, string | undefined>>): void {
  if (prepared) return
  prepared = true
  const system = getCACertificates('system')
  if (system.length > 0) setDefaultCACertificates([...new Set([...getCACertificates('default'), ...system])])
  const proxies = proxyVariables(env)
  if (proxies.length === 0) return
  // What runs on this machine (a test server, a simulated vendor) is never behind the proxy.
  const direct = [env.NO_PROXY ?? env.no_proxy, 'localhost', '127.0.0.1', '::1', '[::1]'].filter(Boolean).join(',')
  try {
    setGlobalProxyFromEnv({ ...Object.fromEntries(proxies), NO_PROXY: direct, no_proxy: direct })
  } catch (cause) {
    const names = proxies.map(([name]) => name).join(', ')
    throw new AppError('BAD_REQUEST', `The proxy named by ${names} is not an address. Expected something like http://proxy.example:8080.`, {
      cause,
    })
  }
}

/** The proxy variables that are set, without those that name exceptions. */
function proxyVariables(env: Readonly<Record<string, string | undefined>>): [name: string, value: string][] {
  return Object.entries(env).filter((pair): pair is [string, string] => /^https?_proxy$/i.test(pair[0]) && Boolean(pair[1]))
}

/** What is in force for requests of this process. */
export function networkFacts(env: Readonly<Record<string, string | undefined>>): NetworkFacts {
  return {
    carrier: 'node',
    proxyVariables: proxyVariables(env).map(([name]) => name),
    systemCertificates: getCACertificates('system').length,
    extraCertificatesFile: env.NODE_EXTRA_CA_CERTS || null,
  }
}
