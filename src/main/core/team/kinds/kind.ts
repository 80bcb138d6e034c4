/**
 * Kinds of decisions that a team exchanges: how to read what is in force for each subject, and how to apply another person's decision. Ids are the
 * team's. A missing subject was never decided; the value `null` means that a decision was withdrawn.
 */
import type { WriteDb } from '../../database/db.ts'
import type { TeamIds } from '../team-ids.ts'

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
  /** The decisions in force here, by subject. */
  read(db: WriteDb, ids: TeamIds): Map<string, Decided>
  /** Applies another person's decision. Does nothing if it is about something that this history does not have. */
  write(db: WriteDb, ids: TeamIds, subject: string, decided: Decided): void
}
