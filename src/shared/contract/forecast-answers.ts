/** What a month is heading to, and afterwards how far off its forecasts were. */
import type { UnitState } from './figure-answers.ts'
import type { MoneyTotal, VendorCostLine } from './licence-answers.ts'
import type { UsageCosts } from './usage-answers.ts'

/** A Petra tenant's units and bill of the month, by its newest projection or its settled units. */
export interface ForecastLine extends VendorCostLine {
  /** The source of the units, with the vendor's report time; null without units. */
  snapshotId: number | null
  reportedAt: string | null
}

/** A Genesys customer's charges of the billing period that ends in the month. */
export interface ForecastCharges {
  tenant: number
  periodStart: string | null
  periodEnd: string | null
  /** The overage is what was used so far, and may still grow. */
  running: boolean
  /** Null if the vendor sent none: nothing can be added up then. */
  currency: string | null
  vendor: UsageCosts | null
  thirdParty: UsageCosts | null
  /** How many charges are in no amount. */
  leftOut: number
  snapshotId: number
  reportedAt: string
}

/** What the snapshots up to a day projected, against what the month became. Over the tenants that have both. */
export interface ForecastDay {
  day: string
  tenants: number
  /** Tenants with units of the month and no projection up to the day. */
  missing: number[]
  units: { forecast: number; actual: number; off: number }
  /** By currency; empty without prices. */
  bill: { currency: string; forecast: string; actual: string; off: string }[]
}

/** The forecast of a month. The two parts are never added. */
export interface ForecastAnswer {
  month: string
  /** The month has ended. */
  over: boolean
  bill: {
    /** `projected` until the units of every tenant are settled; null without units. */
    state: UnitState | null
    units: number | null
    totals: MoneyTotal[]
    /** Tenants without units or without a price. */
    leftOut: number[]
    lines: ForecastLine[]
  }
  charges: {
    totals: { currency: string; vendor: UsageCosts; thirdParty: UsageCosts }[]
    lines: ForecastCharges[]
  }
  /** What the forecast assumes, in sentences. */
  assumptions: string[]
  /** Every day of a month that is over on which something was projected; empty while it runs. */
  days: ForecastDay[]
}
