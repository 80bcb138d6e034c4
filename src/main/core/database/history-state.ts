/** Whether anything was written to the history since a look. */
import type { ReadDb } from './db.ts'
import { preparedColumn } from './prepared.ts'

/** A text that stays the same until this handle, another one or another process writes to the history. */
export function historyState({ sqlite }: ReadDb): string {
  // What others wrote, and what this handle did.
  return `${sqlite.pragma('data_version', { simple: true })} ${preparedColumn<number>(sqlite, 'select total_changes()').get()}`
}
