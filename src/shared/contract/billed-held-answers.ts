/** Of a Genesys organisation: who was billed in a period, against who holds licences. */

import type { Warning } from './errors.ts'
import type { HolderAnswer } from './snapshot-answers.ts'

/** Why there is nothing to compare; `compared` if there is. */
export type BilledHeldState = 'compared' | 'not-collected' | 'no-list-then' | 'names-refused'

/** Somebody on one side only, with what they have on the other side. */
export interface OneSidedPerson {
  person: HolderAnswer
  /** Names of what they hold (if billed only) or are billed for (if they hold only). */
  instead: string[]
}

/** A charge and the licence that it bills. */
export interface BilledHeldRow {
  chargeId: string
  licenceId: string
  name: string
  /** How they were found to be the same: by the vendor's description, or by a name that the user gave. */
  because: 'description' | 'label'
  /** Billed by its peak: nobody is billed individually. */
  concurrent: boolean
  billed: number
  held: number
  both: number
  /** Billed in the period, and does not hold it (any more). */
  billedOnly: OneSidedPerson[]
  /** Holds it, and was not billed for it. */
  heldOnly: OneSidedPerson[]
}

/** The comparison of a month. */
export interface BilledHeldAnswer {
  tenant: number
  month: string
  state: BilledHeldState
  /** Why there is nothing to compare, and the next step; null if there is. */
  message: string | null
  billed: { snapshotId: number; periodStart: string | null; periodEnd: string | null; people: number; devices: number }
  /** Null if there is no list of that time. */
  held: { snapshotId: number; reportedAt: string; people: number } | null
  rows: BilledHeldRow[]
  /** Charges with people, and licences with holders, of which the vendor does not say that they are the same. A common name links them. */
  unlinked: { charges: { id: string; name: string; billed: number }[]; licences: { id: string; name: string; held: number }[] }
  /** Over all charges and licences. */
  anyone: { billedOnly: OneSidedPerson[]; heldOnly: OneSidedPerson[] }
  /** Holders without an address, who cannot be compared. */
  withoutAddress: number
  /** What to know before acting on the lists. */
  cautions: string[]
  warnings: Warning[]
}
