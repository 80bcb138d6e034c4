/** All writes of the collector. */
import type { WriteDb, WriterOf } from '../database/db.ts'
import { paceWrites } from './pace.ts'
import { requestWrites } from './requests.ts'
import { runWrites } from './runs.ts'

/** The writes of this folder. */
export const collectWrites = {
  ...paceWrites,
  ...requestWrites,
  ...runWrites,

  /** A number that changes when another connection has written: SQLite's `data_version`. */
  'collect.dataVersion': (db: WriteDb, _: Record<string, never>): number => db.sqlite.pragma('data_version', { simple: true }) as number,
}

/** The writer as the collector uses it. */
export type CollectWriter = WriterOf<typeof collectWrites>
