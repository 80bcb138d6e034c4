/**
 * What the figures' routes answer: the shapes of `--json`, with the evidence and the warnings that a screen shows beside them.
 * `docs/figures.md` says how each figure is made. A value of null is a gap or not known: it is never zero.
 */
import type { ChargeAnswer, DatasetName, HolderAnswer, ProviderName } from './answers.ts'
import type { Warning } from './errors.ts'

/** A snapshot that a figure stands on, with the vendor's report time and our collection time. */
export interface Evidence {
  snapshotId: number
  tenant: number | null
  month: string
  reportedAt: string
  observedAt: string
  /** The snapshot is a month-end of a month that is over, but lies more than two days before its end. */
  early: boolean
}

/** How many of the tenants that one would expect a sum contains, and which are missing. */
export interface TenantCoverage {
  with: number
  expected: number
  missing: number[]
}

/** A figure by name: `sku:`, `used:` and `committed:` are followed by the SKU's or the charge's id. */
export type FigureName =
  | 'reported'
  | 'listed'
  | 'recounted'
  | 'units'
  | 'disabled'
  | 'usage:licensed'
  | 'usage:units'
  | 'usage:prorating'
  | `sku:${string}`
  | `used:${string}`
  | `committed:${string}`

/** Counts are numbers; quantities and shares are decimal strings. */
export type FigureValue = number | string

/** `projected` until the month is over and its number has been read again. */
export type UnitState = 'projected' | 'settled'

interface TrendPointBase {
  value: FigureValue | null
  /** Only for `units`. */
  state?: UnitState
}
/** A month of one tenant. */
export interface MonthPoint extends TrendPointBase {
  month: string
  tenant: number
  snapshotId: number | null
  reportedAt: string | null
  early: boolean
}
/** A day (of the reporting time zone) of one tenant. */
export interface DayPoint extends TrendPointBase {
  at: string
  tenant: number
  snapshotId: number | null
  reportedAt: string | null
}
/** A month over several tenants. */
export interface SumPoint extends TrendPointBase {
  month: string
  tenants: TenantCoverage
}
/** A day over several tenants. */
export interface DaySumPoint extends TrendPointBase {
  at: string
  tenants: TenantCoverage
}
export type TrendPoint = MonthPoint | DayPoint | SumPoint | DaySumPoint

export interface TrendAnswer {
  figure: FigureName
  /** The figure in words, e.g. a SKU's name. */
  label: string
  grain: 'day' | 'month'
  timeZone: string
  /** Of quantities: the vendor's unit. */
  unit: string | null
  points: TrendPoint[]
  warnings: Warning[]
}

/** Which figures there is history of, for pickers. */
export interface FigureChoice {
  figure: FigureName
  label: string
  /** Whether values of several tenants may be added, and why not. */
  addable: boolean
  reason: string | null
  tenants: number[]
}

export interface MonthsAnswer {
  timeZone: string
  /** The running month. */
  openMonth: string
  /** Newest first, from the running month back to the first with a snapshot; months without any are in it. */
  months: { month: string; open: boolean; tenants: TenantCoverage; early: number[]; approvedAt: string | null }[]
}

export interface Change<T = number> {
  before: T | null
  after: T | null
  /** Null when either side is missing. */
  delta: T | null
}

export interface SkuDelta extends Change {
  skuId: string
  name: string
}

export interface ChargeDelta extends Omit<ChargeAnswer, 'used' | 'committed'> {
  used: Change<string>
  committed: Change<string>
  prepayPrice: Change<string>
  overagePrice: Change<string>
  /** The charge that this one replaced, when only its name changed. */
  renamedFrom: { chargeId: string; name: string | null } | null
  /** On which side it was sent. */
  presence: 'added' | 'removed' | 'both'
}

export interface HolderChange {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  gained: string[]
  lost: string[]
  attributes: { name: 'displayName' | 'userPrincipalName' | 'mail' | 'accountEnabled'; before: AttributeValue; after: AttributeValue }[]
}
export type AttributeValue = string | boolean | null

export type ExplanationReason =
  | 'joined'
  | 'left'
  | 'gained-billed-licence'
  | 'lost-billed-licence'
  | 'rule-changed'
  | 'entries-without-id'
  | 'duplicate-entries'
  | 'unexplained'

/** Why `reported` changed. The parts add up to its change; what the list does not explain is the part `unexplained`. */
export interface Explanation {
  text: string
  parts: { reason: ExplanationReason; delta: number }[]
}

/** An amount of one currency and what it leaves out (SKUs without a price, tenants without units). */
export interface MoneyTotal {
  currency: string
  amount: string
}
export interface MoneyChange extends Change<string> {
  currency: string
}
/** What a difference did to the two costs, which are never added to each other. `leftOut` names what has no price or no number. */
export interface CostChange {
  amounts: MoneyChange[]
  leftOut: string[]
}

export interface DiffSide {
  month: string
  snapshotId: number
  reportedAt: string
  observedAt: string
  early: boolean
}

export interface DiffAnswer {
  tenant: number
  dataset: DatasetName
  from: DiffSide
  to: DiffSide
  totals: {
    reported: Change
    listed: Change
    recounted: Change
    units: Change & { stateBefore: UnitState | null; stateAfter: UnitState | null }
  }
  holders: { added: HolderAnswer[]; removed: HolderAnswer[]; changed: HolderChange[] }
  skus: SkuDelta[]
  charges: ChargeDelta[]
  explanation: Explanation
  cost: { vendor: CostChange; licences: CostChange }
  warnings: Warning[]
}

