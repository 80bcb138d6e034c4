/** Writes for month facts as a whole. */
import { type WriteDb, withOwnTransactions } from '../../database/db.ts'
import type { FactOwner } from './month-snapshots.ts'
import { rebuildFacts } from './refresh.ts'
import { factTimeZone } from './state.ts'
import { type FactsCheck, verifyFactsOf } from './verify-facts.ts'

/** The writes of this file. */
export const factWrites = {
  /** Rebuilds all facts and returns the number of months. */
  'facts.rebuild': (db: WriteDb): number => rebuildFacts(db, factTimeZone(db)),
  /** Compares the facts of one owner with the evidence. */
  'facts.verify': withOwnTransactions((db: WriteDb, owner: FactOwner): FactsCheck => verifyFactsOf(db, owner)),
}
