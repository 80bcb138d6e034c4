/** For a Genesys organisation: who was billed in a period, compared with who holds licences. */

import type { Warning } from './errors.ts'
import type { HolderAnswer } from './snapshot-answers.ts'

/** Why there is nothing to compare; `compared` if there is. */
export type BilledHeldState = 'compared' | 'not-collected' | 'no-list-then' | 'names-refused'

/** A person who is on one side only, with what they have on the other side. */
export interface OneSidedPerson {
  person: HolderAnswer
  /** Names of what they hold (if only billed) or are billed for (if only holding). */
  instead: string[]
}

/** A charge and the licence that it bills. */
export interface BilledHeldRow {
  chargeId: string
  licenceId: string
  name: string
  /** Why they are considered the same: by the vendor's description, or by a name that the user gave. */
  because: 'description' | 'label'
  /** Billed by peak use, so nobody is billed individually. */
  concurrent: boolean
  billed: number
  held: number
  both: number
  /** People billed in the period who do not (or no longer) hold the licence. */
  billedOnly: OneSidedPerson[]
  /** People who hold the licence and were not billed for it. */
  heldOnly: OneSidedPerson[]
}

/** The comparison of a month. */
export interface BilledHeldAnswer {
  tenant: number
  month: string
  state: BilledHeldState
  /** Why there is nothing to compare, with the next step; null if there is. */
  message: string | null
  billed: { snapshotId: number; periodStart: string | null; periodEnd: string | null; people: number; devices: number }
  /** Null if there is no list from that period. */
  held: { snapshotId: number; reportedAt: string; people: number } | null
  rows: BilledHeldRow[]
  /** Charges with people, and licences with holders, that the vendor does not describe as the same. Giving both the same name links them. */
  unlinked: { charges: { id: string; name: string; billed: number }[]; licences: { id: string; name: string; held: number }[] }
  /** People on one side only, over all charges and licences. */
  anyone: { billedOnly: OneSidedPerson[]; heldOnly: OneSidedPerson[] }
  /** Holders without an address, who cannot be compared. */
  withoutAddress: number
  /** Notes to read before acting on the lists. */
  cautions: string[]
  warnings: Warning[]
}
