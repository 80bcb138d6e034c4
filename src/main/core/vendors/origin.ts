import { z } from 'zod'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether a URL's host name is this machine. Only then is a request allowed without TLS. */
export function isLoopback(hostname: string): boolean {
  return loopbackHosts.has(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** A vendor's address as the user enters it: a bare origin, https except on loopback. Outputs the origin without a trailing slash. */
export const originSchema = z
  .string()
  .trim()
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null
    const fault = url === null ? 'is not a URL; expected something like https://api.example.com' : faultOf(url)
    if (url === null || fault !== null) {
      context.addIssue({ code: 'custom', message: fault ?? 'is not a URL' })
      return z.NEVER
    }
    return url.origin
  })

function faultOf(url: URL): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must start with https://'
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'must start with https:// (http is allowed only for this machine)'
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password'
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'must be a bare origin, without a path, a query or a fragment'
  return null
}
