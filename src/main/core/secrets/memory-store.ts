import type { SecretStore } from './secret-store.ts'

/** Keeps secrets in memory for this session; `reason` says why the keychain is not used. */
export function createMemoryStore(reason: string): SecretStore {
  const secrets = new Map<string, string>()
  return {
    status: async () => ({ available: false, reason }),
    get: async (account) => secrets.get(account) ?? null,
    set: async (account, secret) => {
      secrets.set(account, secret)
      return 'session'
    },
    delete: async (account) => {
      secrets.delete(account)
    },
  }
}
