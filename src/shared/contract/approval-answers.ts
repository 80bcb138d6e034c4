/** Approved months: what their figures were when the user approved them, and what they are now. */
import type { FigureName, UnitState } from './figure-answers.ts'

/** An amount of the month: the vendor's bill, licences at the user's prices, and what Genesys charges cost. */
export type CostFigure =
  | 'cost:vendor'
  | 'cost:licences'
  | 'cost:commitment'
  | 'cost:overage'
  | 'cost:third-party-commitment'
  | 'cost:third-party-overage'

/** What an approval freezes. */
export type ApprovedFigure = FigureName | CostFigure

/** A month beside what was approved of it. */
export interface ApprovalAnswer {
  month: string
  /** Null: the month is not approved, and `values` is empty. */
  approved: {
    at: string
    /** The rules that the values were made with. */
    ruleRevision: number
    /** The reporting time zone that the month was counted in. */
    timeZone: string
  } | null
  /** How many values are not what was approved. */
  moved: number
  /** By tenant, in the order of the figures. */
  values: ApprovedValue[]
}

/** One frozen value, and what it would be now. */
export interface ApprovedValue {
  tenant: number
  figure: ApprovedFigure
  label: string
  /** Of a cost. */
  currency: string | null
  /** Decimal texts; null where the month had, or has, no value. */
  approved: string | null
  now: string | null
  /** Of `units`: what it was when the month was approved, and what it is now. */
  state: UnitState | null
  stateNow: UnitState | null
  snapshotId: number | null
  snapshotIdNow: number | null
  /** Whether the value, not only its evidence, differs from what was approved. */
  moved: boolean
}
