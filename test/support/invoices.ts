/** Invoices for tests. */
import type { RouteInput } from '../../src/shared/contract/routes.ts'

/** A CSV file with these rows, as input for routes. */
export function csvFile(rows: readonly (readonly (string | number)[])[], name = 'invoice.csv'): RouteInput<'invoices.add'>['file'] {
  const text = rows.map((row) =>
    row.map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(','),
  )
  return { name, base64: Buffer.from(text.join('\n')).toString('base64') }
}

/** The columns of `csvFile`s with the headers Customer, Product, Quantity, Price, Currency and Term. */
export const plainColumns = {
  fields: {
    customerName: 'Customer',
    productName: 'Product',
    quantity: 'Quantity',
    unitPrice: 'Price',
    currency: 'Currency',
    term: 'Term',
  },
} as const

/** The header row of `plainColumns`. */
export const plainHeaders = ['Customer', 'Product', 'Quantity', 'Price', 'Currency', 'Term']
