/** Imported invoices, compared with the vendor's numbers. */

import type { MoneyTotal } from './licence-answers.ts'
import type { HolderAnswer } from './snapshot-answers.ts'

/** The meaning of an invoice's column. */
export type InvoiceField =
  | 'customerId'
  | 'customerName'
  | 'productId'
  /** The second part of a product's id, if it needs two columns (Microsoft: `SkuId` after `ProductId`). */
  | 'productVariant'
  | 'productName'
  | 'term'
  | 'chargeType'
  | 'quantity'
  | 'unitPrice'
  | 'amount'
  | 'currency'
  /** When the line ended. A line that ended before the month does not count. */
  | 'cancelled'

/** How to read a file's columns. */
export interface InvoiceColumns {
  /** Each field's header, as in the file. */
  fields: Partial<Record<InvoiceField, string>>
  /** The decimal separator; null: detected from the numbers. */
  decimal: ',' | '.' | null
  /** For a file without a currency column; null: unknown. */
  currency: string | null
  /** The item of every line, for a file without products: `petra:unit`, `sku:ID`, `service:NAME` or `charge:ID`. */
  item: string | null
  /** The tenant of every line, for a file without customers. */
  tenant: number | null
  /** The charge types whose quantities are seats; null: all. */
  seatCharges: string[] | null
}

/** A kind of file that is recognised by its headers. */
export interface ImportProfile {
  name: string
  builtIn: boolean
  columns: InvoiceColumns
  /** Headers that identify such a file. */
  recognisedBy: string[]
}

/** A file as it would be read, before it is stored. */
export interface InvoicePreview {
  fileName: string
  sha256: string
  bytes: number
  /** The encoding of a CSV file; null for a workbook. */
  encoding: string | null
  delimiter: string | null
  /** Names of a workbook's sheets; empty for CSV. */
  sheets: string[]
  /** The sheet that was read; null for CSV. */
  sheet: string | null
  /** The header's row number in the file, from 1. */
  headerRow: number
  headers: string[]
  /** The first rows below the header. */
  sample: string[][]
  /** The profile that recognised the file; null if none did, or more than one. */
  profile: string | null
  /** Other profiles that fit. */
  otherProfiles: string[]
  /** Null if the columns are not known yet. */
  columns: InvoiceColumns | null
  counts: InvoiceCounts | null
  /** Notes on how the numbers were read, such as an assumed decimal separator. */
  notes: string[]
}

/** Rows of a file below its header, by kind. Blank rows are not counted. */
export interface InvoiceCounts {
  /** Lines that count. */
  lines: number
  /** Rows of totals, which are left out. */
  totals: number
  /** Charges that are not for seats, such as tax. */
  noSeats: number
  /** Lines that ended before the month. */
  cancelled: number
  /** Lines whose quantity cannot be read; they count as unmapped. */
  unreadable: number
}

/** An invoice in the history. */
export interface InvoiceAnswer {
  id: number
  month: string
  fileName: string
  sha256: string
  bytes: number
  sheet: string | null
  profile: string | null
  columns: InvoiceColumns
  broughtInAt: string
  broughtInBy: string
  counts: InvoiceCounts
  /** Lines that were deleted with their customer. */
  wipedLines: number
}

/** The result of importing a file. `unchanged`: the month already had it, read in the same way. */
export interface InvoiceAdded {
  invoice: InvoiceAnswer
  unchanged: boolean
  notes: string[]
}

/**
 * How a line compares. `unmapped`: its customer or product is unknown, or its quantity unreadable. `gap`: mapped, but there is no figure to
 * compare with.
 */
export type ReconcileStatus = 'unmapped' | 'gap' | 'under' | 'over' | 'matched'

/**
 * What the actual number is: units, else recounted people; for SKUs, holders; for services, people or licences; for a Genesys customer's charge,
 * the commitment plus the overage; for a product of a Genesys contract, the prepaid quantity plus the overage by the contract.
 */
export type ActualBasis = 'settled' | 'projected' | 'recounted' | 'holders' | 'people' | 'licences' | 'billable' | 'contract' | 'gone'

/** Something remarkable about a line. */
export type ReconcileFlag =
  | 'not-invoiced'
  | 'repeated-lines'
  | 'several-terms'
  | 'several-prices'
  | 'several-charge-types'
  | 'credit'
  | 'price-differs'
  | 'within-tolerance'
  | 'approval-moved'

/** A line of a file behind a row. */
export interface InvoicePart {
  invoiceId: number
  row: number
  term: string | null
  chargeType: string | null
  quantity: string | null
  unitPrice: string | null
  amount: string | null
  currency: string | null
  problem: string | null
}

