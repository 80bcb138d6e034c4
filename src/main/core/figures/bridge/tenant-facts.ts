/** What a bridge needs to know of one tenant: plain values of both sides, and who moved between them. */
import type { UnitState } from '../../../../shared/contract/figure-answers.ts'
import type { Price } from '../../rules/rule-book.ts'
import type { Standing } from './standing.ts'

/** A holder that differs: whether it is in the list, and whether it holds a billed SKU by the rules of each side. */
export interface HolderMove {
  /** The vendor's id. */
  id: string
  /** Null: not in the list. */
  billedBefore: boolean | null
  billedAfter: boolean | null
  /** Of a holder in both lists: what `billedAfter` would be by the rules of the side before. */
  billedAfterByOldRules: boolean | null
}

/** Somebody who holds SKUs on one side that they do not hold on the other. */
export interface LicenceMove {
  /** The vendor's id. */
  id: string
  /** Whether the person is in both lists, or only in the later or the earlier one. */
  who: 'added' | 'removed' | 'both'
  gained: readonly string[]
  lost: readonly string[]
}

/** What the vendor's list of tenants says about why units differ from people with a billed licence. */
export interface UnitsReason {
  reason: 'prorated' | 'paused' | 'trial' | 'not-for-resale' | 'not-billed-yet' | 'tenant-ended'
  /** The share of the month that is billed, from 0 to 1; null where the vendor does not say. */
  share: string | null
}

/** One side of a comparison. Whatever is not known is null. */
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
  unitPrice: Price | null
  /** Holders by SKU id; null without a list. */
  holders: ReadonlyMap<string, number> | null
  /** The price of a SKU in the side's month. */
  skuPrice: (skuId: string) => Price | null
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
