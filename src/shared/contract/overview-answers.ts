/** The first page: key figures, every tenant, what needs attention. */
import type { ProviderId } from '../domain/vendors.ts'
import type { Bridge } from './bridge-answers.ts'
import type { Warning } from './errors.ts'
import type { Evidence, FigureName, TenantCoverage, UnitState } from './figure-answers.ts'

/** A key figure over every tenant. */
export interface OverviewFigure {
  figure: FigureName
  label: string
  month: string
  value: number | null
  state?: UnitState
  tenants: TenantCoverage
  /** Since the month before, over the tenants that can be compared: the new and the gone are among them. */
  change: number | null
  changeSince: string | null
  /** Tenants that are not in the change. */
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

/** The two costs of the month; they are never added. */
export interface OverviewCosts {
  /** The vendor's bill: `projected` until the units of every tenant are settled; null without units. */
  bill: { state: UnitState | null; amounts: OverviewMoney[]; leftOut: string[] }
  licences: { amounts: OverviewMoney[]; leftOut: string[] }
}

/** What a tenant costs in the month, by currency. */
export interface TenantMoney {
  currency: string
  /** Null in a month that it has no value of. */
  value: string | null
  change: string | null
}

/** A tenant's row on the first page. */
export interface OverviewTenant {
  tenant: number
  name: string
  provider: ProviderId
  connection: string
  /** The figure that the row shows: `reported` for Petra, charges over their commitment for Genesys. */
  label: string
  value: number | null
  /** Since the month before; also of a tenant that is new or gone. */
  delta: number | null
  /** The vendor's bill and the licence cost; empty for Genesys and without prices. */
  bill: TenantMoney[]
  licences: TenantMoney[]
  /** The month from which the vendor no longer lists it; null while it does. */
  goneSince: string | null
  /** Ends of the last twelve months, oldest first. */
  sparkline: { month: string; value: number | null }[]
  lastSnapshotAt: string | null
  freshness: 'fresh' | 'stale' | 'never' | 'paused' | 'gone'
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

/** All of the first page, as one answer. */
export interface OverviewAnswer {
  month: string
  timeZone: string
  cost: OverviewCosts
  /** Billable units first. */
  figures: OverviewFigure[]
  /** From the month before to the month. */
  bridge: Bridge
  tenants: OverviewTenant[]
  attention: AttentionItem[]
  warnings: Warning[]
}
