/** Access control: one-time tokens in a link's fragment, exchanged for session keys. Only hashes are kept, in memory. */
import { createHash, randomBytes } from 'node:crypto'

/** The browser host's tokens and session keys. */
export interface LinkTokens {
  /** A new one-time token for a link. */
  issue(): string
  /** Exchanges a token for a session key, once; null if it is unknown or used. */
  exchange(token: string): string | null
  /** Whether a session key is valid. */
  knows(key: string): boolean
}

/** Tokens and keys of a running host: 256 random bits each, looked up by hash so that timing reveals nothing. */
export function createLinkTokens(): LinkTokens {
  const unused = new Set<string>()
  const sessions = new Set<string>()
  const hash = (value: string) => createHash('sha256').update(value).digest('base64')
  const issueInto = (set: Set<string>) => {
    const value = randomBytes(32).toString('base64url')
    set.add(hash(value))
    return value
  }
  return {
    issue: () => issueInto(unused),
    exchange: (token) => (unused.delete(hash(token)) ? issueInto(sessions) : null),
    knows: (key) => sessions.has(hash(key)),
  }
}
