/** Invoices that the user brings in, compared with what the vendor says. */

import type { MoneyTotal } from './licence-answers.ts'
import type { HolderAnswer } from './snapshot-answers.ts'

/** What a column of an invoice can be read as. */
export type InvoiceField =
  | 'customerId'
  | 'customerName'
  | 'productId'
  /** The second part of a product's id, where one column is not enough (Microsoft: `SkuId` after `ProductId`). */
  | 'productVariant'
  | 'productName'
  | 'term'
  | 'chargeType'
  | 'quantity'
  | 'unitPrice'
  | 'amount'
  | 'currency'
  /** When the line ended: one that ended before the month is not counted. */
  | 'cancelled'

/** How a file's columns are read. */
export interface InvoiceColumns {
  /** Each field's header, as the file writes it. */
  fields: Partial<Record<InvoiceField, string>>
  /** The decimal separator; null: found from the numbers. */
  decimal: ',' | '.' | null
  /** Of a file without a column of currencies; null: unknown. */
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
  /** Headers that a file must have to be recognised. */
  recognisedBy: string[]
}

/** A file as it is read, before anything is kept. */
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
  /** Null where the columns are not known yet. */
  columns: InvoiceColumns | null
  counts: InvoiceCounts | null
  /** What to know about how the numbers were read, such as an assumed decimal separator. */
  notes: string[]
}

/** Rows of a file below its header, by what they are. Blank rows are not counted. */
export interface InvoiceCounts {
  /** Lines that count. */
  lines: number
  /** Rows of totals, which are left out. */
  totals: number
  /** Charges that are no seats, such as tax. */
  noSeats: number
  /** Ended before the month. */
  cancelled: number
  /** Lines whose quantity cannot be read: they count as unmapped. */
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

/** The result of bringing a file in. `unchanged`: the month already had it, read in the same way. */
export interface InvoiceAdded {
  invoice: InvoiceAnswer
  unchanged: boolean
  notes: string[]
}

/**
 * How a line compares. `unmapped`: its customer or product is unknown, or its quantity unreadable. `gap`: mapped, but there is no figure to compare
 * with.
 */
export type ReconcileStatus = 'unmapped' | 'gap' | 'under' | 'over' | 'matched'

/**
 * What the actual number is: units, else recounted people; for SKUs holders; for services people or licences; for a Genesys customer's charge what is
 * billable: the commitment and what is over it; for a product of a Genesys contract what the contract says is due: prepaid and overage.
 */
export type ActualBasis = 'settled' | 'projected' | 'recounted' | 'holders' | 'people' | 'licences' | 'billable' | 'contract' | 'gone'

/** What is remarkable about a line. */
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

/** One row of the comparison: a customer and an item, or lines that are not mapped. */
export interface ReconcileRow {
  /** Null if the customer is not mapped. */
  tenant: number | null
  /** A SKU id, `petra:unit`, `service:NAME` or `charge:ID`; null if the product is not mapped. */
  sku: string | null
  /** As `sku`, with `sku:` before a SKU id; the name that commands and mappings use. */
  item: string | null
  /** The customer as the tenant is named, else as the file names it. */
  client: string
  /** The item's name, else as the file names it. */
  product: string
  status: ReconcileStatus
  /** Seats on the invoices; null if the customer has no line. */
  billed: string | null
  /** What the vendor said; null for a gap. */
  actual: string | null
  /** Where the actual number comes from. */
  basis: ActualBasis | null
  /** The month that it is counted in: the one before for a service billed in advance. */
  actualMonth: string | null
  snapshotId: number | null
  /** What was approved for that month; null if it is not approved or has no such figure. */
  approved: string | null
  /** actual − billed. */
  variance: string | null
  unitPrice: string | null
  priceFrom: 'invoice' | 'rules' | 'vendor' | 'contract' | null
  currency: string | null
  /** variance × unit price, rounded to the currency. Positive: not billed enough. */
  value: string | null
  /**
   * The invoice's price is not your own price, which most of the item's rows have, or not the price of last month's invoice. `value` is (expected −
   * invoiced price) × billed: negative where too much was billed. Null if nothing is wrong, or nothing is known to compare with.
   */
  priceDifference: { expected: string; because: 'own' | 'last-month'; value: string | null } | null
  flags: ReconcileFlag[]
  /** The flags, problems and decision in words. */
  note: string
  parts: InvoicePart[]
  /** The decision in force, also one that no longer covers the row because its numbers changed. */
  decision: DecisionAnswer | null
  /** Needs a look: unmapped, or a difference (also of the price) or gap without a decision that covers it. */
  open: boolean
  /** The same a month earlier: billed and variance are null without a line there; null if there is nothing to show. */
  lastMonth: { billed: string | null; actual: string | null; variance: string | null } | null
}

/** Customers or products of the month's lines that are not mapped. */
export interface UnmappedName {
  kind: 'customer' | 'product'
  key: string
  label: string
  lines: number
  /** Candidates for a person to confirm; never applied by themselves. */
  suggestions: { tenant: number | null; item: string | null; name: string; because: string }[]
}

/** Sums of one direction of variance. */
export interface VarianceTotal {
  rows: number
  /** Seats, added up over all items. */
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
    /** Lines that are in no other total, since they are not mapped. */
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
  /** Who is counted. */
  counted: HolderAnswer[]
  /** Counted at this month-end and not at the one before; empty with `comparedWith` null. */
  added: HolderAnswer[]
  removed: HolderAnswer[]
  /** The month before, if it has a list. */
  comparedWith: string | null
  /** Not counted, with the reason. */
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

/** A service as it is in force. */
export interface ServiceAnswer {
  name: string
  skus: { skuId: string; name: string }[]
  counts: 'people' | 'licences'
  tolerance: string
  billed: 'arrears' | 'advance'
  from: string | null
  exclusions: { tenant: number; person: string; reason: string; from: string | null; who: string; at: string }[]
}
