/** The inputs that a history's month facts were built with. */
import type { ReadDb, WriteDb } from '../../database/db.ts'
import { prepared } from '../../database/prepared.ts'

/** Raise this when the code derives different facts from the same evidence: a history's facts are then rebuilt when it is opened. */
export const factsVersion = 2

/** The reporting time zone of the months, and the version of the code. */
export interface FactState {
  timeZone: string
  version: number
}

/** The state of a history's facts; undefined if they were never built. */
export function storedState({ sqlite }: ReadDb): FactState | undefined {
  return prepared<[], FactState>(sqlite, 'select time_zone timeZone, version from fact_state').get()
}

/** The time zone of a history's months. */
export function factTimeZone(db: ReadDb): string {
  const state = storedState(db)
  // Opening a history for writing builds them.
  if (state === undefined) throw new Error('The month facts of this history were never built')
  return state.timeZone
}

/** Stores the inputs of the facts. */
export function writeState({ sqlite }: WriteDb, timeZone: string): void {
  prepared(sqlite, 'insert or replace into fact_state (id, time_zone, version) values (1, ?, ?)').run(timeZone, factsVersion)
}