export interface DiffAllAnswer {
  tenants: DiffAnswer[]
  /** Tenants with a snapshot in the later month only, and in the earlier month only: they are in no change. */
  appeared: number[]
  vanished: number[]
  explanation: Explanation
  /** Over the tenants present in both. */
  totals: { reported: Change; listed: Change; recounted: Change; units: Change }
  skus: SkuDelta[]
  cost: { vendor: CostChange; licences: CostChange }
  warnings: Warning[]
}

export interface LicenceRow {
  skuId: string
  partNumber: string | null
  name: string
  holders: number
  enabledHolders: number
  disabledHolders: number
  unknownHolders: number
  /** Of holders since the month before, over tenants present in both; null where there is none. */
  change: number | null
  excludedByVendor: boolean
  free: boolean
  unitPrice: string | null
  currency: string | null
  /** Unit price × holders, rounded half-up to the currency's digits. */
  cost: string | null
  /** Holders at the ends of the last twelve months, oldest first. */
  sparkline: (number | null)[]
}

/** A licence by its id; what the catalogue does not know is named by its id. */
export interface LicenceName {
  skuId: string
  name: string
  partNumber: string | null
}

export interface LicencesAnswer {
  month: string
  tenants: TenantCoverage
  rows: LicenceRow[]
  /** Assignments, not people: a person with two SKUs is two of them. */
  assignments: number
  people: {
    /** Distinct ids in the lists. */
    holders: number
    disabled: number
    /** `accountEnabled` was not sent. */
    unknown: number
    /** The user principal name has the mark of an invited guest. */
    guests: number
    /** Distinct ids that hold a SKU that Petra bills. */
    recounted: number
  }
  /** Which sets of SKUs people hold, the most frequent first. */
  combinations: { skuIds: string[]; names: string[]; holders: number }[]
  /** People who hold a SKU together with one that it already contains. */
  overlaps: {
    skuId: string
    name: string
    coveredSkuId: string
    coveredName: string
    holders: { tenant: number; holder: HolderAnswer }[]
  }[]
  cost: {
    /** The vendor's bill: units × the connection's price. */
    vendor: { totals: MoneyTotal[]; lines: VendorCostLine[]; leftOut: string[] }
    /** Licences: SKU price × holders. */
    licences: { totals: MoneyTotal[]; leftOut: string[] }
  }
  evidence: Evidence[]
  ruleRevision: number
  warnings: Warning[]
}

export interface VendorCostLine {
  tenant: number
  units: number | null
  state: UnitState | null
  unitPrice: string | null
  currency: string | null
  cost: string | null
}

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

export interface PersonAnswer {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  accountEnabled: boolean | null
  tenant: number
  timeline: TimelineEntry[]
}

export type UsageKind = 'usage' | 'allowance' | 'rollup-detail' | 'third-party' | 'free'

export interface UsageRow {
  chargeId: string
  name: string | null
  partNumber: string | null
  grouping: string | null
  unit: string | null
  used: string | null
  committed: string | null
  /** Of an allowance row its size; of a usage row what is taken off for it; null when the vendor sent none. */
  allowance: string | null
  /** max(0, used − committed − allowance); null where it does not apply or is not known. */
  over: string | null
  prepayPrice: string | null
  overagePrice: string | null
  kind: UsageKind
  note: string | null
  /** Committed × prepaid price and over × overage price, rounded half-up; null where a part is missing. */
  commitmentCost: string | null
  overCost: string | null
  /** Whether the line is in the totals. */
  inTotal: boolean
}

export interface UsageCosts {
  commitment: string
  over: string
}

export interface UsageAnswer {
  tenant: number
  month: string
  dataset: DatasetName
  period: { start: string | null; end: string | null }
  /** Two equal readings at least three days apart past the period's end. */
  final: boolean
  currency: string | null
  contract: {
    subscriptionType: string | null
    effectiveDate: string | null
    endDate: string | null
    amendmentDate: string | null
    rampStartDate: string | null
    rampEndDate: string | null
    inRampPeriod: boolean | null
    minimumMonthlyAmount: string | null
  } | null
  rows: UsageRow[]
  /** Null without a currency. Third-party charges have their own subtotal; `leftOut` names charges that are in neither. */
  totals: { vendor: UsageCosts; thirdParty: UsageCosts; leftOut: string[] } | null
  evidence: Evidence
  warnings: Warning[]
}

export interface OverviewFigure {
  figure: FigureName
  label: string
  month: string
  value: number | null
  state?: UnitState
  tenants: TenantCoverage
  /** Since the last month-end, over tenants present in both. */
  change: number | null
  changeSince: string | null
}

export interface OverviewTenant {
  tenant: number
  name: string
  provider: ProviderName
  connection: string
  /** The figure that the row shows: `reported` for Petra, charges over their commitment for Genesys. */
  label: string
  value: number | null
  delta: number | null
  /** Ends of the last twelve months and the newest value, oldest first. */
  sparkline: { month: string; value: number | null }[]
  lastSnapshotAt: string | null
  freshness: 'fresh' | 'stale' | 'never' | 'paused'
  evidence: Evidence | null
}

/** Something that needs a person: never a renewal, never an "all is well". */
export interface AttentionItem {
  code: string
  severity: 'problem' | 'hint'
  message: string
  tenant: number | null
  connection: string | null
  /** The screen that helps. */
  screen: 'activity' | 'changes' | 'licences' | 'usage' | 'settings' | 'people'
  data?: Record<string, unknown>
}

export interface OverviewAnswer {
  month: string
  timeZone: string
  figures: OverviewFigure[]
  tenants: OverviewTenant[]
  attention: AttentionItem[]
  warnings: Warning[]
}
