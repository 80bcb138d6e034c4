/** Why a figure changed between two months: parts that add up to the difference of the two numbers shown. */
import type { UnitState } from './figure-answers.ts'

/** Why a figure changed; defined in `docs/figures.md`. */
export type BridgeReason =
  | 'new-tenants'
  | 'gone-tenants'
  | 'added'
  | 'removed'
  | 'began-to-count'
  | 'ceased-to-count'
  | 'rule-changed'
  | 'entries-without-id'
  | 'duplicate-entries'
  | 'licences-gained'
  | 'licences-lost'
  | 'prorated'
  | 'paused'
  | 'trial'
  | 'not-for-resale'
  | 'not-billed-yet'
  | 'tenant-ended'
  | 'price-changed'
  | 'priced-in-one-month'
  | 'rounding'
  | 'unexplained'

/** A person in a part: our id of the tenant, and the vendor's id of the person. */
export interface BridgePerson {
  tenant: number
  id: string
}

/** One reason with its share of the change. Counts are numbers, money is a decimal string. */
export interface BridgePart<T> {
  reason: BridgeReason
  delta: T
  tenants: number[]
  /** Only for parts made of people. */
  people?: BridgePerson[]
}

/** A figure's change with its parts, which add up to `delta`. */
export interface BridgeMeasure<T> {
  /** Both sides cover the same tenants, without `notComparable`; null if no tenant can be compared. */
  from: T | null
  to: T | null
  delta: T | null
  parts: BridgePart<T>[]
  /** Tenants without a value in one of the months that are neither new nor gone; excluded from both numbers. */
  notComparable: number[]
}

/** The change of billable units, with whether each side is settled. */
export interface BridgeUnits extends BridgeMeasure<number> {
  stateBefore: UnitState | null
  stateAfter: UnitState | null
}

/** A change of money in one currency. */
export interface BridgeMoney extends BridgeMeasure<string> {
  currency: string
}

/** The change between two months in reported users, billable units, and both costs by currency. Petra tenants only. */
export interface Bridge {
  users: BridgeMeasure<number>
  units: BridgeUnits
  bill: BridgeMoney[]
  licences: BridgeMoney[]
}
