/** Reads Microsoft's list of product names and service plans, in which a product has one row per service plan. */
import { parseCsv } from 'hucre/csv'
import { isGuid } from '../../../shared/domain/vendor-id.ts'
import { AppError } from '../base/errors.ts'

/** A product of an imported list. */
export interface ImportedSku {
  /** Lower-case GUID. */
  skuId: string
  partNumber: string | null
  name: string
}

/** Column names in Microsoft's list, and in copies of it that are reduced to products. */
const columns = {
  name: ['product_display_name', 'displayname'],
  partNumber: ['string_id', 'skupartnumber'],
  skuId: ['guid', 'skuid'],
} as const

/**
 * The products of the list. Columns may be in any order, their names in any case. A product listed under two names gets the first.
 * Throws `UNREADABLE_FILE` for anything else.
 */
export function readSkuList(text: string): ImportedSku[] {
  const [header = [], ...rows] = parseCsv(text, { delimiter: ',', skipEmptyRows: true })
  const names = header.map((cell) => cleaned(cell).toLowerCase())
  const place = (known: readonly string[]) => names.findIndex((name) => known.includes(name))
  const at = { name: place(columns.name), partNumber: place(columns.partNumber), skuId: place(columns.skuId) }
  if (Object.values(at).includes(-1)) throw unreadable(`its first line has ${names.length === 0 ? 'no columns' : 'other columns'}`)
  const products = new Map<string, ImportedSku>()
  for (const [index, row] of rows.entries()) {
    const skuId = cleaned(row[at.skuId]).toLowerCase()
    const name = cleaned(row[at.name])
    // An unbalanced quotation mark shifts columns, which would give names to the wrong ids.
    if (!isGuid(skuId) || name === '') throw unreadable(`in its record ${index + 2} the GUID or the name is missing`)
    if (name.includes('\ufffd')) throw unreadable(`in its record ${index + 2} a character was lost when the file was saved`)
    if (!products.has(skuId)) products.set(skuId, { skuId, partNumber: cleaned(row[at.partNumber]) || null, name })
  }
  if (products.size === 0) throw unreadable('it has no products')
  return [...products.values()]
}

function cleaned(cell: unknown): string {
  // The published list has tabs, no-break spaces and extra blanks in its cells.
  return typeof cell === 'string' ? cell.replace(/[\s\u00a0\ufeff]+/g, ' ').trim() : ''
}

function unreadable(why: string): AppError {
  return new AppError(
    'UNREADABLE_FILE',
    `This is not Microsoft’s list of product names: ${why}. Use the CSV from Microsoft’s page on product names and service plan identifiers for licensing, with the columns Product_Display_Name, String_Id and GUID. Nothing was imported.`,
  )
}
