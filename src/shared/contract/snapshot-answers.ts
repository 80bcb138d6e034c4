/** Snapshots, and what was read from them. */
import type { DatasetId } from '../domain/vendors.ts'
import type { Warning } from './errors.ts'

/** A snapshot in a list. */
export interface SnapshotAnswer {
  id: number
  tenant: number | null
  dataset: DatasetId
  periodStart: string | null
  periodEnd: string | null
  month: string
  reportedAt: string
  observedAt: string
  /** Distinct holders; null for a totals-only snapshot. */
  holders: number | null
  sha256: string
  warnings: string[]
  setAside: { reason: string; at: string } | null
}

/** A person in a snapshot's list, with their SKUs. */
export interface HolderAnswer {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  /** Set for a device, as far as the vendor's answer shows. */
  device?: true
  /** When Genesys's billing first saw them in the period. */
  billedSince?: string
  skus: string[]
}

/** A charge as the vendor sent it; quantities are decimal strings in its unit. */
export interface ChargeAnswer {
  chargeId: string
  name: string | null
  partNumber: string | null
  grouping: string | null
  unit: string | null
  used: string | null
  committed: string | null
}

/** A snapshot with everything that was read from the vendor's answer. */
export interface SnapshotDetail extends SnapshotAnswer {
  totals: { reported: number | null; listed: number | null; recounted: number | null; units: number | null }
  warningsInFull: Warning[]
  /** Ordered by id; null for a totals-only snapshot. (`holders` in lists is their number.) */
  people: HolderAnswer[] | null
  charges: ChargeAnswer[]
}

/** What a vendor sent. Users and their SKUs are sorted, since their order is not evidence. */
export interface RawAnswer {
  text: string
  /** Whether the text is exactly what was received, rather than rebuilt. */
  received: boolean
  sha256: string
}
