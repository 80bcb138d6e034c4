/** Client-credentials tokens: reused until the API refuses one, and kept in memory only. */
import { parseJsonBytes } from '../../../../shared/domain/json.ts'
import { AppError } from '../../base/errors.ts'
import type { PacedResponse } from '../http.ts'
import { usableSecret } from '../usable-secret.ts'
import { readRefusal, tokenError } from './errors.ts'
import { tokenSchema } from './schema.ts'

/** A connection's tokens. */
export interface TokenSource {
  /** The current token, or a new one. Throws `UNAUTHORIZED`, `VENDOR_ERROR`, `RATE_LIMITED` and what `PacedHttp` throws. */
  token(signal: AbortSignal): Promise<string>
  /** Forgets a token that the API refused; a newer one stays. */
  refused(token: string): void
}

/** What a token source needs; `post` is paced and obeys 429. */
export interface TokenDeps {
  loginOrigin: string
  clientId: string
  readSecret(): Promise<string>
  post(request: { url: URL; headers: Record<string, string>; body: string }, signal: AbortSignal): Promise<PacedResponse>
}

/** Creates a connection's token source. The secret is sent in the Basic header only. */
export function createTokenSource(deps: TokenDeps): TokenSource {
  let current: Promise<string> | null = null
  let value: string | null = null

  async function request(signal: AbortSignal): Promise<string> {
    const secret = usableSecret(await deps.readSecret(), 'Genesys client secret')
    const credentials = Buffer.from(`${deps.clientId}:${secret}`, 'utf8').toString('base64')
    const response = await deps.post(
      {
        url: new URL('/oauth/token', deps.loginOrigin),
        headers: { Authorization: `Basic ${credentials}`, 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
        body: 'grant_type=client_credentials',
      },
      signal,
    )
    if (response.status !== 200) throw tokenError(readRefusal(response), deps.loginOrigin)
    return readToken(response.bytes, deps.loginOrigin)
  }

  return {
    token(signal) {
      if (current === null) {
        const asked = request(signal).then((token) => {
          value = token
          return token
        })
        // The next caller must not get the failed request.
        asked.catch(() => {
          if (current === asked) current = null
        })
        current = asked
      }
      return current
    },
    refused(token) {
      if (value !== token) return
      value = null
      current = null
    },
  }
}

function readToken(bytes: Uint8Array, loginOrigin: string): string {
  const host = new URL(loginOrigin).host
  const next = 'Check the login address: it does not respond like Genesys.'
  let body: unknown
  try {
    body = parseJsonBytes(bytes)
  } catch {
    // The parser's error is not passed on as the cause: it quotes the text, which may be a token.
    throw new AppError('NOT_JSON', `${host} did not respond to the token request with JSON. ${next}`)
  }
  const parsed = tokenSchema.safeParse(body)
  if (!parsed.success) throw new AppError('UNREADABLE_ANSWER', `${host} responded to the token request without a token. ${next}`)
  return parsed.data.access_token
}
