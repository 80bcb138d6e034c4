/** Genesys usage of a billing period: used, committed, allowance, overage. */
import type { DatasetId } from '../domain/vendors.ts'
import type { Warning } from './errors.ts'
import type { Evidence } from './figure-answers.ts'
import type { ChargeAnswer } from './snapshot-answers.ts'

/** The kind of a row: only `usage` and `third-party` cost anything. */
export type UsageKind = 'usage' | 'allowance' | 'rollup-detail' | 'third-party' | 'free'

/** A charge of a billing period with its cost. */
export interface UsageRow extends ChargeAnswer {
  /** For an allowance row, its size; for a usage row, the allowance deducted from it; null if the vendor sent none. */
  allowance: string | null
  /** max(0, used − committed − allowance); null if not applicable or unknown. */
  over: string | null
  prepayPrice: string | null
  overagePrice: string | null
  kind: UsageKind
  note: string | null
  /** Committed × prepaid price, and over × overage price, rounded half-up; null if a factor is missing. */
  commitmentCost: string | null
  overCost: string | null
  /** Whether the totals include the line. */
  inTotal: boolean
}

/** The cost of the commitment and of the overage, as decimal texts. */
export interface UsageCosts {
  commitment: string
  over: string
}

/** The contract's terms as the vendor states them. Days are UTC. */
export interface ContractTerms {
  subscriptionType: string | null
  effectiveDate: string | null
  endDate: string | null
  amendmentDate: string | null
  rampStartDate: string | null
  rampEndDate: string | null
  inRampPeriod: boolean | null
  minimumMonthlyAmount: string | null
}

/** The usage of a Genesys organisation in a billing period. */
export interface UsageAnswer {
  tenant: number
  month: string
  dataset: DatasetId
  period: { start: string | null; end: string | null }
  /** Two equal readings, at least three days apart, after the period's end. */
  final: boolean
  currency: string | null
  contract: ContractTerms | null
  rows: UsageRow[]
  /** Null without a currency. Third-party charges have their own subtotal; `leftOut` names charges in neither. */
  totals: { vendor: UsageCosts; thirdParty: UsageCosts; leftOut: string[] } | null
  evidence: Evidence
  warnings: Warning[]
}
