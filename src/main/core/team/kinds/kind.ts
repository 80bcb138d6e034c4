/**
 * What people decide, as it travels: for each kind, what is in force for which subject, and how a decision of somebody else is taken over. Ids are those
 * of the team. A subject that is not mentioned was never decided; the value `null` means that a decision was taken back.
 */
import type { WriteDb } from '../../database/db.ts'
import type { Portable } from '../portable.ts'

/** What is in force for a subject. */
export interface Decided {
  /** Canonical JSON. */
  value: string
  by: string
  /** ms. */
  at: number
}

/** A kind of decision. */
export interface DecisionKind {
  kind: string
  /** What is in force here, by subject. */
  read(db: WriteDb, ids: Portable): Map<string, Decided>
  /** Takes over what somebody else decided. Does nothing if it is about something that is not here. */
  write(db: WriteDb, ids: Portable, subject: string, decided: Decided): void
}
