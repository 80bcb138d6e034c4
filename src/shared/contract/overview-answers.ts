/** The overview: key figures, every tenant, what needs attention. */
import type { ProviderId } from '../domain/vendors.ts'
import type { Bridge, BridgeReason } from './bridge-answers.ts'
import type { Warning } from './errors.ts'
import type { DifferingNumbers, Evidence, FigureName, TenantCoverage, UnitState } from './figure-answers.ts'

/** A key figure over all tenants. */
export interface OverviewFigure {
  figure: FigureName
  label: string
  month: string
  value: number | null
  state?: UnitState
  tenants: TenantCoverage
  /** Change since the previous month, over the tenants that can be compared, including new and gone ones. */
  change: number | null
  changeSince: string | null
  /** Tenants that the change leaves out. */
  notComparable: number[]
}

/** A cost of the month in one currency, with its change. */
export interface OverviewMoney {
  currency: string
  value: string
  change: string | null
  changeSince: string | null
  notComparable: number[]
}

/** Both costs of the month, which are never added. */
export interface OverviewCosts {
  /** The vendor's bill: `projected` until the units of every tenant are settled; null without units. */
  bill: { state: UnitState | null; amounts: OverviewMoney[]; leftOut: string[] }
  licences: { amounts: OverviewMoney[]; leftOut: string[] }
}

/** What a tenant costs in the month, in one currency. */
export interface TenantMoney {
  currency: string
  /** Null if the month has no value. */
  value: string | null
  change: string | null
}

/** A reason for a tenant's change: of the vendor's bill in a currency or, without a bill, of reported users. */
export interface TenantWhy {
  reason: BridgeReason
  delta: string
  /** Null for users. */
  currency: string | null
}

/** A tenant's row on the overview. */
export interface OverviewTenant {
  tenant: number
  name: string
  provider: ProviderId
  connection: string
  /** The figure in the row: `reported` for Petra, charges over their commitment for Genesys. */
  label: string
  value: number | null
  /** Change since the previous month, also for new and gone tenants. */
  delta: number | null
  /** The vendor's bill and the licence cost; empty for Genesys and without prices. */
  bill: TenantMoney[]
  licences: TenantMoney[]
  /** The cost of a Genesys customer's charges over commitment and allowance, in the row's period; empty for others. */
  overage: TenantMoney[]
  /** Why the bill changed since the previous month, or without a bill, the users; the largest first. They add up to the change. */
  why: TenantWhy[]
  /** The month in which the vendor stopped listing it; null while it is listed. */
  goneSince: string | null
  /** The last thirteen month-ends, oldest first, so that the same month of last year is included. */
  sparkline: { month: string; value: number | null }[]
  lastSnapshotAt: string | null
  freshness: 'fresh' | 'stale' | 'never' | 'paused' | 'gone'
  evidence: Evidence | null
}

/** Something that needs attention; never a renewal or an all-clear message. */
export interface AttentionItem {
  code: string
  severity: 'problem' | 'hint'
  message: string
  tenant: number | null
  connection: string | null
  /** The screen for the next step. */
  screen: 'activity' | 'changes' | 'licences' | 'usage' | 'settings' | 'people'
  data?: Record<string, unknown>
}

/** The whole overview in one answer. */
export interface OverviewAnswer {
  month: string
  timeZone: string
  cost: OverviewCosts
  /** Billable units first. */
  figures: OverviewFigure[]
  numbers: DifferingNumbers
  /** From the previous month to this month. */
  bridge: Bridge
  tenants: OverviewTenant[]
  attention: AttentionItem[]
  warnings: Warning[]
}
