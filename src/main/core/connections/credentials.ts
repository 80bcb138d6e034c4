/** Stores and deletes credentials. */
import { AppError } from '../base/errors.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import type { Log } from '../log/log.ts'
import { requireEnvironmentSecret, requireKeychain, secretAccount } from '../secrets/read-secret.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { ConnectionRow, ConnectionWriter } from './writes.ts'

/** A credential: the name of an environment variable, or the value itself. */
export type SecretInput = { env: string } | { value: string }

interface Sources {
  writer: ConnectionWriter
  secrets: SecretStore
  env: Readonly<Record<string, string | undefined>>
  /** False in a terminal: it ends with the command, and a credential kept in memory would be lost. */
  outlivesCommand: boolean
  log: Log
}

/** The credential's value, checked for characters that cannot be sent. Throws `SECRET_MISSING` and `BAD_REQUEST`. */
export function secretValue(secret: SecretInput, env: Sources['env']): string {
  const value = 'env' in secret ? requireEnvironmentSecret(secret.env, env) : secret.value.trim()
  rememberSecret(value)
  if (value === '') throw new AppError('BAD_REQUEST', 'The credential is empty. Enter it, or use an environment variable.')
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new AppError(
      'BAD_REQUEST',
      'The credential contains spaces, line breaks or other invalid characters. Copy it again, on one line.',
    )
  }
  return value
}

/** Throws `NO_KEYCHAIN` with the reason if the value could not be stored for the next command. */
export async function requireCredentialStore(secret: SecretInput, { secrets, outlivesCommand }: Sources): Promise<void> {
  if (!('env' in secret) && !outlivesCommand) await requireKeychain(secrets, 'credential')
}

/** Stores the credential and records where; returns the place. Throws `KEYCHAIN_FAILED`. */
export async function storeCredential(row: ConnectionRow, secret: SecretInput, sources: Sources): Promise<ConnectionRow['secretKind']> {
  const { writer, secrets } = sources
  if ('env' in secret) {
    await writer.call('connection.credential', { id: row.id, secretKind: 'env', secretEnv: secret.env })
    if (row.secretKind !== 'env') await deleteCredential(row, sources)
    return 'env'
  }
  const secretKind = await secrets.set(secretAccount(row), secretValue(secret, sources.env))
  await writer.call('connection.credential', { id: row.id, secretKind, secretEnv: null })
  return secretKind
}

/** Deletes a credential. If the keychain fails, this is only logged, so that the connection can still be removed; the entry stays in the user's keychain. */
export async function deleteCredential(row: ConnectionRow, { secrets, log }: Pick<Sources, 'secrets' | 'log'>): Promise<void> {
  if (row.secretKind === 'env') return
  try {
    await secrets.delete(secretAccount(row))
  } catch (error) {
    log.warn({ connectionId: row.id, err: error }, 'the keychain did not delete the credential')
  }
}
