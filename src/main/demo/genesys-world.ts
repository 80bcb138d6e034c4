/** The data behind the simulated Genesys Cloud: a partner, its customers, and their usage. All made up. */
import { dayMs } from '../../shared/domain/duration.ts'
import { type Cycle, cycleAt, cycleBefore, utcDay } from '../core/vendors/genesys/cycle.ts'

/** A row of the overview, with the member names of the published definition. */
export type OverviewRow = {
  name: string
  partNumber: string
  grouping: string
  unitOfMeasureType: string
  usageQuantity: string
  overagePrice?: string
  prepayQuantity: string
  prepayPrice?: string
  usageNotes?: string
  isCancellable?: boolean
  bundleQuantity?: string
  isThirdParty?: boolean
}

/** A contract's terms in one billing period. */
export interface SimulatedTerms {
  currency: string
  subscriptionType: string
  enabledProducts: string[]
  effectiveDate: string
  endDate: string
  amendmentDate?: string
  ramp?: Cycle
  minimumMonthlyAmount?: string
}

/** An organisation that trusts the partner. */
export interface SimulatedCustomer {
  id: string
  name: string
  /** Day of the month on which its billing periods start. */
  cycleDay: number
  /** The first billing period starts on or after this UTC day. */
  since: string
  /** Whether the trust is enabled at a moment (ms). */
  enabled(atMs: number): boolean
  terms(period: Cycle): SimulatedTerms
  /** The usage of the period, as known at a moment (ms). */
  rows(period: Cycle, atMs: number): OverviewRow[]
}

/** A resource behind a charge of the organisation's own report, first seen at a moment (ms). */
export interface SimulatedResource {
  name: string
  seenAt: number
}

/** A charge of the organisation's own report. */
export interface SimulatedUsage {
  name: string
  totalUsage: string
  resources: SimulatedResource[]
}

/** A user of the own organisation and the ids of the licences that it holds. */
export interface SimulatedUser {
  id: string
  name: string
  email: string
  state: 'active' | 'inactive' | 'deleted'
  division: { id: string; name: string }
  licences: readonly string[]
}

/** A licence that users can hold. */
export interface SimulatedLicence {
  id: string
  description: string
  comprises?: readonly string[]
  prerequisites?: readonly string[]
}

/** Who holds which licence. */
export interface SimulatedLicences {
  users: readonly SimulatedUser[]
  definitions: readonly SimulatedLicence[]
}

/** A product of contracts and invoices. */
export interface SimulatedProduct {
  sku: string
  name: string
  unit: string
}

/** A charge of a billing period. Quantities and amounts are numbers, as in the vendor's preview. */
export interface SimulatedCharge {
  product: SimulatedProduct
  prepaid: number
  fairUse: number
  actual: number
  overage: number
  rate: number
  amount: number
  currency: string
}

/** A contract of the own organisation with its billing periods. */
export interface SimulatedContract {
  id: string
  externalNumber: string
  customer: { id: string; name: string }
  dateStart: string
  dateEnd: string
  periods: readonly { id: string; start: string; end: string; status: 'Open' | 'Closed'; charges: readonly SimulatedCharge[] }[]
}

/** An invoice of the own organisation. */
export interface SimulatedInvoice {
  id: string
  dateInvoiced: string
  currency: string
  amount: number
  customer: { id: string; name: string }
  lines: readonly {
    id: string
    product: SimulatedProduct
    description: string
    start: string
    end: string
    organisation: { id: string; name: string }
    quantity: number
    amount: number
  }[]
}

/** The data of the billing previews. */
export interface SimulatedBilling {
  contracts: readonly SimulatedContract[]
  invoices: readonly SimulatedInvoice[]
}

/** All data of one simulated OAuth client. */
export interface GenesysWorld {
  organisation: { id: string; name: string }
  customers: readonly SimulatedCustomer[]
  /** The own organisation's usage between two UTC days, as known at a moment (ms). */
  usage(span: Cycle, atMs: number): SimulatedUsage[]
  /** Who holds which licence of the own organisation at a time (ms); missing if the OAuth client may not read it. */
  licences?(atMs: number): SimulatedLicences
  /** The own organisation's contracts and invoices at a time (ms); missing if the OAuth client may not read them. */
  billing?(atMs: number): SimulatedBilling
}

/** A customer's billing period by the vendor's moving index, which advances some days late; null before the first period. */
export function periodAt(customer: SimulatedCustomer, index: number, atMs: number, rotationLagDays: number): Cycle | null {
  let period = cycleAt(customer.cycleDay, utcDay(atMs - rotationLagDays * dayMs))
  for (let back = 0; back < index; back += 1) {
    if (period.start < customer.since) return null
    period = cycleBefore(customer.cycleDay, period.start)
  }
  return period.start < customer.since ? null : period
}

/** How much of a period has passed at a moment, from 0 to 1. */
export function shareOver(period: Cycle, atMs: number): number {
  const start = Date.parse(`${period.start}T00:00:00Z`)
  const end = Date.parse(`${period.end}T00:00:00Z`) + dayMs
  return Math.min(1, Math.max(0, (atMs - start) / (end - start)))
}
