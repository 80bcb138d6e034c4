/** Kinds of files that are recognised by their header row: built-in ones and the user's own. */
import type { ImportProfile, InvoiceColumns, InvoiceField } from '../../../shared/contract/reconcile-answers.ts'

/** No column is known. */
export const noColumns: InvoiceColumns = { fields: {}, decimal: null, currency: null, item: null, tenant: null, seatCharges: null }

interface ReadyProfile {
  name: string
  /** Headers that identify the file. */
  recognisedBy: string[]
  /** For each field, the headers that may hold it, the preferred one first. A file need not have all of them. */
  fields: Partial<Record<InvoiceField, string[]>>
  seatCharges?: string[]
}

const ready: ReadyProfile[] = [
  {
    // Column names: Microsoft's description of the reconciliation file for new-commerce invoices (modern-invoice-reconciliation-file).
    name: 'microsoft-nce',
    recognisedBy: ['CustomerId', 'ProductId', 'SkuId', 'ChargeType', 'EffectiveUnitPrice', 'BillableQuantity'],
    fields: {
      customerId: ['CustomerId'],
      customerName: ['CustomerName'],
      productId: ['ProductId'],
      productVariant: ['SkuId'],
      productName: ['SkuName', 'ProductName'],
      term: ['TermAndBillingCycle'],
      chargeType: ['ChargeType'],
      quantity: ['BillableQuantity'],
      unitPrice: ['EffectiveUnitPrice'],
      amount: ['Subtotal'],
      currency: ['PricingCurrency', 'Currency'],
    },
  },
  {
    name: 'connectwise-additions',
    recognisedBy: ['Product ID', 'Description', 'Quantity', 'Effective', 'Cancelled', 'Ext Price'],
    fields: {
      customerName: ['Company Name'],
      productId: ['Product ID'],
      productName: ['Description'],
      quantity: ['Quantity'],
      unitPrice: ['Price'],
      amount: ['Ext Price'],
      cancelled: ['Cancelled'],
    },
  },
  {
    // FOCUS 1.2 (FinOps Foundation, 2025-05-29): mandatory columns, and those that name a customer and a SKU.
    name: 'focus-1.2',
    recognisedBy: [
      'BilledCost',
      'BillingAccountId',
      'BillingCurrency',
      'ChargeCategory',
      'ChargePeriodStart',
      'ServiceName',
      'SubAccountId',
    ],
    fields: {
      customerId: ['SubAccountId'],
      customerName: ['SubAccountName'],
      productId: ['SkuId'],
      productName: ['ChargeDescription', 'ServiceName'],
      chargeType: ['ChargeCategory'],
      quantity: ['PricingQuantity', 'ConsumedQuantity'],
      unitPrice: ['ContractedUnitPrice', 'ListUnitPrice'],
      amount: ['BilledCost'],
      currency: ['BillingCurrency'],
    },
    // The other categories (Tax, Credit, Adjustment) are amounts.
    seatCharges: ['Usage', 'Purchase'],
  },
  {
    name: 'seatledger-licences',
    recognisedBy: ['SKU id', 'Holders', 'Unit price', 'Vendor tenant id'],
    fields: {
      customerId: ['Vendor tenant id'],
      customerName: ['Tenant name'],
      productId: ['SKU id'],
      productName: ['SKU name'],
      quantity: ['Holders'],
      unitPrice: ['Unit price'],
      amount: ['Licence cost'],
      currency: ['Currency'],
    },
  },
  {
    name: 'seatledger-reconcile',
    recognisedBy: ['Client', 'Service/SKU', 'Billed', 'Actual', 'Variance', 'Status'],
    fields: {
      customerId: ['Vendor tenant id'],
      customerName: ['Client'],
      productId: ['Item'],
      productName: ['Service/SKU'],
      // An invoice made from this file bills its actual quantities.
      quantity: ['Actual'],
      unitPrice: ['Unit price'],
      currency: ['Currency'],
    },
  },
]

/** A header normalised for comparison. */
export const headerKey = (header: string): string => header.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase()

/** The ready profiles, applied to a file with these headers. */
export function readyProfiles(headers: readonly string[]): ImportProfile[] {
  const written = new Map(headers.map((header) => [headerKey(header), header]))
  return ready.map(({ name, recognisedBy, fields, seatCharges = null }) => {
    const found = Object.entries(fields).flatMap(([field, candidates]) => {
      const header = candidates.map((candidate) => written.get(headerKey(candidate))).find((each) => each !== undefined)
      return header === undefined ? [] : [[field, header] as const]
    })
    return { name, builtIn: true, recognisedBy, columns: { ...noColumns, fields: Object.fromEntries(found), seatCharges } }
  })
}

/** The names of the ready profiles. */
export const readyNames: readonly string[] = ready.map(({ name }) => name)

/**
 * The profiles that a header row fits, the most specific first; the user's own before ready ones. `chosen` is the first, unless another one is as
 * specific: then the user has to choose.
 */
export function recognise(
  headers: readonly string[],
  own: readonly ImportProfile[],
): { chosen: ImportProfile | null; others: ImportProfile[] } {
  const keys = new Set(headers.map(headerKey))
  const fitting = [...own, ...readyProfiles(headers)]
    .filter(({ recognisedBy }) => recognisedBy.every((header) => keys.has(headerKey(header))))
    .sort((a, b) => Number(a.builtIn) - Number(b.builtIn) || b.recognisedBy.length - a.recognisedBy.length)
  const [first, second] = fitting
  const tied = second !== undefined && second.builtIn === first!.builtIn && second.recognisedBy.length === first!.recognisedBy.length
  if (first === undefined || tied) return { chosen: null, others: fitting }
  return { chosen: first, others: fitting.slice(1) }
}
