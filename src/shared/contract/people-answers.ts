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
  /** The report that names them: of a Genesys organisation, who is billed or who holds. */
  dataset: DatasetId
}

/** A person and every period in which they held a licence. */
export interface PersonAnswer extends PersonName {
  timeline: TimelineEntry[]
}
