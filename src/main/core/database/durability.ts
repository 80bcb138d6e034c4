/** Whether commits wait for the disk. */
import { type WriteDb, withOwnTransactions } from './db.ts'

/** The writes of this file. */
export const durabilityWrites = {
  /**
   * Turning durability off speeds up filling a history that can be regenerated, such as the demo. A crash of the process still loses
   * nothing; a power failure may.
   */
  'history.durable': withOwnTransactions((db: WriteDb, { durable }: { durable: boolean }): void => {
    db.sqlite.pragma(`synchronous = ${durable ? 'FULL' : 'OFF'}`)
    if (durable) db.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  }),
}
