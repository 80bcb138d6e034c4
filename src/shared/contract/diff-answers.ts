/** What changed between two months or two snapshots, and why. */
import type { DatasetId } from '../domain/vendors.ts'
import type { Bridge, BridgeReason } from './bridge-answers.ts'
import type { Warning } from './errors.ts'
import type { UnitState } from './figure-answers.ts'
import type { MoneyTotal } from './licence-answers.ts'
import type { ChargeAnswer, HolderAnswer } from './snapshot-answers.ts'

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

/** A charge before and after: changed values, and whether it was added or removed. */
export interface ChargeDelta extends Omit<ChargeAnswer, 'used' | 'committed'> {
  used: Change<string>
  committed: Change<string>
  prepayPrice: Change<string>
  overagePrice: Change<string>
  /** The previous charge, if only the name changed. */
  renamedFrom: { chargeId: string; name: string | null } | null
  /** The sides on which it exists. */
  presence: 'added' | 'removed' | 'both'
}

/** A person on both sides whose licences or attributes changed. */
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

/** Why `reported` changed. The parts add up to the change; the rest that the list does not explain is `unexplained`. */
export interface Explanation {
  text: string
  parts: { reason: BridgeReason; delta: number }[]
}

/** An amount of one currency before and after. */
export interface MoneyChange extends Change<string> {
  currency: string
}

/** The effect of a difference on the two costs, which are never added. `leftOut` lists what has no price or quantity. */
export interface CostChange {
  amounts: MoneyChange[]
  leftOut: string[]
}

/** The snapshot of one side of a comparison; null on the side where a new or gone tenant does not exist. */
export interface DiffSide {
  month: string
  snapshotId: number | null
  reportedAt: string | null
  observedAt: string | null
  early: boolean
}

/** Whether a tenant has a snapshot on both sides, or is new or gone. */
export type DiffStanding = 'both' | 'new' | 'gone'

/** What changed in one tenant. */
export interface DiffAnswer {
  tenant: number
  dataset: DatasetId
  /** In a new tenant everyone is added, in a gone one everyone is removed. */
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
  /** Monthly prices of the licences that people gained and lost: those of the earlier month if it has them, as in the bridge. */
  skuPrices: (MoneyTotal & { skuId: string })[]
  charges: ChargeDelta[]
  explanation: Explanation
  cost: { vendor: CostChange; licences: CostChange }
  /** The parts of each change; empty for Genesys tenants. */
  bridge: Bridge
  warnings: Warning[]
}

/** What changed over all tenants. */
export interface DiffAllAnswer {
  /** Tenants with a snapshot in both months, and new and gone ones. */
  tenants: DiffAnswer[]
  /** Tenants with a snapshot only in the later or only in the earlier month: new, gone or not comparable (see `bridge`). */
  appeared: number[]
  vanished: number[]
  explanation: Explanation
  /** Over the Petra tenants that can be compared, including new and gone ones. */
  totals: { reported: Change; listed: Change; recounted: Change; units: Change }
  skus: SkuDelta[]
  cost: { vendor: CostChange; licences: CostChange }
  bridge: Bridge
  warnings: Warning[]
}

/** One tenant's row, without people. */
export interface TenantChange {
  tenant: number
  standing: DiffStanding
  totals: DiffAnswer['totals']
  people: { added: number; removed: number; changed: number }
  cost: DiffAnswer['cost']
  /** The snapshot that the row's figures link to: the later one, or the earlier one if the tenant is gone. */
  snapshotId: number | null
}

/** The same for a screen: one row per tenant, and no people in the bridge's parts. */
export interface DiffTenantsAnswer extends Omit<DiffAllAnswer, 'tenants'> {
  tenants: TenantChange[]
}
