/** What changed between two months or two snapshots, and why. */
import type { DatasetId } from '../domain/vendors.ts'
import type { ChargeAnswer, HolderAnswer } from './answers.ts'
import type { Bridge, BridgeReason } from './bridge-answers.ts'
import type { Warning } from './errors.ts'
import type { UnitState } from './figure-answers.ts'

/** A value before and after. */
export interface Change<T = number> {
  before: T | null
  after: T | null
  /** Null when either side is missing. */
  delta: T | null
}

/** Holders of a SKU before and after. */
export interface SkuDelta extends Change {
  skuId: string
  name: string
}

/** A charge before and after: what of it moved, and whether it came or went. */
export interface ChargeDelta extends Omit<ChargeAnswer, 'used' | 'committed'> {
  used: Change<string>
  committed: Change<string>
  prepayPrice: Change<string>
  overagePrice: Change<string>
  /** The charge that this one replaced, when only its name changed. */
  renamedFrom: { chargeId: string; name: string | null } | null
  /** On which side it was sent. */
  presence: 'added' | 'removed' | 'both'
}

/** A person on both sides who holds or is something else now. */
export interface HolderChange {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  gained: string[]
  lost: string[]
  attributes: { name: 'displayName' | 'userPrincipalName' | 'mail' | 'accountEnabled'; before: AttributeValue; after: AttributeValue }[]
}

/** An attribute of a person; null where the vendor sent none. */
export type AttributeValue = string | boolean | null

/** Why `reported` changed. The parts add up to its change; what the list does not explain is the part `unexplained`. */
export interface Explanation {
  text: string
  parts: { reason: BridgeReason; delta: number }[]
}

/** An amount of one currency before and after. */
export interface MoneyChange extends Change<string> {
  currency: string
}

/** What a difference did to the two costs, which are never added to each other. `leftOut` names what has no price or no number. */
export interface CostChange {
  amounts: MoneyChange[]
  leftOut: string[]
}

/** The snapshot that one side of a comparison stands on; null before a tenant was new, and after it was gone. */
export interface DiffSide {
  month: string
  snapshotId: number | null
  reportedAt: string | null
  observedAt: string | null
  early: boolean
}

/** Whether a tenant has a snapshot on both sides, or is new or gone between them. */
export type DiffStanding = 'both' | 'new' | 'gone'

/** What changed of one tenant. */
export interface DiffAnswer {
  tenant: number
  dataset: DatasetId
  /** Of a new tenant every person is added, of one that is gone every person is removed. */
  standing: DiffStanding
  from: DiffSide
  to: DiffSide
  totals: {
    reported: Change
    listed: Change
    recounted: Change
    units: Change & { stateBefore: UnitState | null; stateAfter: UnitState | null }
  }
  holders: { added: HolderAnswer[]; removed: HolderAnswer[]; changed: HolderChange[] }
  skus: SkuDelta[]
  charges: ChargeDelta[]
  explanation: Explanation
  cost: { vendor: CostChange; licences: CostChange }
  /** What each change is made of; empty for tenants of Genesys. */
  bridge: Bridge
  warnings: Warning[]
}

/** What changed over every tenant. */
export interface DiffAllAnswer {
  /** Those with a snapshot in both months, the new and the gone. */
  tenants: DiffAnswer[]
  /** Tenants with a snapshot in the later month only, and in the earlier month only: new or gone, or not comparable as `bridge` says. */
  appeared: number[]
  vanished: number[]
  explanation: Explanation
  /** Over Petra's tenants that can be compared, the new and the gone among them. */
  totals: { reported: Change; listed: Change; recounted: Change; units: Change }
  skus: SkuDelta[]
  cost: { vendor: CostChange; licences: CostChange }
  bridge: Bridge
  warnings: Warning[]
}

/** One tenant's row among all, without the people behind it. */
export interface TenantChange {
  tenant: number
  standing: DiffStanding
  totals: DiffAnswer['totals']
  people: { added: number; removed: number; changed: number }
  cost: DiffAnswer['cost']
  /** The later snapshot, which the row's figures lead to; of a tenant that is gone the earlier one. */
  snapshotId: number | null
}

/** The same over every tenant, as a screen shows it: a row a tenant, and no people in the bridge's parts. */
export interface DiffTenantsAnswer extends Omit<DiffAllAnswer, 'tenants'> {
  tenants: TenantChange[]
}
