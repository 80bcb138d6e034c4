/**
 * Figures over months and days, each with the snapshot that it stands on.
 * `docs/figures.md` says how each figure is made. A value of null is a gap or not known: it is never zero.
 */
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

/** A point of a trend: of one tenant, or a sum over several. */
export type TrendPoint = MonthPoint | DayPoint | SumPoint | DaySumPoint

/** A figure over time. */
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

/** The months that there is something to see of. */
export interface MonthsAnswer {
  timeZone: string
  /** The running month. */
  openMonth: string
  /** Newest first, from the running month back to the first with a snapshot; months without any are in it. */
  months: { month: string; open: boolean; tenants: TenantCoverage; early: number[]; approvedAt: string | null }[]
}
