/** People and the licences that they held. */

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
  tenant: number
}

/** A person and every period in which they held a licence. */
export interface PersonAnswer extends PersonName {
  timeline: TimelineEntry[]
}
