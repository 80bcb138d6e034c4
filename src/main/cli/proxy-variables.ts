/**
 * The proxy variables of the environment. Node reads them itself (`setGlobalProxyFromEnv`); this converts what Node reads differently
 * from curl: a proxy without a scheme, `*` together with the exceptions that we add, IPv6 without brackets, a trailing dot.
 */
import { isIPv6 } from 'node:net'
import type { ProxyFacts } from '../core/doctor/check.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The settings in effect. */
export interface ProxySettings extends ProxyFacts {
  /** For Node: the proxies, and the hosts that are requested directly. Null if every request is direct. */
  forNode: { https_proxy?: string; http_proxy?: string; no_proxy: string } | null
}

/** This machine is always requested directly, e.g. a test server or a simulated vendor. */
const thisMachine = ['localhost', '127.0.0.1', '[::1]']

/** Reads the variables. As in curl and Node, an empty variable counts as unset, and lower case takes precedence. */
export function proxySettings(env: Env): ProxySettings {
  const https = firstSet(env, 'https_proxy', 'HTTPS_PROXY')
  const http = firstSet(env, 'http_proxy', 'HTTP_PROXY')
  const no = firstSet(env, 'no_proxy', 'NO_PROXY')
  const entries = no?.value.split(/[,\s]+/).filter(Boolean) ?? []
  // Address ranges: curl supports them, Node does not.
  const isRange = (entry: string) => /\/\d+$/.test(entry)
  // Only on its own: neither curl nor Node supports it in a list.
  const isAll = entries.length === 1 && entries[0] === '*'
  const all = firstSet(env, 'all_proxy', 'ALL_PROXY')
  const proxies = {
    ...(https && { https_proxy: withScheme(https.value) }),
    ...(http && { http_proxy: withScheme(http.value) }),
  }
  const exceptions = [...entries.filter((entry) => !isRange(entry)).map(asNodeReads), ...thisMachine]
  return {
    forNode: isAll || (https ?? http) === null ? null : { ...proxies, no_proxy: exceptions.join(',') },
    // As in Node, the http proxy is also used for https if no https proxy is set.
    variables: [https, http].flatMap((proxy) => proxy?.name ?? []),
    exceptions: no && { variable: no.name, count: isAll ? 'all' : entries.filter((entry) => !isRange(entry)).length },
    withoutEffect: [...(all ? [all.name] : []), ...entries.filter(isRange), ...(isAll ? [] : entries.filter((entry) => entry === '*'))],
  }
}

function firstSet(env: Env, ...names: string[]): { name: string; value: string } | null {
  for (const name of names) {
    const value = env[name]?.trim()
    if (value) return { name, value }
  }
  return null
}

const withScheme = (proxy: string): string => (/^[a-z][a-z\d+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`)

/** An exception in the form that Node compares: an IPv6 address as in URLs. */
function asNodeReads(entry: string): string {
  const [, bracketed, port = ''] = /^\[(.+)\](:\d+)?$/.exec(entry) ?? []
  const address = bracketed ?? entry
  return isIPv6(address) ? `${new URL(`http://[${address}]`).hostname}${port}` : entry.replace(/\.(?=:\d+$|$)/, '')
}
