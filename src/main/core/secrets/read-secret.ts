/** Reads a connection's credential, which is never cached. */
import { AppError } from '../base/errors.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import type { SecretStore } from './secret-store.ts'

/** The columns of a connection that locate its credential. */
export interface SecretPlace {
  id: number
  name: string
  createdAt: number
  secretKind: 'keychain' | 'env' | 'session'
  secretEnv: string | null
}

/** A connection's keychain account. The creation time distinguishes data folders on the same machine. */
export function secretAccount(connection: { id: number; createdAt: number }): string {
  return `connection-${connection.id}-${connection.createdAt}`
}

/** Reads the credential. Throws `SECRET_MISSING` or `KEYCHAIN_FAILED`, each with the next step. */
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

/** The trimmed value of an environment variable. Throws `SECRET_MISSING` if it is unset or empty. */
export function requireEnvironmentSecret(variable: string, env: Readonly<Record<string, string | undefined>>): string {
  const value = env[variable]?.trim()
  if (!value) {
    throw new AppError(
      'SECRET_MISSING',
      `The environment variable ${variable} is not set. Set it to the credential in the environment that starts Seatledger, and try again.`,
      { data: { variable } },
    )
  }
  return value
}

/** A connection's stored credential; null if there is none. Throws `KEYCHAIN_FAILED` if the keychain that has it does not respond. */
export async function storedSecret(
  place: Pick<SecretPlace, 'id' | 'createdAt' | 'secretKind'>,
  secrets: SecretStore,
): Promise<string | null> {
  try {
    return await secrets.get(secretAccount(place))
  } catch (error) {
    // A credential kept in memory is lost when the session ends, whether or not a keychain responds.
    if (place.secretKind === 'session') return null
    throw error
  }
}

async function fromStore(place: SecretPlace, secrets: SecretStore): Promise<string> {
  const secret = await storedSecret(place, secrets)
  if (secret !== null) return secret
  const why =
    place.secretKind === 'session'
      ? 'was stored only for an earlier session, because no keychain was available'
      : 'is no longer in the keychain'
  throw new AppError(
    'SECRET_MISSING',
    `The credential of "${place.name}" ${why}. Enter it again (seatledger credential), or use an environment variable that holds it.`,
    {
      data: { connection: place.name },
    },
  )
}

/** Throws `NO_KEYCHAIN` if a secret that was entered (`what`: "credential") would be lost with the process. */
export async function requireKeychain(secrets: SecretStore, what: string): Promise<void> {
  const status = await secrets.status()
  if (status.available) return
  throw new AppError(
    'NO_KEYCHAIN',
    `The ${what} cannot be stored: ${status.reason}. Put it into an environment variable and name it with --secret-env, or start a keychain.`,
    { data: { reason: status.reason } },
  )
}
