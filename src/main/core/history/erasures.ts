/** How often evidence was erased from a history: whoever keeps what it has read looks here whether that still stands. */
import type { ReadDb, WriteDb } from './db.ts'
import { preparedColumn } from './prepared.ts'

/** Counts up with each erasure, in its own transaction. */
export function countErasures({ sqlite }: ReadDb): number {
  return preparedColumn<number>(sqlite, 'pragma user_version').get()!
}

/** Counts one more; only inside an erasure. The count is kept in the file's own header, where a reader finds it without a table. */
export function noteErasure(db: WriteDb): void {
  db.sqlite.pragma(`user_version = ${(countErasures(db) + 1) % 2 ** 31}`)
}
