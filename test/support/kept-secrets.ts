/** A keychain for tests: it keeps secrets in a map that outlives an app. */
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
