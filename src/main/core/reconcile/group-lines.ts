/** A month's lines by customer and item; unmapped ones by the names in the file. */
import type { InvoiceColumns, InvoicePart } from '../../../shared/contract/reconcile-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { Reading } from '../figures/reading.ts'
import { allTenants } from '../figures/tenants.ts'
import { type CustomerMatch, type CustomerNames, customerKey, customerMatcher, mappingKey } from '../invoices/customers.ts'
import { columnsOfMonth, linesOfMonth, type StoredLine } from '../invoices/read.ts'
import { providerOf, readItem } from './items.ts'
import { type ProductMatch, type ProductNames, productMatcher } from './products.ts'
import type { ServiceBook } from './services.ts'

/** Lines of one customer and item. */
export interface LineGroup {
  tenant: number | null
  /** As `itemText`; null if unmapped. */
  item: string | null
  customer: { key: string; label: string }
  product: { key: string; label: string }
  parts: InvoicePart[]
}

/** The lines of a month. */
export interface GroupedLines {
  groups: LineGroup[]
  /** Number of lines that a mapping leaves out. */
  leftOut: number
}

/** Groups a month's lines, in file order. */
export function groupLines(reading: Reading, services: ServiceBook, month: Month): GroupedLines {
  const lines = linesOfMonth(reading.db, month)
  if (lines.length === 0) return { groups: [], leftOut: 0 }
  const files = columnsOfMonth(reading.db, month)
  const { groups, groupOf } = grouper(reading, services, month)
  const [customers, products] = [pairNumbers(), pairNumbers()]
  // The same few names are on thousands of lines: they are matched once for each file.
  let known = new Map<number, LineGroup | null>()
  let file: number | null = null
  let leftOut = 0
  for (const line of lines) {
    const [invoiceId, , customerId, customerName, productId, productName] = line
    if (invoiceId !== file) {
      file = invoiceId
      known = new Map()
    }
    const key = customers(customerId, customerName) * pairLimit + products(productId, productName)
    const group = getOrAdd(known, key, () => groupOf(files.get(invoiceId)!, { customerId, customerName }, { productId, productName }))
    if (group === null) leftOut += 1
    else group.parts.push(partOf(line))
  }
  return { groups: [...groups.values()], leftOut }
}

/** Finds the group of a line's names; null if its lines are left out. */
function grouper(reading: Reading, services: ServiceBook, month: Month) {
  const matchers = new Map<ProviderId, ReturnType<typeof customerMatcher>>()
  const customerOf = (provider: ProviderId, names: CustomerNames) =>
    getOrAdd(matchers, provider, () => customerMatcher(reading.db, provider))(names)
  const kindOf = new Map(allTenants(reading.db).map(({ id, provider }) => [id, provider]))
  const productOf = productMatcher(reading, services, month)
  const groups = new Map<string, LineGroup>()
  const groupOf = (file: InvoiceColumns, names: CustomerNames, productNames: ProductNames): LineGroup | null => {
    const product: ProductMatch = file.item === null ? productOf(productNames) : { item: file.item }
    const known = product !== null && 'item' in product ? readItem(product.item) : null
    const provider = known === null ? null : providerOf(known)
    const customer: CustomerMatch =
      file.tenant === null
        ? provider === null
          ? (customerOf('petra', names) ?? customerOf('genesys', names))
          : customerOf(provider, names)
        : provider === null || kindOf.get(file.tenant) === provider
          ? { tenant: file.tenant }
          : null
    if ((customer !== null && 'leftOut' in customer) || (product !== null && 'leftOut' in product)) return null
    const [tenant, item] = [customer?.tenant ?? null, product?.item ?? null]
    const { customerId, customerName } = names
    const { productId, productName } = productNames
    const group = {
      customer: { key: customerKey(provider ?? 'petra', mappingKey(customerId, customerName)), label: customerName || customerId },
      product: { key: mappingKey(productId, productName), label: productName || productId },
    }
    const key = [tenant ?? `?${group.customer.key}`, item ?? `?${group.product.key}`].join('\n')
    return getOrAdd(groups, key, (): LineGroup => ({ tenant, item, ...group, parts: [] }))
  }
  return { groups, groupOf }
}

const pairLimit = 2 ** 26

/** Numbers pairs of texts, below `pairLimit`: joining the texts of each line would cost more than finding them. */
function pairNumbers(): (first: string, second: string) => number {
  const known = new Map<string, Map<string, number>>()
  let next = 0
  return (first, second) =>
    getOrAdd(
      getOrAdd(known, first, () => new Map<string, number>()),
      second,
      () => next++,
    )
}

function partOf([invoiceId, row, , , , , term, chargeType, quantity, unitPrice, amount, currency, problem]: StoredLine): InvoicePart {
  return { invoiceId, row, term: term || null, chargeType: chargeType || null, quantity, unitPrice, amount, currency, problem }
}
