/** People and the licences that they held. */
import type { DatasetId } from '../domain/vendors.ts'

/** A period during which a person held a SKU. */
export interface TimelineEntry {
  skuId: string
  name: string
  /** Report time of the first snapshot that shows it; with `openStart` it may have started earlier. */
  firstSeen: string
  lastSeen: string
  /** Report time of the first snapshot without it; null while it is still held. */
  absentSince: string | null
  openStart: boolean
}

/** A person's identity. */
export interface PersonName {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  /** Set for a device, as far as the vendor's answer shows. */
  device?: true
  tenant: number
  /** The report that names them; a Genesys organisation has one of who is billed and one of who holds licences. */
  dataset: DatasetId
}

/** A person and every period in which they held a licence. */
export interface PersonAnswer extends PersonName {
  timeline: TimelineEntry[]
}

/** How a person differs between the first and the last list of a span; `between`: listed only in lists in between. */
export type PresenceGroup = 'added' | 'removed' | 'between' | 'changed' | 'same'

/** A person with one cell for each column. */
export interface PresencePerson extends PersonName {
  group: PresenceGroup
  /** Index into `sets`; null if the list does not name the person, or the column has no snapshot. */
  cells: (number | null)[]
}

/** Who was in a tenant's list when, and with which licences. */
export interface PresenceAnswer {
  tenant: number
  /** Days up to 62, months for longer spans and for billing periods. */
  grain: 'day' | 'month'
  /** `at` is a day or a month; `snapshotId` is its last snapshot with a list, null without one. */
  columns: { at: string; snapshotId: number | null }[]
  /** The distinct sets of licences that people hold; one may be empty. */
  sets: { skuId: string; name: string }[][]
  /** Added people first, then removed and changed ones. At most the requested number. */
  people: PresencePerson[]
  /** The number of people. */
  total: number
}
