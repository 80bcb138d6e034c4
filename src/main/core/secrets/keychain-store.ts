/**
 * Stores secrets in the system's keychain through keytar, and in memory if no keychain responds. keytar is loaded at first use, since importing
 * it fails without libsecret. Each call has a time-out, since a locked keychain may wait for a prompt that nobody sees.
 */
import { AppError } from '../base/errors.ts'
import { createMemoryStore } from './memory-store.ts'
import type { SecretStore } from './secret-store.ts'

/** The part of keytar that is used. `findCredentials` is left out: it has crashed on locked keychains. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, secret: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

type Status = Awaited<ReturnType<SecretStore['status']>>

const service = 'Seatledger'
/** A keychain that did not respond is tried again after this time. */
const retryAfterMs = 30_000
/** One per process, since two processes may probe at the same time. */
const probeAccount = `probe-${process.pid}`

async function loadKeytar(): Promise<Keychain> {
  const { default: keytar } = await import('keytar')
  return keytar
}

/**
 * `timeoutMs` bounds each call to the keychain.
 * A secret that the keychain refuses is kept in memory for this session, and `set` returns `session`.
 */
export function createSecretStore(options: { timeoutMs?: number; load?: () => Promise<Keychain> } = {}): SecretStore {
  const { timeoutMs = 5000, load = loadKeytar } = options
  const session = createMemoryStore('')
  let answer: { at: number; status: Status } | undefined
  let probing: Promise<Status> | undefined

  const ask = async <T>(use: (keychain: Keychain) => Promise<T>): Promise<T> => withTimeout(load().then(use), timeoutMs)

  /** Writes, reads and deletes an entry: without an unlocked keychain, reading alone succeeds with "none". */
  async function probe(): Promise<Status> {
    try {
      const token = String(Date.now())
      await ask((keychain) => keychain.setPassword(service, probeAccount, token))
      const back = await ask((keychain) => keychain.getPassword(service, probeAccount))
      await ask((keychain) => keychain.deletePassword(service, probeAccount))
      return back === token ? { available: true } : { available: false, reason: 'the keychain did not return a stored entry' }
    } catch (error) {
      return { available: false, reason: reasonOf(error) }
    }
  }

  /** Callers share a running probe: two at once would delete each other's entry. */
  async function status(): Promise<Status> {
    if (answer?.status.available || (answer && performance.now() - answer.at <= retryAfterMs)) return answer.status
    probing ??= probe().finally(() => {
      probing = undefined
    })
    answer = { at: performance.now(), status: await probing }
    return answer.status
  }

  return {
    status,
    async get(account) {
      const kept = await session.get(account)
      if (kept !== null) return kept
      try {
        return await ask((keychain) => keychain.getPassword(service, account))
      } catch (error) {
        throw keychainFailed(error)
      }
    },
    async set(account, secret) {
      if (!(await status()).available) return session.set(account, secret)
      try {
        await ask((keychain) => keychain.setPassword(service, account, secret))
        if ((await ask((keychain) => keychain.getPassword(service, account))) !== secret)
          throw new Error('the keychain returned a different value')
      } catch (error) {
        throw keychainFailed(error)
      }
      await session.delete(account)
      return 'keychain'
    },
    async delete(account) {
      await session.delete(account)
      if (!(await status()).available) return
      try {
        await ask((keychain) => keychain.deletePassword(service, account))
      } catch (error) {
        throw keychainFailed(error)
      }
    },
  }
}

function keychainFailed(error: unknown): AppError {
  return new AppError(
    'KEYCHAIN_FAILED',
    `The system’s keychain failed: ${reasonOf(error)}. Unlock it and try again, or name an environment variable that holds the credential.`,
    { cause: error },
  )
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (/X11|D-?Bus|autolaunch|DBUS_SESSION/i.test(message)) return 'no secret service runs in this session (no D-Bus session bus)'
  if (/org\.freedesktop\.secrets.*(not provided|no such)|ServiceUnknown/i.test(message))
    return 'no secret service (such as gnome-keyring) is installed or running'
  if (/collection|does not exist at path/i.test(message)) return 'the keychain has no unlocked collection'
  if (/libsecret/i.test(message)) return 'the library libsecret is not installed'
  return message.split('\n', 1)[0] ?? message
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${timeoutMs / 1000} s (it may be locked and waiting for a password)`)),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
