/** The keys of the tortured histories: the same in parent and child. */
import { historyFile } from '../../src/main/core/database/files.ts'
import { type HistoryKey, keyFromRecoveryKey, keyIdOf } from '../../src/main/core/database/history-key.ts'
import { addKeys } from '../../src/main/core/database/key-ring.ts'

const keys = ['first', 'second'].map(keyFromRecoveryKey)

export const knowKeys = (): void => addKeys(keys)

/** None becomes the first key, that the second, and that none. */
export function nextKey(dataDir: string): HistoryKey | null {
  const id = keyIdOf(historyFile(dataDir))
  return keys[id === null ? 0 : keys.findIndex((key) => key.id === id) + 1] ?? null
}
