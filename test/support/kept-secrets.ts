/** A keychain for tests that stores secrets in a map, which outlives an app. */
import type { SecretStore } from '../../src/main/core/secrets/secret-store.ts'

export function keptSecrets(entries = new Map<string, string>()): SecretStore & { entries: Map<string, string> } {
  return {
    entries,
    status: async () => ({ available: true }),
    get: async (account) => entries.get(account) ?? null,
    set: async (account, secret) => {
      entries.set(account, secret)
      return 'keychain'
    },
    delete: async (account) => void entries.delete(account),
  }
}
