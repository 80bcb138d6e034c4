/** Where a connection's credential comes from, read at each use. */
import { AppError } from '../errors.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import type { SecretStore } from './secret-store.ts'

/** What a connection's row says about its credential. */
export interface SecretPlace {
  id: number
  name: string
  createdAt: number
  secretKind: 'keychain' | 'env' | 'session'
  secretEnv: string | null
}

/** The keychain account of a connection. Its creation time keeps two data folders on one machine apart. */
export function secretAccount(connection: { id: number; createdAt: number }): string {
  return `connection-${connection.id}-${connection.createdAt}`
}

/** Reads the credential. Throws `SECRET_MISSING` (nothing there) or `KEYCHAIN_FAILED`, each with the next step. */
export async function readSecret(
  place: SecretPlace,
  deps: { secrets: SecretStore; env: Readonly<Record<string, string | undefined>> },
): Promise<string> {
  const secret = place.secretKind === 'env' ? fromEnvironment(place, deps.env) : await fromStore(place, deps.secrets)
  rememberSecret(secret)
  return secret
}

function fromEnvironment(place: SecretPlace, env: Readonly<Record<string, string | undefined>>): string {
  const variable = place.secretEnv ?? ''
  return requireEnvironmentSecret(variable, env)
}

/** The value of a named environment variable, without surrounding white space. Throws `SECRET_MISSING` when it is unset or empty. */
export function requireEnvironmentSecret(variable: string, env: Readonly<Record<string, string | undefined>>): string {
  const value = env[variable]?.trim()
  if (!value) {
    throw new AppError(
      'SECRET_MISSING',
      `The environment variable ${variable} is not set. Set it to the credential where Seatledger is started, and try again.`,
      { data: { variable } },
    )
  }
  return value
}

/** What the store has for a connection; null when there is nothing. Throws `KEYCHAIN_FAILED` for one whose credential is in the keychain. */
export async function storedSecret(
  place: Pick<SecretPlace, 'id' | 'createdAt' | 'secretKind'>,
  secrets: SecretStore,
): Promise<string | null> {
  try {
    return await secrets.get(secretAccount(place))
  } catch (error) {
    // What was kept in memory is gone with its session, whether or not a keychain answers now.
    if (place.secretKind === 'session') return null
    throw error
  }
}

async function fromStore(place: SecretPlace, secrets: SecretStore): Promise<string> {
  const secret = await storedSecret(place, secrets)
  if (secret !== null) return secret
  const why =
    place.secretKind === 'session' ? 'was kept for an earlier session only, since no keychain answered' : 'is no longer in the keychain'
  throw new AppError(
    'SECRET_MISSING',
    `The credential of "${place.name}" ${why}. Enter it again (seatledger credential), or name an environment variable that holds it.`,
    {
      data: { connection: place.name },
    },
  )
}
