/** The keys known to this process, in memory only. Threads started later inherit them. */
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { rememberSecret } from '../log/known-secrets.ts'
import type { HistoryKey } from './history-key.ts'

const place = 'seatledger.keys'

const known = (): Record<string, string> => (getEnvironmentData(place) as unknown as Record<string, string> | undefined) ?? {}

/** Adds keys for this thread and for the threads that it starts. */
export function addKeys(keys: readonly HistoryKey[]): void {
  for (const { secret } of keys) rememberSecret(secret)
  setEnvironmentData(place, { ...known(), ...Object.fromEntries(keys.map(({ id, secret }) => [id, secret])) } as never)
}

/** The key with an id; null if it is not known. */
export function knownKey(id: string): HistoryKey | null {
  const secret = known()[id]
  return secret === undefined ? null : { id, secret }
}
