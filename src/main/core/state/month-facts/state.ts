/** The inputs that a history's month facts were built with. */
import type { ReadDb, WriteDb } from '../../database/db.ts'
import { factStateTable } from '../../database/schema/facts.ts'

/** Raise this when the code derives different facts from the same evidence: a history's facts are then rebuilt when it is opened. */
export const factsVersion = 3

/** The reporting time zone of the months, and the version of the code. */
export interface FactState {
  timeZone: string
  version: number
}

/** The state of a history's facts; undefined if they were never built. */
export function storedState({ orm }: ReadDb): FactState | undefined {
  return orm.select().from(factStateTable).get()
}

/** The time zone of a history's months. */
export function factTimeZone(db: ReadDb): string {
  const state = storedState(db)
  // Opening a history for writing builds them.
  if (state === undefined) throw new Error('The month facts of this history were never built')
  return state.timeZone
}

/** Stores the inputs of the facts. */
export function writeState({ orm }: WriteDb, timeZone: string): void {
  const state = { timeZone, version: factsVersion }
  orm
    .insert(factStateTable)
    .values({ id: 1, ...state })
    .onConflictDoUpdate({ target: factStateTable.id, set: state })
    .run()
}
