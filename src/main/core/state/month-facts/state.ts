/** What the month facts of a history were made with. */
import type { ReadDb, WriteDb } from '../../database/db.ts'
import { prepared } from '../../database/prepared.ts'

/** To be raised when the code derives something else of the same evidence: a history is then brought up to date when it is opened. */
export const factsVersion = 1

/** The reporting time zone that months are cut in, and the version of the code. */
export interface FactState {
  timeZone: string
  version: number
}

/** The state of a history's facts; undefined where none were made yet. */
export function storedState({ sqlite }: ReadDb): FactState | undefined {
  return prepared<[], FactState>(sqlite, 'select time_zone timeZone, version from fact_state').get()
}

/** The time zone of a history's months. */
export function factTimeZone(db: ReadDb): string {
  const state = storedState(db)
  // Opening a history for writing makes them.
  if (state === undefined) throw new Error('The month facts of this history were never made')
  return state.timeZone
}

/** Notes what the facts are made with. */
export function writeState({ sqlite }: WriteDb, timeZone: string): void {
  prepared(sqlite, 'insert or replace into fact_state (id, time_zone, version) values (1, ?, ?)').run(timeZone, factsVersion)
}
