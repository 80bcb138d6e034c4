/** The facts of one tenant for a bridge: plain values of both sides, and who moved between them. */
import type { UnitState } from '../../../../shared/contract/figure-answers.ts'
import type { RulePrice } from '../../rules/rule-book.ts'
import type { Standing } from './standing.ts'

/** A holder that differs: whether it is listed on each side, and whether it holds a billed SKU by that side's rules. */
export interface HolderMove {
  /** The vendor's id. */
  id: string
  /** Null if not listed. */
  billedBefore: boolean | null
  billedAfter: boolean | null
  /** For a holder in both lists: `billedAfter` by the rules of the earlier side. */
  billedAfterByOldRules: boolean | null
}

/** A person who holds SKUs on one side only. */
export interface LicenceMove {
  /** The vendor's id. */
  id: string
  /** Whether the person is in both lists, only in the later one (`added`) or only in the earlier one (`removed`). */
  who: 'added' | 'removed' | 'both'
  gained: readonly string[]
  lost: readonly string[]
}

/** The reason in the vendor's list of tenants why units differ from people with a billed licence. */
export interface UnitsReason {
  reason: 'prorated' | 'paused' | 'trial' | 'not-for-resale' | 'not-billed-yet' | 'tenant-ended'
  /** The billed share of the month, from 0 to 1; null if the vendor does not send it. */
  share: string | null
}

/** One side of a comparison. Unknown values are null. */
export interface TenantSide {
  reported: number | null
  /** Length of the vendor's list. */
  listed: number | null
  recounted: number | null
  withoutId: number | null
  duplicates: number | null
  /** Accounts listed as disabled. */
  disabled: number | null
  units: number | null
  unitsState: UnitState | null
  unitsReason: UnitsReason | null
  unitPrice: RulePrice | null
  /** Holders by SKU id; null without a list. */
  holders: ReadonlyMap<string, number> | null
  /** The price of a SKU in the side's month. */
  skuPrice: (skuId: string) => RulePrice | null
}

/** A tenant between two months. */
export interface TenantFacts {
  tenant: number
  standing: Standing
  before: TenantSide
  after: TenantSide
  moves: readonly HolderMove[]
  licenceMoves: readonly LicenceMove[]
}
