/** The first page: key figures, every tenant, what needs attention. */
import type { ProviderName } from './answers.ts'
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
  /** Since the last month-end, over tenants present in both. */
  change: number | null
  changeSince: string | null
}

/** A tenant's row on the first page. */
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
  figures: OverviewFigure[]
  tenants: OverviewTenant[]
  attention: AttentionItem[]
  warnings: Warning[]
}
