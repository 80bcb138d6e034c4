/** Where secrets are kept: the system's keychain, else memory for this session. Never a file, a log, an event or the database. */
export interface SecretStore {
  /** Whether secrets outlive this session, and why not; asked with a time-out, so it always answers. */
  status(): Promise<{ available: true } | { available: false; reason: string }>
  /** Null when there is none. Throws `KEYCHAIN_FAILED` when the keychain does not answer. */
  get(account: string): Promise<string | null>
  /** Stores and reads back; answers with where it is now. */
  set(account: string, secret: string): Promise<'keychain' | 'session'>
  delete(account: string): Promise<void>
}
