/** People, and what they held when. */

/** A span in which a person held a SKU. */
export interface TimelineEntry {
  skuId: string
  name: string
  /** Report time of the first snapshot that shows it; with `openStart` it may be older. */
  firstSeen: string
  lastSeen: string
  /** Report time of the first snapshot without it; null while it is still there. */
  absentSince: string | null
  openStart: boolean
}

/** Who it is. */
export interface PersonName {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  tenant: number
}

/** A person, and every span in which they held something. */
export interface PersonAnswer extends PersonName {
  timeline: TimelineEntry[]
}
