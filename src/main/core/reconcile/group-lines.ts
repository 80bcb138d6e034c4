/** A month's lines by customer and item; unmapped ones by the names in the file. */
import type { InvoicePart } from '../../../shared/contract/reconcile-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { Reading } from '../figures/reading.ts'
import { allTenants } from '../figures/tenants.ts'
import { type CustomerMatch, customerKey, customerMatcher, mappingKey } from '../invoices/customers.ts'
import { columnsOfMonth, linesOfMonth, type StoredLine } from '../invoices/read.ts'
import { providerOf, readItem } from './items.ts'
import { type ProductMatch, productMatcher } from './products.ts'
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
  const matchers = new Map<ProviderId, ReturnType<typeof customerMatcher>>()
  const customerOf = (provider: ProviderId, line: StoredLine) =>
    getOrAdd(matchers, provider, () => customerMatcher(reading.db, provider))(line)
  const kindOf = new Map(allTenants(reading.db).map(({ id, provider }) => [id, provider]))
  const productOf = productMatcher(reading, services, month)
  const files = columnsOfMonth(reading.db, month)
  const groups = new Map<string, LineGroup>()
  let leftOut = 0
  for (const line of lines) {
    const file = files.get(line.invoiceId)!
    const product: ProductMatch = file.item === null ? productOf(line) : { item: file.item }
    const known = product !== null && 'item' in product ? readItem(product.item) : null
    const provider = known === null ? null : providerOf(known)
    const customer: CustomerMatch =
      file.tenant === null
        ? provider === null
          ? (customerOf('petra', line) ?? customerOf('genesys', line))
          : customerOf(provider, line)
        : provider === null || kindOf.get(file.tenant) === provider
          ? { tenant: file.tenant }
          : null
    if ((customer !== null && 'leftOut' in customer) || (product !== null && 'leftOut' in product)) {
      leftOut += 1
      continue
    }
    const [tenant, item] = [customer?.tenant ?? null, product?.item ?? null]
    const group = {
      customer: {
        key: customerKey(provider ?? 'petra', mappingKey(line.customerId, line.customerName)),
        label: line.customerName || line.customerId,
      },
      product: { key: mappingKey(line.productId, line.productName), label: line.productName || line.productId },
    }
    const key = [tenant ?? `?${group.customer.key}`, item ?? `?${group.product.key}`].join('\n')
    getOrAdd(groups, key, (): LineGroup => ({ tenant, item, ...group, parts: [] })).parts.push(partOf(line))
  }
  return { groups: [...groups.values()], leftOut }
}

const partOf = ({ invoiceId, row, term, chargeType, quantity, unitPrice, amount, currency, problem }: StoredLine): InvoicePart => ({
  invoiceId,
  row,
  term: term || null,
  chargeType: chargeType || null,
  quantity,
  unitPrice,
  amount,
  currency,
  problem,
})
