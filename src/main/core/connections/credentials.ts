/** Putting a credential where it is kept, and taking it away. */
import { AppError } from '../base/errors.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import type { Log } from '../log/log.ts'
import { requireEnvironmentSecret, secretAccount } from '../secrets/read-secret.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { ConnectionRow, ConnectionWriter } from './writes.ts'

/** Where a credential comes from: the name of a variable, or the value itself. */
export type SecretInput = { env: string } | { value: string }

interface Sources {
  writer: ConnectionWriter
  secrets: SecretStore
  env: Readonly<Record<string, string | undefined>>
  /** A terminal ends at once, so that a credential kept for its session would be lost with it. */
  outlivesCommand: boolean
  log: Log
}

/** The credential's value, checked for what could not be sent. Throws `SECRET_MISSING` and `BAD_REQUEST`. */
export function secretValue(secret: SecretInput, env: Sources['env']): string {
  const value = 'env' in secret ? requireEnvironmentSecret(secret.env, env) : secret.value.trim()
  rememberSecret(value)
  if (value === '') throw new AppError('BAD_REQUEST', 'The credential is empty. Enter it, or name an environment variable that holds it.')
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new AppError(
      'BAD_REQUEST',
      'The credential holds blanks, line breaks or other characters that no vendor issues. Copy it again, alone on one line.',
    )
  }
  return value
}

/** Refuses a value that could not be kept for the next command. Throws `NO_KEYCHAIN` with the reason. */
export async function requireKeeping(secret: SecretInput, { secrets, outlivesCommand }: Sources): Promise<void> {
  if ('env' in secret || outlivesCommand) return
  const status = await secrets.status()
  if (status.available) return
  throw new AppError(
    'NO_KEYCHAIN',
    `The credential cannot be kept: ${status.reason}. Put it into an environment variable and name that with --secret-env, or start a keychain.`,
    { data: { reason: status.reason } },
  )
}

/** Keeps the credential and tells the history where; answers with where. Throws `KEYCHAIN_FAILED`. */
export async function keepCredential(row: ConnectionRow, secret: SecretInput, sources: Sources): Promise<ConnectionRow['secretKind']> {
  const { writer, secrets } = sources
  if ('env' in secret) {
    await writer.call('connection.credential', { id: row.id, secretKind: 'env', secretEnv: secret.env })
    if (row.secretKind !== 'env') await forgetCredential(row, sources)
    return 'env'
  }
  const secretKind = await secrets.set(secretAccount(row), secretValue(secret, sources.env))
  await writer.call('connection.credential', { id: row.id, secretKind, secretEnv: null })
  return secretKind
}

/** Takes a credential away. A keychain that does not answer cannot keep a connection alive: it is logged, and the entry stays under the user's own lock. */
export async function forgetCredential(row: ConnectionRow, { secrets, log }: Pick<Sources, 'secrets' | 'log'>): Promise<void> {
  if (row.secretKind === 'env') return
  try {
    await secrets.delete(secretAccount(row))
  } catch (error) {
    log.warn({ connectionId: row.id, err: error }, 'the keychain did not delete the credential')
  }
}
