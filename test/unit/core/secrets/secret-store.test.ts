import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/main/core/base/errors.ts'
import { createSecretStore, type Keychain } from '../../../../src/main/core/secrets/keychain-store.ts'
import { readSecret, secretAccount, storedSecret } from '../../../../src/main/core/secrets/read-secret.ts'
import type { SecretStore } from '../../../../src/main/core/secrets/secret-store.ts'

/** A keychain in memory that can fail. */
function memoryKeychain(faults: Partial<Keychain> = {}): Keychain & { entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    getPassword: async (service, account) => entries.get(`${service}/${account}`) ?? null,
    setPassword: async (service, account, secret) => {
      entries.set(`${service}/${account}`, secret)
    },
    deletePassword: async (service, account) => entries.delete(`${service}/${account}`),
    ...faults,
  }
}

describe('the secret store', () => {
  it('stores, returns and deletes a secret in the keychain, and leaves no test entry there', async () => {
    const keychain = memoryKeychain()
    const store = createSecretStore({ load: async () => keychain })
    expect(await store.set('connection-1', 's3cret')).toBe('keychain')
    expect([...keychain.entries]).toEqual([['Seatledger/connection-1', 's3cret']])
    expect(await store.get('connection-1')).toBe('s3cret')
    await store.delete('connection-1')
    expect(await store.get('connection-1')).toBeNull()
    expect(keychain.entries.size).toBe(0)
  })

  it('finds its keychain available even if another caller asks during its test', async () => {
    let other: ReturnType<SecretStore['status']> | undefined
    const keychain = memoryKeychain()
    const meanwhile: Keychain = {
      ...keychain,
      getPassword: async (service, account) => {
        const found = await keychain.getPassword(service, account)
        other ??= store.status()
        return found
      },
    }
    const store: SecretStore = createSecretStore({ load: async () => meanwhile })
    expect(await store.status()).toEqual({ available: true })
    expect(await other).toEqual({ available: true })
    expect(await store.set('connection-1', 's3cret')).toBe('keychain')
  })

  it.each([
    [
      'libsecret is missing',
      { load: () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')) },
      'libsecret is not installed',
    ],
    [
      'no D-Bus answers',
      {
        load: async () => memoryKeychain({ setPassword: () => Promise.reject(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY')) }),
      },
      'no secret service runs',
    ],
    [
      'it is locked and waits for a prompt',
      { load: async () => memoryKeychain({ setPassword: () => new Promise(() => {}) }) },
      'no answer within',
    ],
    ['it forgets what it took', { load: async () => memoryKeychain({ getPassword: async () => null }) }, 'did not return a stored entry'],
  ])('falls back to this session, with the reason, if %s', async (_, options, reason) => {
    const store = createSecretStore({ timeoutMs: 20, ...options })
    expect(await store.status()).toEqual({ available: false, reason: expect.stringContaining(reason) })
    expect(await store.set('connection-1', 's3cret')).toBe('session')
    expect(await store.get('connection-1')).toBe('s3cret')
    await store.delete('connection-1')
  })

  it('throws KEYCHAIN_FAILED if the keychain stops responding later', async () => {
    let gone = false
    const keychain = memoryKeychain()
    const store = createSecretStore({ load: async () => (gone ? Promise.reject(new Error('The name was not provided')) : keychain) })
    await store.set('connection-1', 's3cret')
    gone = true
    await expect(store.get('connection-1')).rejects.toMatchObject({ code: 'KEYCHAIN_FAILED' })
    await expect(store.set('connection-1', 'other')).rejects.toMatchObject({ code: 'KEYCHAIN_FAILED' })
  })
})

describe('reading a credential', () => {
  const place = { id: 3, name: 'MSP', createdAt: 1_790_000_000_000, secretKind: 'env' as const, secretEnv: 'PETRA_KEY' }
  const secrets = createSecretStore({ load: async () => memoryKeychain() })

  it('reads the environment at each use', async () => {
    const env: Record<string, string> = { PETRA_KEY: ' first \n' }
    expect(await readSecret(place, { secrets, env })).toBe('first')
    env.PETRA_KEY = 'second'
    expect(await readSecret(place, { secrets, env })).toBe('second')
  })

  it.each([{ PETRA_KEY: undefined }, { PETRA_KEY: '  ' }])('names the variable that is not set (%j)', async (env) => {
    await expect(readSecret(place, { secrets, env })).rejects.toMatchObject({
      code: 'SECRET_MISSING',
      message: expect.stringContaining('PETRA_KEY'),
    })
  })

  it('asks for a lost credential again, with the name of its connection', async () => {
    const rejection = expect.objectContaining({ code: 'SECRET_MISSING', message: expect.stringContaining('"MSP"') })
    await expect(readSecret({ ...place, secretKind: 'keychain', secretEnv: null }, { secrets, env: {} })).rejects.toEqual(rejection)
  })

  it('keeps the credentials of two data folders separate', () => {
    expect(secretAccount({ id: 1, createdAt: 1 })).not.toBe(secretAccount({ id: 1, createdAt: 2 }))
  })
})

describe('a credential that was kept in memory only', () => {
  const place = { id: 1, createdAt: 1, secretKind: 'session' } as const
  const unanswered: SecretStore = {
    status: async () => ({ available: false, reason: 'none' }),
    get: () => Promise.reject(new AppError('KEYCHAIN_FAILED', 'The keychain did not answer.')),
    set: async () => 'session',
    delete: async () => {},
  }

  it('is missing in the next session, whether or not a keychain responds', async () => {
    expect(await storedSecret(place, unanswered)).toBeNull()
  })

  it('causes KEYCHAIN_FAILED if it is in a keychain that does not respond', async () => {
    await expect(storedSecret({ ...place, secretKind: 'keychain' }, unanswered)).rejects.toMatchObject({ code: 'KEYCHAIN_FAILED' })
  })
})
