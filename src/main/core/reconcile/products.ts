/** Which item a product of an invoice is: by the user's mapping, a stable id, or exactly the same name. Never by similarity. */
import type { Month } from '../../../shared/domain/month.ts'
import { isGuid } from '../../../shared/domain/vendor-id.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { licenceNames } from '../figures/licence-names.ts'
import type { Reading } from '../figures/reading.ts'
import { mappingsInForce, nameKey } from '../invoices/customers.ts'
import { petraUnit } from '../rules/rule-book.ts'
import { chargesIn } from './charges.ts'
import { readItem } from './items.ts'
import type { ServiceBook } from './services.ts'

/** A line's id and name of its product. */
export interface ProductNames {
  productId: string
  productName: string
}

/** A product's item (as text), or why its lines are left out; null if unknown. */
export type ProductMatch = { item: string } | { leftOut: string } | null

/** An item that lines can match by name. */
export interface NamedItem {
  item: string
  name: string
}

/** All items that a product can be: services, SKUs that were ever held, billable units, charges of the month and the one before. */
export function namedItems(reading: Reading, services: ServiceBook, month: Month): (NamedItem & { partNumber: string | null })[] {
  return [
    ...services.all(month).map(({ name }) => ({ item: `service:${name}`, name, partNumber: null })),
    ...licenceNames(reading).map(({ skuId, name, partNumber }) => ({ item: `sku:${skuId}`, name, partNumber })),
    { item: petraUnit, name: 'Petra billable units', partNumber: null },
    ...chargesIn(reading, month),
  ]
}

/** Matches products, in this order: a mapping of the id, the id itself, a mapping of the name, the same name. */
export function productMatcher(reading: Reading, services: ServiceBook, month: Month): (names: ProductNames) => ProductMatch {
  const mappings = mappingsInForce(reading.db, 'product')
  const items = namedItems(reading, services, month)
  const names = new Map<string, string | null>()
  const add = (name: string, item: string) => {
    const key = nameKey(name)
    names.set(key, names.has(key) && names.get(key) !== item ? null : item)
  }
  for (const { item, name, partNumber } of items) {
    add(name, item)
    if (partNumber !== null) add(partNumber, item)
  }
  const mapped = (key: string): ProductMatch => {
    const mapping = mappings.get(key)
    if (mapping === undefined) return null
    return mapping.item === null ? { leftOut: mapping.reason ?? '' } : { item: mapping.item }
  }
  const known = new Map<string, ProductMatch>()
  return ({ productId, productName }) =>
    getOrAdd(known, `${productId}\n${productName}`, () => {
      const byId = productId === '' ? null : (mapped(`id:${productId}`) ?? byStableId(reading, names, productId))
      if (byId !== null || productName === '') return byId
      const name = nameKey(productName)
      const item = names.get(name)
      return mapped(`name:${name}`) ?? (item == null ? null : { item })
    })
}

/** Matches an item's own text, a SKU id that is in Microsoft's list or was held, or a part number. Other ids are a distributor's or commerce ids. */
function byStableId(reading: Reading, names: ReadonlyMap<string, string | null>, id: string): ProductMatch {
  if (readItem(id) !== null) return { item: id }
  if (isGuid(id)) {
    const item = `sku:${id}`
    return reading.catalogue.sku(id) !== null || [...names.values()].includes(item) ? { item } : null
  }
  const item = names.get(nameKey(id))
  return item == null ? null : { item }
}
