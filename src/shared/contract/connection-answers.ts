/** Connections and their tenants. */
import type { DatasetId, ProviderId, TenantKind } from '../domain/vendors.ts'
import type { ErrorCode, Warning } from './errors.ts'

/** A connection without its credential, which never leaves the host. */
export interface ConnectionAnswer {
  name: string
  provider: ProviderId
  url: string
  state: 'ok' | 'needs-credential' | 'stopped'
  /** The day on which the own organisation's billing cycles begin; null if its usage is not collected. */
  cycleDay: number | null
  /** Paused by the user: nothing is collected. Independent of `state`. */
  paused: boolean
  /** `keychain`, `env:VARIABLE` or `session`. */
  secret: string
  tenants: number
  lastRunAt: string | null
  lastError: { code: ErrorCode; message: string } | null
}

/** A test of a connection against its vendor, part by part. */
export interface ConnectionCheck {
  name: string
  ok: boolean
  organisation: string | null
  parts: { name: string; ok: boolean; message: string }[]
}

/** A tenant of a connection, with whether it is collected and the last result. */
export interface TenantAnswer {
  id: number
  connection: string
  provider: ProviderId
  kind: TenantKind
  externalId: string
  name: string
  microsoftTenantId: string | null
  /** Paused by the user, on its own or through its connection. */
  paused: boolean
  /** Paused on its own, so that resuming the tenant has an effect. */
  pausedItself: boolean
  vendorPaused: boolean | null
  /** The vendor's complete list no longer contains it: its history stays, nothing more is collected. */
  gone: boolean
  lastSnapshotAt: string | null
  lastError: { code: ErrorCode; message: string } | null
}

/** One of a tenant's reports and its state. */
export interface TenantReport {
  dataset: DatasetId
  /** True if everything else works without this report. */
  optional: boolean
  /** `refused`: a permission is missing; `missing`: the vendor does not have it; `changed`: the vendor's answer could not be read. */
  state: 'collected' | 'refused' | 'missing' | 'changed' | 'failed' | 'not-asked'
  /** When it was last requested; null if it never was. */
  askedAt: string | null
  lastSnapshotAt: string | null
  /** Why the last attempt failed, with the next step. */
  error: { code: ErrorCode; message: string } | null
  /** Warnings of the newest snapshot. */
  warnings: Warning[]
}
