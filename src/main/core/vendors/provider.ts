/**
 * The interface that every vendor's folder implements. A provider has three parts:
 * - `datasets`: pure; the writer's thread uses them to split, check and rebuild payloads,
 * - `open`: sends requests through the given paced client,
 * - `configSchema`: the vendor's own options of a connection.
 */
import type { z } from 'zod'
import type { ErrorCode, Warning } from '../../../shared/contract/errors.ts'
import type { ContractTerms } from '../../../shared/contract/usage-answers.ts'
import type { JsonObject } from '../../../shared/domain/json.ts'
import type { DatasetId, ProviderId, TenantKind } from '../../../shared/domain/vendors.ts'
import type { Clock } from '../base/clock.ts'
import type { PacedHttp } from './http.ts'
import type { InvoiceFacts } from './invoice-facts.ts'

/** What an entry of a list says about its holder; null: not sent. */
export interface HolderFacts {
  displayName: string | null
  userPrincipalName: string | null
  mail: string | null
  accountEnabled: boolean | null
  /** Set for a resource that is not named by an address: a device, as far as the vendor's answer shows. */
  device?: true
  /** When billing first saw a resource, as an ISO time; missing if the vendor does not send it. */
  billedSince?: string
}

/** What an entry says as a charge. Quantities and prices are spelled as sent; null when missing or empty. */
export interface ChargeFacts {
  name: string | null
  partNumber: string | null
  grouping: string | null
  unit: string | null
  used: string | null
  committed: string | null
  /** The free quantity on top of the commitment, and the quantity beyond both, if the vendor states them; else they are computed. */
  allowance?: string | null
  over?: string | null
  prepayPrice: string | null
  overagePrice: string | null
  /** Of this charge alone; missing if the contract has one currency. */
  currency?: string | null
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
  /** The vendor's billing status of the tenant, such as `Active`, `Trial`, `NFR` or `Deleted`; others are possible. */
  billableStatus: string | null
  paused: boolean | null
  /** UTC day. */
  firstBillableDay: string | null
}

/** What a payload says as a whole. */
export interface Interpretation {
  /** The vendor's report time in ms; null when missing or unreadable: our collection time is used, with a warning. */
  reportedAt: number | null
  /** UTC days; null without a period. */
  periodStart: string | null
  periodEnd: string | null
  /** The vendor's own total and billable units; null when missing. */
  reported: number | null
  units: number | null
  warnings: Warning[]
}

/** The request that an answer must match. */
export interface AskedFor {
  /** The vendor's id of the tenant; null for a connection's dataset. */
  externalId: string | null
  microsoftTenantId: string | null
  /** The target's parameters (`Target.params`), which some answers repeat; absent when a stored payload is read again. */
  params?: Readonly<Record<string, string>>
  /** The period of a stored payload that is read again (UTC days, both included). */
  filedUnder?: { start: string; end: string }
}

/** How every kind of report is read. Everything here is pure. */
interface ReportReader {
  id: DatasetId
  /** The payload's member that holds the list of entries. */
  listField: string
  /**
   * The payload's members that change with every answer (the report time first, a report id …). They are stored with each snapshot
   * instead of in the frame, so that an unchanged report takes no space, and are ignored when comparing two answers.
   */
  volatileFields: readonly string[]
  /** The vendor's id of an entry, normalised (a GUID in lower case, nothing else); null when it has none. */
  entryId(entry: JsonObject): string | null
  /** What an entry (of the nested list, if there is one) says about its holder. */
  holder(entry: JsonObject): HolderFacts
  /** Reads a parsed payload. Throws `UNREADABLE_ANSWER` or `TENANT_MISMATCH` with the next step. */
  interpret(payload: JsonObject, asked: AskedFor): Interpretation
}

/** A tenant's people, each with a list of SKUs. One series for all time. */
export interface PeopleDataset extends ReportReader {
  kind: 'people'
  /** The entry's member that lists its SKUs. */
  skuField: string
}

/** A tenant's charges. One series per billing period. */
export interface ChargesDataset extends ReportReader {
  kind: 'charges'
  charge(entry: JsonObject): ChargeFacts
  /** The list inside each charge whose items hold the charge as their SKU (the resources of the own organisation); null if no holders are named. */
  nested: { field: string; entryId(entry: JsonObject): string | null } | null
  /** Reads the contract from a payload, whose list may be missing; null if the dataset has none. */
  contract: ((payload: JsonObject) => ContractFacts) | null
}

/** Totals of each tenant of a connection. An entry's id is the `externalId` of its tenant. One series for all time. */
export interface TotalsDataset extends ReportReader {
  kind: 'totals'
  tenantTotals(entry: JsonObject): TenantTotals
}

/** A tenant's invoices, each with its lines. One series for all time. */
export interface InvoicesDataset extends ReportReader {
  kind: 'invoices'
  /** Null for an entry without an id. */
  invoice(entry: JsonObject): InvoiceFacts | null
}

/** One kind of report, by what its entries are. */
export type Dataset = PeopleDataset | ChargesDataset | TotalsDataset | InvoicesDataset

/** Whether a dataset has one series per billing period instead of one for all time. */
export const hasPeriods = (dataset: Dataset): boolean => dataset.kind === 'charges'

/** The list inside each entry that names its holders; null if entries have none. */
export const nestedOf = (dataset: Dataset): ChargesDataset['nested'] => (dataset.kind === 'charges' ? dataset.nested : null)

/** A tenant as the vendor lists it. */
export interface VendorTenant {
  externalId: string
  kind: TenantKind
  name: string
  microsoftTenantId: string | null
  vendorPaused: boolean | null
}

