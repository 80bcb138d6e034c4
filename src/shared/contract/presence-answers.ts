/** Who was on a tenant's list at each month-end, and with which licences. */

/** A month-end of the strip. Without a list it is a gap: nothing is known about anyone. */
export interface PresenceMonth {
  month: string
  snapshotId: number | null
  hasList: boolean
}

/** How a person's first and last month-end of the strip differ; `temporary`: on neither list, but on one in between. */
export type PresenceKind = 'added' | 'removed' | 'temporary' | 'changed' | 'same'

/** A person on one of the lists. */
export interface PresencePerson {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  kind: PresenceKind
  /** For each month: the index of the set of licences, null where the person is not on the list or there is none. */
  cells: (number | null)[]
}

/** The strip of one tenant. */
export interface PresenceAnswer {
  tenant: number
  months: PresenceMonth[]
  /** Sets of SKUs that people hold, the most frequent first; an empty set is a person without a licence. */
  sets: { skuIds: string[]; names: string[] }[]
  people: PresencePerson[]
  /** How many people there are of each kind, also those that are not listed. */
  counts: Record<PresenceKind, number>
  /** People who are not listed, since there are too many. */
  more: number
}
