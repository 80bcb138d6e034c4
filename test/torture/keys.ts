/** The keys of the encrypted histories: the same in parent and child. */
import { historyFile } from '../../src/main/core/database/files.ts'
import { type HistoryKey, keyFromRecoveryKey, keyIdOf } from '../../src/main/core/database/history-key.ts'
import { addKeys } from '../../src/main/core/database/key-ring.ts'

const keys = ['first', 'second'].map(keyFromRecoveryKey)

export const knowKeys = (): void => addKeys(keys)

/** Cycles through: no key, the first key, the second key. */
export function nextKey(dataDir: string): HistoryKey | null {
  const id = keyIdOf(historyFile(dataDir))
  return keys[id === null ? 0 : keys.findIndex((key) => key.id === id) + 1] ?? null
}
