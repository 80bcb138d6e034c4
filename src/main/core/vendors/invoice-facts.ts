/** What a vendor's invoice says. Quantities and amounts are spelled as sent. */
export interface InvoiceFacts {
  id: string
  /** UTC day; null when missing. */
  invoicedOn: string | null
  currency: string | null
  lines: {
    id: string | null
    sku: string | null
    product: string | null
    description: string | null
    /** The organisation that the line is about; null for the one that sent the request. */
    organisationId: string | null
    organisation: string | null
    /** UTC days, both included; null when missing. */
    start: string | null
    end: string | null
    quantity: string | null
    unit: string | null
    amount: string | null
  }[]
}
