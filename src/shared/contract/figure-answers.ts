/**
 * Figures over months and days, each with its source snapshot. `docs/figures.md` defines each figure.
 * A null value is a gap or unknown, never zero.
 */
import type { Warning } from './errors.ts'

/** A figure's source snapshot, with the vendor's report time and our collection time. */
export interface Evidence {
  snapshotId: number
  tenant: number | null
  month: string
  reportedAt: string
  observedAt: string
  /** The snapshot is the last of a past month, but more than two days older than the month's end. */
  early: boolean
}

/** How many of the expected tenants a sum includes, and which are missing. */
export interface TenantCoverage {
  with: number
  expected: number
  missing: number[]
}

/** Money by month: the vendor's bill, licence cost, and the overage of Genesys customers. */
export type MoneyKind = 'bill' | 'licence-cost' | 'overage'

/**
 * A figure's name. `sku:`, `used:` and `committed:` are followed by the id of the SKU or charge, a kind of money by its currency. The
 * currency may be left out if there is only one.
 */
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
  | MoneyKind
  | `${MoneyKind}:${string}`

/** Counts are numbers; quantities and shares are decimal strings. */
export type FigureValue = number | string

/** `projected` until the month is over and its units have been read again. */
export type UnitState = 'projected' | 'settled'

interface TrendPointBase {
  value: FigureValue | null
  /** Only for `units` and the bill. */
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

/** A point of a trend: of one tenant, or a sum over several. */
export type TrendPoint = MonthPoint | DayPoint | SumPoint | DaySumPoint

/** A figure over time. */
export interface TrendAnswer {
  figure: FigureName
  /** The figure in words, e.g. a SKU's name. */
  label: string
  grain: 'day' | 'month'
  timeZone: string
  /** For quantities the vendor's unit, for money the currency. */
  unit: string | null
  points: TrendPoint[]
  warnings: Warning[]
}

/** A figure that has history, for pickers. */
export interface FigureChoice {
  figure: FigureName
  label: string
  /** Whether values of several tenants may be added; if not, `reason` says why. */
  addable: boolean
  reason: string | null
  tenants: number[]
}

/** Three numbers of people that are never merged: the vendor's total, the length of its list, and our count of that list. */
export interface ThreeNumbers {
  reported: number | null
  listed: number | null
  recounted: number | null
}

/** The three numbers over Petra tenants, and the tenants whose numbers differ. */
export interface DifferingNumbers {
  total: ThreeNumbers
  tenants: ({ tenant: number } & ThreeNumbers)[]
}

/** The months that have history. */
export interface MonthsAnswer {
  timeZone: string
  /** The current month. */
  openMonth: string
  /** For one tenant: the month in which the vendor stopped listing it; null while it is listed, and for all tenants. */
  goneSince: string | null
  /** Newest first, from the current month back to the first with a snapshot, including months without one. */
  months: { month: string; open: boolean; tenants: TenantCoverage; early: number[]; approvedAt: string | null }[]
}
