/** The forecast of a month, and after the month, how far off its forecasts were. */
import type { UnitState } from './figure-answers.ts'
import type { MoneyTotal, VendorCostLine } from './licence-answers.ts'
import type { UsageCosts } from './usage-answers.ts'

/** A Petra tenant's units and bill for the month, by its newest projection or its settled units. */
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
  /** The overage is the one so far and may still grow. */
  running: boolean
  /** Null if the vendor sent none; amounts then cannot be added up. */
  currency: string | null
  vendor: UsageCosts | null
  thirdParty: UsageCosts | null
  /** How many charges no amount includes. */
  leftOut: number
  snapshotId: number
  reportedAt: string
}

/** The projections up to a day compared with the month's result, over the tenants that have both. */
export interface ForecastDay {
  day: string
  tenants: number
  /** Tenants that have units in the month but no projection up to the day. */
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
  /** The days of a past month on which anything was projected; empty while the month runs. */
  days: ForecastDay[]
}
