/**
 * What a vendor's folder gives the rest of the core. Adding a vendor is one folder beside this file and one line in
 * `providers.ts`. Three parts, by what they may do:
 * - `datasets`: pure; the history's worker uses them to cut, check and rebuild payloads,
 * - `open`: speaks HTTP through the paced client it is given,
 * - `configSchema`: the provider's own options of a connection.
 */
import type { z } from 'zod'
import type { ErrorCode, Warning } from '../../../shared/contract/errors.ts'
import type { ContractTerms } from '../../../shared/contract/usage-answers.ts'
import type { JsonObject } from '../../../shared/domain/json.ts'
import type { DatasetId, ProviderId } from '../../../shared/domain/vendors.ts'
import type { Clock } from '../base/clock.ts'
import type { PacedHttp } from './http.ts'

export type { DatasetId, ProviderId }

/** What an entry of a list says about its holder, in our words; null is "not sent". */
export interface HolderFacts {
  displayName: string | null
  userPrincipalName: string | null
  mail: string | null
  accountEnabled: boolean | null
}

/** What an entry says as a charge. Quantities and prices are the vendor's texts; null when missing or empty. */
export interface ChargeFacts {
  name: string | null
  partNumber: string | null
  grouping: string | null
  unit: string | null
  used: string | null
  committed: string | null
  prepayPrice: string | null
  overagePrice: string | null
  isThirdParty: boolean
  /** The vendor's own remark. */
  notes: string | null
}

/** What a payload says about the contract, outside its list. */
export interface ContractFacts extends ContractTerms {
  currency: string | null
}

/** What an entry of a list of tenants says about its tenant's month. */
export interface TenantTotals {
  licensed: number | null
  units: number | null
  /** The vendor's share, spelled as sent. */
  prorating: string | null
  /** The vendor's word for how the tenant is billed, such as `Active`, `Trial`, `NFR` or `Deleted`; others are possible. */
  billableStatus: string | null
  paused: boolean | null
  /** UTC day. */
  firstBillableDay: string | null
}

/** What a payload says as a whole. Throws no errors: `interpret` either gives this or throws an `AppError`. */
export interface Interpretation {
  /** The vendor's report time in ms; null when missing or unreadable (then our collection time is used and a warning added). */
  reportedAt: number | null
  /** UTC days; null without a period. */
  periodStart: string | null
  periodEnd: string | null
  /** The vendor's own total and billable units; null when missing. */
  reported: number | null
  units: number | null
  warnings: Warning[]
}

/** What an answer must agree with: whom we asked for. */
export interface AskedFor {
  /** The vendor's id of the tenant; null for a connection's dataset. */
  externalId: string | null
  microsoftTenantId: string | null
  /** The target's own parameters (`Target.params`), where the answer repeats them; absent when a kept payload is read again. */
  params?: Readonly<Record<string, string>>
  /** The period that a kept payload was filed under (UTC days, both included), when it is read again. */
  filedUnder?: { start: string; end: string }
}

/** How one kind of report is read. Everything here is pure. */
export interface Dataset {
  id: DatasetId
  scope: 'tenant' | 'connection'
  /** Keyed by billing period (one series a period) or one series for all time. */
  hasPeriods: boolean
  /** The payload's member that holds the list of entries. */
  listField: string
  /**
   * The payload's members that change with every answer (its report time first, a report's own id …): kept beside each snapshot
   * instead of in the frame, so that an unchanged report costs nothing, and ignored when telling whether anything changed.
   */
  volatileFields: readonly string[]
  /** The vendor's id of an entry, normalised (a GUID in lower case, nothing else); null when it has none. */
  entryId(entry: JsonObject): string | null
  /** The entry's member that lists the SKUs it holds, where entries are people; null otherwise. */
  skuField: string | null
  /** A list inside each entry whose items hold the entry as their SKU (own-org charges and their resources); null otherwise. */
  nested: { field: string; entryId(entry: JsonObject): string | null } | null
  /** Facts about the holder that an entry (of the nested list where there is one) describes. */
  holder(entry: JsonObject): HolderFacts
  /** Reads an entry as a charge; null where entries are no charges. */
  charge: ((entry: JsonObject) => ChargeFacts) | null
  /** Reads the contract from a payload (its list may be missing); null where there is none. */
  contract: ((payload: JsonObject) => ContractFacts) | null
  /** Reads an entry as the totals of a tenant (whose `externalId` is the entry's id); null where entries are something else. */
  tenantTotals: ((entry: JsonObject) => TenantTotals) | null
  /** Reads a parsed payload. Throws `UNREADABLE_ANSWER` or `TENANT_MISMATCH` with the next step. */
  interpret(payload: JsonObject, asked: AskedFor): Interpretation
}

/** A tenant as the vendor lists it. */
export interface VendorTenant {
  externalId: string
  kind: 'petra' | 'own' | 'customer'
  name: string
  microsoftTenantId: string | null
  vendorPaused: boolean | null
}

/** A vendor's list of tenants. */
export interface TenantListing {
  tenants: VendorTenant[]
  /** The kinds that the list covers in full: an earlier tenant of such a kind that is missing from it is gone. */
  complete: readonly VendorTenant['kind'][]
}

