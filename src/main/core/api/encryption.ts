/** Encryption for pages: its state, a recovery key that is shown once and must be typed back, and turning encryption on and off. */
import type { EncryptionAnswer, KeyChangeAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { AppError } from '../base/errors.ts'
import { historyFile } from '../database/files.ts'
import { keyFromRecoveryKey, keyIdOf, kindOfKey, newRecoveryKey, parseRecoveryKey } from '../database/history-key.ts'
import { noKeychain, storeKey } from '../database/unlock.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import { unencryptedIn } from '../maintenance/change-key.ts'
import { changeKeyInThread } from '../maintenance/change-key-thread.ts'
import type { PageWatch } from '../maintenance/copy.ts'
import type { AppDeps } from './product.ts'

/** Survives replacing the history. */
export interface Encryption {
  get(): Promise<EncryptionAnswer>
  /** Returns a new recovery key, which replaces one offered before. Throws `NO_KEYCHAIN`. */
  offer(): Promise<{ recoveryKey: string }>
  /** Throws `KEY_WRONG` unless it is the offered recovery key. */
  check(recoveryKey: string): void
  /** Encrypts the closed history with the offered key, or decrypts it. */
  change(on: boolean, watch: PageWatch): Promise<KeyChangeAnswer>
}

/** Creates the encryption of a data folder. */
export function createEncryption({ dataDir, secrets }: Pick<AppDeps, 'dataDir' | 'secrets'>): Encryption {
  let offered: string | null = null
  const file = historyFile(dataDir)
  return {
    async get() {
      const status = await secrets.status()
      const state = encryptionState(file)
      return { state, noKeychain: status.available ? null : status.reason, readable: state === 'off' ? [] : unencryptedIn(dataDir) }
    },
    async offer() {
      const status = await secrets.status()
      if (!status.available) throw noKeychain(status.reason)
      offered = newRecoveryKey()
      rememberSecret(offered)
      return { recoveryKey: offered }
    },
    check(recoveryKey) {
      if (offered !== null && parseRecoveryKey(recoveryKey) === offered) return
      throw new AppError('KEY_WRONG', 'This is not the recovery key that was shown. Nothing was changed; check what you wrote down.')
    },
    async change(on, watch) {
      const key = on && offered !== null ? keyFromRecoveryKey(offered) : null
      if (on && (offered === null || key === null)) throw new Error('There is no offered key')
      if (on) await storeKey(offered!, secrets)
      const change = await changeKeyInThread({ dataDir, keyId: key?.id ?? null }, watch)
      offered = null
      return { state: encryptionState(file), ...change }
    },
  }
}

/** Whether a history is encrypted, and where its key comes from. */
export function encryptionState(file: string): EncryptionAnswer['state'] {
  const id = keyIdOf(file)
  if (id === null) return 'off'
  return kindOfKey(id) === 'passphrase' ? 'passphrase' : 'keychain'
}
