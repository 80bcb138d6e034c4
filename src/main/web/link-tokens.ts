/** Who may ask: one-time tokens that travel in a link's fragment, and the session keys that they are exchanged for. Kept as hashes, in memory only. */
import { createHash, randomBytes } from 'node:crypto'

/** The browser host's doors. */
export interface LinkTokens {
  /** A new one-time token for a link. */
  issue(): string
  /** Exchanges a token for a session key, once; null where it is unknown or used. */
  exchange(token: string): string | null
  /** Whether a session key is one of ours. */
  knows(key: string): boolean
}

/** Tokens and keys of one running host: 256 random bits each, looked up by their hash so that comparing takes no telling time. */
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