/** One thing that the collector may ask a vendor: a dataset of a tenant (or of the connection), with the vendor's own parameters. */
export interface Target {
  dataset: DatasetId
  /** Null for a connection's dataset. */
  externalId: string | null
  /** E.g. `{ asOf: '2026-10-31' }`, `{ billingPeriodIndex: '1' }`; empty for "now". */
  params: Readonly<Record<string, string>>
}

/** A billing period that is over and not final, as the day began. */
export interface UnsettledPeriod {
  dataset: DatasetId
  /** UTC days, both included. */
  periodStart: string
  periodEnd: string
  /** How many later periods of the same dataset are known. */
  newer: number
  /** The latest reading from after its end, ms; null without one. */
  lastReadAt: number | null
}

/** A tenant as the history knows it: what `targets` and `backfill` choose from. Those that are not asked (paused by us, gone) are left out before. */
export interface KnownTenant {
  id: number
  externalId: string
  kind: VendorTenant['kind']
  /** Paused (Petra) or disabled (Genesys) by the vendor; null where the vendor does not say. */
  vendorPaused: boolean | null
  /** Of datasets with billing periods; none: nothing is to be read again. */
  unsettled?: readonly UnsettledPeriod[]
}

/** A target with what the collector needs to plan it: whose it is, which limit binds it, and how often it is asked. */
export interface PlannedTarget extends Target {
  /** Our id of the tenant; null for a connection's dataset. */
  tenantId: number | null
  /** The pacing key of its request, exactly as it is handed to `PacedHttp.send`: targets of one route are asked one after the other. */
  route: string
  spacingMs: number
  /** Null: asked in every sweep. Else a moment (ms): one success since then is enough (settling a month's end). */
  onceSince: number | null
}

/** A line of earlier answers, newest first. The collector walks it until `at` gives null, a run fails, or too many answers in a row are empty. */
export interface EarlierAnswers {
  tenantId: number | null
  route: string
  spacingMs: number
  /** The answer `step` periods before the running one (1, 2, 3 …); null where the line ends. `fetch` of one beyond the vendor's past throws `NO_MORE_PERIODS`. */
  at(step: number): Target | null
  /** The line ends after this many answers in a row with an empty list; null when only the vendor ends it. */
  endsAfterEmpty: number | null
}

/** A vendor's answer as received: bytes after decompression, at most 128 MB. */
export interface Answer {
  bytes: Uint8Array
  /** What support asks for, kept with the run: HTTP status, correlation id; `requests` counts sends, retries included. */
  trace: Record<string, string | number>
}

/** How a connection test went, part by part, in words with the next step. */
export interface ConnectionTest {
  /** Whether anything can be collected; a part that fails may still be missing. */
  ok: boolean
  /** Why not; null when it is ok. */
  code: ErrorCode | null
  /** Which organisation answered, where the vendor says. */
  organisation: string | null
  parts: { name: string; ok: boolean; message: string }[]
}

/** What a connection remembers between processes, e.g. which report it waits for. Never secrets, never personal data. */
export interface ConnectionMemory {
  get(key: string): Promise<string | null>
  /** Null forgets. */
  set(key: string, value: string | null): Promise<void>
}

/** What an opened connection works with. */
export interface SessionDeps {
  http: PacedHttp
  readSecret(): Promise<string>
  clock: Clock
  memory: ConnectionMemory
}

/** An opened connection: the credential is read at each use and never kept by it longer than needed. */
export interface ProviderSession {
  test(signal: AbortSignal): Promise<ConnectionTest>
  /** Null where the key may not list tenants (a state, not an error). */
  listTenants(signal: AbortSignal): Promise<TenantListing | null>
  /** Asks for one answer. Throws `AppError`s of the vendor codes in `shared/contract/errors.ts`. */
  fetch(target: Target, signal: AbortSignal): Promise<Answer>
}

/** A vendor. `Config` is what a connection of it stores (never a secret). */
export interface Provider<Config = unknown> {
  id: ProviderId
  /** The name that people know the vendor by. */
  title: string
  configSchema: z.ZodType<Config>
  datasets: readonly Dataset[]
  /** The address shown for a connection. */
  url(config: Config): string
  /** The day of the month on which the billing cycles begin that the user tells of, where a report has no period of its own; null where none has. */
  cycleDay: {
    /** Null: nothing of this connection depends on it. */
    of(config: Config): number | null
    /** The same options with another day (1 to 31). */
    set(config: Config, day: number): Config
  } | null
  /**
   * What the connection collects on the UTC day `today` (`YYYY-MM-DD`): the connection's own datasets first, then one per tenant that is asked.
   * Pure: the same answer all day, so that a sweep survives restarts.
   */
  targets(config: Config, tenants: readonly KnownTenant[], today: string): PlannedTarget[]
  /** The lines of earlier answers that the vendor may still give, as seen on the UTC day `today`. Pure. */
  backfill(config: Config, tenants: readonly KnownTenant[], today: string): EarlierAnswers[]
  /** Opens a connection; one session is kept a connection, so that a token is reused until it is refused. */
  open(config: Config, deps: SessionDeps): ProviderSession
}
