/** Genesys usage of a billing period: used, committed, allowed, over. */
import type { ChargeAnswer, DatasetName } from './answers.ts'
import type { Warning } from './errors.ts'
import type { Evidence } from './figure-answers.ts'

/** What a row is: only `usage` and `third-party` cost anything. */
export type UsageKind = 'usage' | 'allowance' | 'rollup-detail' | 'third-party' | 'free'

/** A charge of a billing period with what it comes to. */
export interface UsageRow extends ChargeAnswer {
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

/** What is committed to and what is over it, as decimal texts. */
export interface UsageCosts {
  commitment: string
  over: string
}

/** What the vendor says of the contract. Days are UTC. */
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

/** A billing period of a Genesys organisation. */
export interface UsageAnswer {
  tenant: number
  month: string
  dataset: DatasetName
  period: { start: string | null; end: string | null }
  /** Two equal readings at least three days apart past the period's end. */
  final: boolean
  currency: string | null
  contract: ContractTerms | null
  rows: UsageRow[]
  /** Null without a currency. Third-party charges have their own subtotal; `leftOut` names charges that are in neither. */
  totals: { vendor: UsageCosts; thirdParty: UsageCosts; leftOut: string[] } | null
  evidence: Evidence
  warnings: Warning[]
}
