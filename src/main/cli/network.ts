/** Corporate networks: the environment's proxy, and the system's certificates in addition to Node's. Electron supports both itself. */
import { setGlobalProxyFromEnv } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { AppError } from '../core/base/errors.ts'
import type { NetworkFacts } from '../core/doctor/check.ts'
import { proxySettings } from './proxy-variables.ts'

type Env = Readonly<Record<string, string | undefined>>

let prepared = false

/** Makes every request of this process use the environment's proxy and trust the system's certificates. Throws `BAD_REQUEST` for an invalid proxy address. */
export function prepareNetwork(env: Env): void {
  if (prepared) return
  const system = getCACertificates('system')
  if (system.length > 0) setDefaultCACertificates([...new Set([...getCACertificates('default'), ...system])])
  setProxy(env)
  prepared = true
}

/** Makes every request of this process use the environment's proxy. Returns a function that undoes it. Throws as `prepareNetwork`. */
export function setProxy(env: Env): () => void {
  const { forNode, variables } = proxySettings(env)
  if (forNode === null) return () => {}
  try {
    return setGlobalProxyFromEnv(forNode)
  } catch (cause) {
    const names = variables.join(' or ')
    throw new AppError(
      'BAD_REQUEST',
      `The value of ${names} is not a proxy address. Expected an address such as http://proxy.example:8080.`,
      {
        cause,
      },
    )
  }
}

/** The network settings that requests of this process use. */
export function networkFacts(env: Env): NetworkFacts {
  const { forNode: _, ...proxy } = proxySettings(env)
  return {
    carrier: 'node',
    proxy,
    systemCertificates: getCACertificates('system').length,
    extraCertificatesFile: env.NODE_EXTRA_CA_CERTS || null,
  }
}
