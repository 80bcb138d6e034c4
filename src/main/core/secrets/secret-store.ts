/** Stores secrets in the system's keychain, or in memory for this session. Never in a file, a log, an event or the database. */
export interface SecretStore {
  /** Whether secrets outlive this session; if not, why. Bounded by a time-out. */
  status(): Promise<{ available: true } | { available: false; reason: string }>
  /** Null if there is none. Throws `KEYCHAIN_FAILED` if the keychain does not respond. */
  get(account: string): Promise<string | null>
  /** Stores the secret, reads it back to verify, and returns where it is stored. */
  set(account: string, secret: string): Promise<'keychain' | 'session'>
  delete(account: string): Promise<void>
}
