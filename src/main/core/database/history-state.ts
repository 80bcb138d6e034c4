/** Detects whether the history was written to. */
import type { ReadDb } from './db.ts'
import { preparedColumn } from './prepared.ts'

/** A text that changes when this handle, another handle or another process writes to the history. */
export function historyState({ sqlite }: ReadDb): string {
  // `data_version` covers other connections, `total_changes()` this one.
  return `${sqlite.pragma('data_version', { simple: true })} ${preparedColumn<number>(sqlite, 'select total_changes()').get()}`
}
