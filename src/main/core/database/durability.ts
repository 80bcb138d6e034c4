/** How sure a commit is. */
import { type WriteDb, withOwnTransactions } from './db.ts'

/** The writes of this file. */
export const durabilityWrites = {
  /**
   * Without it a commit does not wait for the disk: only for history that can be made again, such as the demo's. A process that dies
   * loses nothing; a machine that does may.
   */
  'history.durable': withOwnTransactions((db: WriteDb, { durable }: { durable: boolean }): void => {
    db.sqlite.pragma(`synchronous = ${durable ? 'FULL' : 'OFF'}`)
    if (durable) db.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  }),
}
