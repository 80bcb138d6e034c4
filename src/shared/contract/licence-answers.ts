/** Licences of a month: holders, sets, overlaps, and both costs. */
import type { DatasetId, ProviderId } from '../domain/vendors.ts'
import type { Warning } from './errors.ts'
import type { DifferingNumbers, Evidence, TenantCoverage, UnitState } from './figure-answers.ts'
import type { HolderAnswer } from './snapshot-answers.ts'

/** An amount of one currency. */
export interface MoneyTotal {
  currency: string
  amount: string
}

/** A SKU in a month: who holds it, and what it costs at the user's price. */
export interface LicenceRow {
  skuId: string
  partNumber: string | null
  name: string
  holders: number
  enabledHolders: number
  disabledHolders: number
  unknownHolders: number
  /** Change of holders since the previous month, including new and gone tenants; null if no tenant can be compared. */
  change: number | null
  excludedByVendor: boolean
  free: boolean
  unitPrice: string | null
  currency: string | null
  /** Unit price × holders, rounded half-up to the currency's digits for each tenant, then added. */
  cost: string | null
  /** Holders at the ends of the last twelve months, oldest first. */
  sparkline: (number | null)[]
}

/** A licence with its id and name; the name is the id if the catalogue does not have it. */
export interface LicenceName {
  skuId: string
  name: string
  partNumber: string | null
  /** The vendor of the licence. */
  provider: ProviderId
}

/** The licences of a month, of one tenant or of all. */
export interface LicencesAnswer {
  month: string
  /** The report; a Genesys organisation has one of who is billed and one of who holds licences. */
  dataset: DatasetId
  tenants: TenantCoverage
  rows: LicenceRow[]
  /** Assignments, not people: a person with two SKUs counts twice. */
  assignments: number
  people: {
    /** Distinct ids in the lists. */
    holders: number
    disabled: number
    /** `accountEnabled` was not sent. */
    unknown: number
    /** The user principal name is marked as that of an invited guest. */
    guests: number
    /** Distinct ids with at least one SKU that Petra bills. */
    recounted: number
  }
  numbers: DifferingNumbers
  /** The SKU sets that people hold, most frequent first. */
  combinations: { skuIds: readonly string[]; names: string[]; holders: number }[]
  /** People who hold a SKU and another one that it contains. */
  overlaps: {
    skuId: string
    name: string
    coveredSkuId: string
    coveredName: string
    /** Of the contained licence, for these people; null without a price. */
    currency: string | null
    cost: string | null
    holders: { tenant: number; holder: HolderAnswer }[]
  }[]
  cost: {
    /** The vendor's bill: units × the connection's price. */
    vendor: { totals: MoneyTotal[]; lines: VendorCostLine[]; leftOut: string[] }
    /** Licences: SKU price × holders. */
    licences: { totals: MoneyTotal[]; leftOut: string[] }
  }
  evidence: Evidence[]
  ruleRevision: number
  warnings: Warning[]
}

/** A person on a list, with the monthly price of the requested licences: one SKU, or all that they hold. */
export interface LicenceHolder {
  tenant: number
  holder: HolderAnswer
  /** One amount per currency; empty without a price. */
  cost: MoneyTotal[]
}

/** Who holds a SKU, or whose account is disabled, at a month's end. */
export interface LicenceHoldersAnswer {
  month: string
  holders: LicenceHolder[]
  /** Rounded like licence cost; `leftOut` lists SKUs without a price. */
  cost: { totals: MoneyTotal[]; leftOut: string[] }
}

/** A tenant's part of the vendor's bill. */
export interface VendorCostLine {
  tenant: number
  units: number | null
  state: UnitState | null
  unitPrice: string | null
  currency: string | null
  cost: string | null
}