/** A vendor's list of tenants. */
export interface TenantListing {
  tenants: VendorTenant[]
  /** The kinds of tenants for which the list is complete: a known tenant of such a kind that is missing in it is gone. */
  complete: readonly TenantKind[]
}

/** What a request to a vendor is for: a dataset of a tenant (or of the connection), with the vendor's own parameters. */
export interface Target {
  dataset: DatasetId
  /** Null for a connection's dataset. */
  externalId: string | null
  /** E.g. `{ asOf: '2026-10-31' }`, `{ billingPeriodIndex: '1' }`; empty for "now". */
  params: Readonly<Record<string, string>>
}

/** A billing period that is over but not final, as of the start of the day. */
export interface UnsettledPeriod {
  dataset: DatasetId
  /** UTC days, both included. */
  periodStart: string
  periodEnd: string
  /** How many later periods of the same dataset are known. */
  newer: number
  /** Its latest reading after its end, ms; null without one. */
  lastReadAt: number | null
}

/** A tenant in the history, as input for `targets` and `backfill`. Tenants that are not collected (paused by the user, gone) are left out. */
export interface CollectableTenant {
  id: number
  externalId: string
  kind: TenantKind
  /** Paused (Petra) or disabled (Genesys) by the vendor; null if the vendor does not say. */
  vendorPaused: boolean | null
  /** Periods that may have to be read again, of datasets with billing periods. */
  unsettled?: readonly UnsettledPeriod[]
}

/** A target with what the collector needs to schedule it: its tenant, its rate limit and how often it is requested. */
export interface PlannedTarget extends Target {
  /** Our id of the tenant; null for a connection's dataset. */
  tenantId: number | null
  /** The pacing key of its request, the same as in `PacedHttp.send`. Targets with the same route are requested one after the other. */
  route: string
  spacingMs: number
  /** Null: requested in every sweep. Otherwise ms: one success since then is enough (settling a month's end). */
  onceSince: number | null
}

/** A series of earlier answers, newest first. The collector requests them until `at` returns null, a run fails, or too many in a row are empty. */
export interface EarlierAnswers {
  tenantId: number | null
  route: string
  spacingMs: number
  /** The target `step` periods before the current one (1, 2, 3 …); null at the end. `fetch` throws `NO_MORE_PERIODS` before the vendor's first period. */
  at(step: number): Target | null
  /** How many answers with an empty list in a row end the series; null: empty lists do not end it. */
  endsAfterEmpty: number | null
}

/** A vendor's answer as received: bytes after decompression, at most 128 MB. */
export interface Answer {
  bytes: Uint8Array
  /** Stored with the run for support requests: HTTP status, correlation id. `requests` counts requests sent, retries included. */
  trace: Record<string, string | number>
}

/** The result of a connection test, part by part, with the next step. */
export interface ConnectionTest {
  /** Whether anything can be collected, even if some parts failed. */
  ok: boolean
  /** Why not; null when it is ok. */
  code: ErrorCode | null
  /** The organisation's name, if the vendor states it. */
  organisation: string | null
  /** `optional`: something can do without it, and the message says what. */
  parts: { name: string; ok: boolean; optional?: true; message: string }[]
}

/** What a connection stores between processes, e.g. which report it is waiting for. Never secrets or personal data. */
export interface ConnectionMemory {
  get(key: string): Promise<string | null>
  /** Null removes it. */
  set(key: string, value: string | null): Promise<void>
}

/** The dependencies of an open connection. */
export interface SessionDeps {
  http: PacedHttp
  readSecret(): Promise<string>
  clock: Clock
  memory: ConnectionMemory
}

/** An opened connection. It reads the credential at each use and does not keep it. */
export interface ProviderSession {
  test(signal: AbortSignal): Promise<ConnectionTest>
  /** Null if the key may not list tenants, which is not an error. */
  listTenants(signal: AbortSignal): Promise<TenantListing | null>
  /** Requests one answer. Throws `AppError`s with the vendor codes in `shared/contract/errors.ts`. */
  fetch(target: Target, signal: AbortSignal): Promise<Answer>
  /** Fetches the PDF of an invoice at a user's request; missing for a vendor without documents. */
  document?(invoiceId: string, signal: AbortSignal): Promise<Uint8Array>
}

/** A vendor. `Config` is what a connection stores (never a secret). */
export interface Provider<Config = unknown> {
  id: ProviderId
  /** The vendor's name. */
  title: string
  configSchema: z.ZodType<Config>
  datasets: readonly Dataset[]
  /** The address shown for a connection. */
  url(config: Config): string
  /** The day of the month on which billing cycles begin, set by the user for reports that do not state their period; null if all do. */
  cycleDay: {
    /** Null: this connection does not depend on it. */
    of(config: Config): number | null
    /** The same options with another day (1 to 31). */
    set(config: Config, day: number): Config
  } | null
  /**
   * What the connection collects on the UTC day `today` (`YYYY-MM-DD`): the connection's own datasets, then those of its tenants. Pure, and
   * the same all day, so that a sweep can resume after a restart.
   */
  targets(config: Config, tenants: readonly CollectableTenant[], today: string): PlannedTarget[]
  /** The earlier answers that the vendor may still have, as of the UTC day `today`. Pure. */
  backfill(config: Config, tenants: readonly CollectableTenant[], today: string): EarlierAnswers[]
  /** Opens a connection. Each connection has one session, so that its token is reused until it is refused. */
  open(config: Config, deps: SessionDeps): ProviderSession
}
