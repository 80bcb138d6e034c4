/** Encryption as a page uses it: the state, a recovery key that is shown once and asked back, and the switch. */
import type { EncryptionAnswer, KeyChangeAnswer } from '../../../shared/contract/maintenance-answers.ts'
import { AppError } from '../base/errors.ts'
import { historyFile } from '../database/files.ts'
import { keyIdOf, keyOfRecovery, kindOfKey, newRecoveryKey, parseRecoveryKey } from '../database/history-key.ts'
import { keepKey, noKeychain } from '../database/unlock.ts'
import { rememberSecret } from '../log/known-secrets.ts'
import { unencryptedIn } from '../maintenance/change-key.ts'
import { changeKeyInThread } from '../maintenance/change-key-thread.ts'
import type { PageWatch } from '../maintenance/copy.ts'
import type { AppDeps } from './product.ts'

/** What is kept while the history is replaced. */
export interface Encryption {
  get(): Promise<EncryptionAnswer>
  /** A new recovery key, which replaces an earlier offer. Throws `NO_KEYCHAIN`. */
  offer(): Promise<{ recoveryKey: string }>
  /** Throws `KEY_WRONG` unless it is the offered recovery key. */
  check(recoveryKey: string): void
  /** Changes the key of the closed history: to the offered one, or to none. */
  change(on: boolean, watch: PageWatch): Promise<KeyChangeAnswer>
}

/** Creates it for a data folder. */
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
      const key = on && offered !== null ? keyOfRecovery(offered) : null
      if (on && (offered === null || key === null)) throw new Error('There is no offered key')
      if (on) await keepKey(offered!, secrets)
      const change = await changeKeyInThread({ dataDir, keyId: key?.id ?? null }, watch)
      offered = null
      return { state: encryptionState(file), ...change }
    },
  }
}

/** Whether a history is encrypted, and with what. */
export function encryptionState(file: string): EncryptionAnswer['state'] {
  const id = keyIdOf(file)
  if (id === null) return 'off'
  return kindOfKey(id) === 'passphrase' ? 'passphrase' : 'keychain'
}
