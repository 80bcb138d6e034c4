/** Finds the keys of encrypted files: in the keychain, or in an environment variable that the user names. */
import { basename } from 'node:path'
import { AppError } from '../base/errors.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import { requireEnvironmentSecret } from '../secrets/read-secret.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { keyMissing } from './connect.ts'
import { type HistoryKey, keyFromPassphrase, keyFromRecoveryKey, keyIdOf, kindOfKey, parseRecoveryKey } from './history-key.ts'
import { addKeys, knownKey } from './key-ring.ts'

/** Where keys come from. */
export interface KeySources {
  secrets: SecretStore
  env: Readonly<Record<string, string | undefined>>
  /** The environment variable with a passphrase or a recovery key (`--key-env`); absent if none was named. */
  keyEnv?: string | undefined
}

/** The keychain's account of a key's recovery key. */
export const keyAccount = (id: string): string => `history-key-${id}`

/**
 * Makes the key of a file known to this process; does nothing for a file that is not encrypted.
 * Throws `KEY_MISSING`, `KEY_WRONG`, `KEYCHAIN_FAILED`, `SECRET_MISSING`.
 */
export async function unlockFile(file: string, sources: KeySources): Promise<void> {
  const id = keyIdOf(file)
  if (id === null || knownKey(id) !== null) return
  const named = sources.keyEnv === undefined ? null : keyFrom(requireEnvironmentSecret(sources.keyEnv, sources.env), id)
  const key = named ?? (kindOfKey(id) === 'recovery' ? await storedKey(file, id, sources.secrets) : null)
  if (key === null) throw sources.keyEnv === undefined ? keyMissing(file, id) : keyWrong(file, `The value of ${sources.keyEnv}`)
  addKeys([key])
}

/** Makes the keys of these files known if possible; never throws. */
export async function tryUnlock(files: readonly string[], sources: KeySources): Promise<void> {
  // Once per key: an unresponsive keychain takes seconds each time.
  const ofEachKey = new Map(files.map((file) => [keyIdOf(file), file]))
  for (const file of ofEachKey.values()) {
    try {
      await unlockFile(file, sources)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }
}

/** Opens a file with a typed recovery key, and stores the key in the keychain. Throws `KEY_WRONG`, `NO_KEYCHAIN`, `KEYCHAIN_FAILED`. */
export async function unlockWithRecoveryKey(file: string, typed: string, secrets: SecretStore): Promise<void> {
  const id = keyIdOf(file)
  if (id === null) throw new AppError('BAD_REQUEST', `${file} is not encrypted and needs no key.`, { data: { file } })
  const recoveryKey = parseRecoveryKey(typed)
  const key = recoveryKey === null ? null : keyFrom(recoveryKey, id)
  if (recoveryKey === null || key === null) throw keyWrong(file, 'The key that was entered')
  await storeKey(recoveryKey, secrets)
  addKeys([key])
}

/** Stores a recovery key in the keychain and makes it known. Returns its key. Throws `NO_KEYCHAIN`, `KEYCHAIN_FAILED`. */
export async function storeKey(recoveryKey: string, secrets: SecretStore): Promise<HistoryKey> {
  const key = keyFromRecoveryKey(recoveryKey)
  rememberSecret(recoveryKey)
  const status = await secrets.status()
  if (!status.available) throw noKeychain(status.reason)
  await secrets.set(keyAccount(key.id), recoveryKey)
  addKeys([key])
  return key
}

/** `NO_KEYCHAIN` for the key of a history. */
export function noKeychain(reason: string): AppError {
  return new AppError(
    'NO_KEYCHAIN',
    `The key cannot be stored: ${reason}. Set up the system’s keychain. Without one, quit Seatledger everywhere and name an environment variable with --key-env: it holds a passphrase for \`seatledger encrypt\`, or the recovery key of a history that is already encrypted.`,
  )
}

function keyFrom(text: string, id: string): HistoryKey | null {
  rememberSecret(text)
  if (kindOfKey(id) === 'passphrase') return keyFromPassphrase(text, id)
  const recoveryKey = parseRecoveryKey(text)
  const key = recoveryKey === null ? null : keyFromRecoveryKey(recoveryKey)
  return key?.id === id ? key : null
}

async function storedKey(file: string, id: string, secrets: SecretStore): Promise<HistoryKey | null> {
  try {
    const text = await secrets.get(keyAccount(id))
    return text === null ? null : keyFrom(text, id)
  } catch (cause) {
    if (!(cause instanceof AppError && cause.code === 'KEYCHAIN_FAILED')) throw cause
    // The message of the secret store speaks of credentials, not of a history's key.
    const status = await secrets.status()
    throw new AppError(
      'KEYCHAIN_FAILED',
      `${basename(file)} is encrypted, and its key cannot be read from the system’s keychain: ${status.available ? 'it did not respond' : status.reason}. Unlock the keychain and try again, or name an environment variable that holds the recovery key with --key-env.`,
      { data: { file }, cause },
    )
  }
}

function keyWrong(file: string, what: string): AppError {
  return new AppError('KEY_WRONG', `${what} is not the key of ${basename(file)}. Nothing was changed. Check it and try again.`, {
    data: { file },
  })
}
