import type { Target } from '../vendors/provider.ts'
import type { TargetIdentity } from './target-key.ts'

/** Something that may be asked, with everything that decides whether and when; made from rows, so that a restart changes nothing. */
export interface Candidate extends TargetIdentity {
  key: string
  target: Target
  /** Its place in the pace table: targets of one lane are asked one after the other. */
  lane: string
  spacingMs: number
  /** The vendor itself says that it is paused: a refusal is how things are, and no failure. */
  vendorPaused: boolean
  /** One success since this moment is enough; null: asked in every sweep. */
  onceSince: number | null
  failures: number
  /** The schedule waits until then after a failure. */
  notBefore: number | null
  /** The schedule does not ask at all after a 403 or 404. */
  stopCode: string | null
  lastAttemptAt: number | null
  lastSuccessAt: number | null
  /** When the numbers of this tenant last moved in its connection's own dataset; null where unknown. */
  movedAt: number | null
}