/** A decision about a difference. */
export interface DecisionAnswer {
  id: number
  month: string
  tenant: number
  item: string
  decision: 'accept' | 'adjust' | 'dispute' | 'dismiss' | 'reopen'
  reason: string
  quantity: string | null
  effective: string | null
  until: string | null
  billed: string | null
  actual: string | null
  at: string
  who: string
}

/** One row of the comparison: a customer and an item, or unmapped lines. */
export interface ReconcileRow {
  /** Null if the customer is not mapped. */
  tenant: number | null
  /** A SKU id, `petra:unit`, `service:NAME` or `charge:ID`; null if the product is not mapped. */
  sku: string | null
  /** As `sku`, with `sku:` before a SKU id, as in commands and mappings. */
  item: string | null
  /** The customer's name as the tenant's, else as in the file. */
  client: string
  /** The item's name, else as in the file. */
  product: string
  status: ReconcileStatus
  /** Seats on the invoices; null if the customer has no line. */
  billed: string | null
  /** The vendor's number; null in a gap. */
  actual: string | null
  /** What the actual number is. */
  basis: ActualBasis | null
  /** The month of the actual number: for a service billed in advance, the month before. */
  actualMonth: string | null
  snapshotId: number | null
  /** The approved number of that month; null if it is not approved or has no such figure. */
  approved: string | null
  /** actual − billed. */
  variance: string | null
  unitPrice: string | null
  priceFrom: 'invoice' | 'rules' | 'vendor' | 'contract' | null
  currency: string | null
  /** variance × unit price, rounded to the currency. Positive: too little was billed. */
  value: string | null
  /**
   * The invoice's price differs from your own price, which most of the item's rows have, or from the price on last month's invoice. `value` is (expected −
   * invoiced price) × billed: negative if too much was billed. Null if the price is as expected, or there is nothing to compare with.
   */
  priceDifference: { expected: string; because: 'own' | 'last-month'; value: string | null } | null
  flags: ReconcileFlag[]
  /** The flags, problems and decision in words. */
  note: string
  parts: InvoicePart[]
  /** The decision in force, even if it no longer covers the row because its numbers changed. */
  decision: DecisionAnswer | null
  /** Needs attention: unmapped, or a difference (also of the price) or gap without a decision that covers it. */
  open: boolean
  /** The same a month earlier; billed and variance are null without a line, and all is null without any number. */
  lastMonth: { billed: string | null; actual: string | null; variance: string | null } | null
}

/** Customers or products of the month's lines that are not mapped. */
export interface UnmappedName {
  kind: 'customer' | 'product'
  key: string
  label: string
  lines: number
  /** Candidates for the user to confirm; never applied automatically. */
  suggestions: { tenant: number | null; item: string | null; name: string; because: string }[]
}

/** Sums of one direction of variance. */
export interface VarianceTotal {
  rows: number
  /** Total seats over all items. */
  seats: string
  value: MoneyTotal[]
  /** Rows without a price, which `value` leaves out. */
  withoutPrice: number
}

/** A month's invoices compared with the history. */
export interface ReconcileAnswer {
  month: string
  invoices: InvoiceAnswer[]
  rows: ReconcileRow[]
  unmapped: UnmappedName[]
  totals: {
    /** Unmapped lines, which no other total includes. */
    unmappedLines: number
    /** Lines that a mapping leaves out. */
    leftOutLines: number
    matched: number
    gaps: number
    open: number
    under: VarianceTotal
    over: VarianceTotal
  }
  approvedAt: string | null
  ruleRevision: number
}

/** The people behind a row. */
export interface ReconcilePeopleAnswer {
  month: string
  tenant: number
  item: string
  /** People who are counted. */
  counted: HolderAnswer[]
  /** People counted at this month-end and not at the one before; empty if `comparedWith` is null. */
  added: HolderAnswer[]
  removed: HolderAnswer[]
  /** The month before, if it has a list. */
  comparedWith: string | null
  /** People who are not counted, with the reason. */
  excluded: { holder: HolderAnswer; reason: string }[]
}

/** A mapping in force or, with `removedAt`, an earlier one. */
export interface MappingAnswer {
  id: number
  kind: 'customer' | 'product'
  key: string
  label: string
  tenant: number | null
  item: string | null
  /** Why its lines are left out; null for a mapping to a tenant or item. */
  reason: string | null
  at: string
  who: string
  removedAt: string | null
}

/** A service in force. */
export interface ServiceAnswer {
  name: string
  skus: { skuId: string; name: string }[]
  counts: 'people' | 'licences'
  tolerance: string
  billed: 'arrears' | 'advance'
  from: string | null
  exclusions: { tenant: number; person: string; reason: string; from: string | null; who: string; at: string }[]
}
