/** Copies an open history; an encrypted one stays encrypted. */
import type Database from 'better-sqlite3'
import { keyIdOf } from '../database/history-key.ts'

/** Receives the number of copied pages and their total; throw to cancel the copy. */
export type PageWatch = (done: number, total: number) => void

/** Pages copied per step; the event loop runs between two steps. */
const pagesAtOnce = 500

/**
 * Copies everything that is committed to the empty file `file`. An encrypted history is copied in one step that cannot be cancelled: the driver's
 * stepwise copy opens its target without a key.
 */
export async function copyInto(sqlite: Database.Database, file: string, watch: PageWatch = () => {}): Promise<void> {
  if (keyIdOf(sqlite.name) !== null) {
    watch(0, 1)
    sqlite.prepare('VACUUM INTO ?').run(file)
    watch(1, 1)
    return
  }
  await sqlite.backup(file, {
    progress: ({ totalPages, remainingPages }) => {
      watch(totalPages - remainingPages, totalPages)
      return pagesAtOnce
    },
  })
}
