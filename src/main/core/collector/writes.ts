/** What the collector writes. */
import type { WriteDb, WriterOf } from '../database/db.ts'
import { paceWrites } from './pace-writes.ts'
import { runWrites } from './run-writes.ts'
import { wishWrites } from './wish-writes.ts'

/** The writes of this folder. */
export const collectWrites = {
  ...paceWrites,
  ...runWrites,
  ...wishWrites,

  /** Whether another process has written since the last call: SQLite's `data_version`, which this connection's own writes do not move. */
  'collect.dataVersion': (db: WriteDb, _: Record<string, never>): number => db.sqlite.pragma('data_version', { simple: true }) as number,
}

/** What the collector asks of the writer. */
export type CollectWriter = WriterOf<typeof collectWrites>
