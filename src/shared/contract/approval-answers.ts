/** Approved months: their figures at approval and now. */
import type { FigureName, UnitState } from './figure-answers.ts'

/** A cost of the month: the vendor's bill, licences at the user's prices, or Genesys charges. */
export type CostFigure =
  | 'cost:vendor'
  | 'cost:licences'
  | 'cost:commitment'
  | 'cost:overage'
  | 'cost:third-party-commitment'
  | 'cost:third-party-overage'

/** A figure that an approval freezes. */
export type ApprovedFigure = FigureName | CostFigure

/** A month's approved values compared with the current ones. */
export interface ApprovalAnswer {
  month: string
  /** Null: the month is not approved, and `values` is empty. */
  approved: {
    at: string
    /** Who approved it; null for approvals from versions that did not record it. */
    by: string | null
    note: string | null
    /** The rule revision of the values. */
    ruleRevision: number
    /** The reporting time zone of the values. */
    timeZone: string
  } | null
  /** How many values differ from the approved ones. */
  moved: number
  /** Sorted by tenant, then in the order of the figures. */
  values: ApprovedValue[]
}

/** One frozen value and the current one. */
export interface ApprovedValue {
  tenant: number
  figure: ApprovedFigure
  label: string
  /** For costs. */
  currency: string | null
  /** Decimal texts; null if the month had, or has, no value. */
  approved: string | null
  now: string | null
  /** Only for `units`: the state at approval, and the current one. */
  state: UnitState | null
  stateNow: UnitState | null
  snapshotId: number | null
  snapshotIdNow: number | null
  /** Whether the value itself, not only its evidence, differs from the approved one. */
  moved: boolean
}
