/** Compares a month's invoice lines with the vendor's numbers: a row for each customer and item. */
import type { InvoicePart, ReconcileFlag, ReconcileRow, ReconcileStatus } from '../../../shared/contract/reconcile-answers.ts'
import { type Decimal, decimalText, moneyText, parseDecimal, sameDecimal, sumOfTexts, zero } from '../../../shared/domain/decimal.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { itemNames } from '../figures/names.ts'
import type { Reading } from '../figures/reading.ts'
import { allTenants, type ReportTenant } from '../figures/tenants.ts'
import type { Price } from '../rules/rule-book.ts'
import type { Actuals } from './actuals.ts'
import { usageIn, vendorPrice } from './charges.ts'
import type { GroupedLines, LineGroup } from './group-lines.ts'
import { type Item, itemReader, itemText, providerOf, skuOf } from './items.ts'
import type { ServiceBook } from './services.ts'
import { varianceOf } from './variance.ts'

/** A row without its decision and the month before. */
export type ComparedRow = Omit<ReconcileRow, 'decision' | 'open' | 'lastMonth' | 'note' | 'priceDifference'>

/** Items that each tenant was billed for, as text. */
type Billed = ReadonlyMap<number, ReadonlySet<string>>

/**
 * The rows of a month's lines, unordered; empty without lines. An item that anyone was billed for is compared at every tenant, to find
 * customers missing on the invoice; so is an item that the tenant was billed for in the month before.
 */
export function compare(
  reading: Reading,
  { services, actuals }: { services: ServiceBook; actuals: Actuals },
  month: Month,
  lines: GroupedLines,
  before: Billed,
): ComparedRow[] {
  const context: Context = {
    reading,
    services,
    actuals,
    month,
    tenants: new Map(allTenants(reading.db).map((tenant) => [tenant.id, tenant])),
    nameOf: itemNames(reading),
    itemOf: itemReader(),
  }
  const rows = lines.groups.map((group) => rowOf(context, group))
  if (rows.length === 0) return []
  const billed = billedItems(lines)
  return [...rows, ...notInvoiced(context, billed, before), ...dueAndNotInvoiced(context, billed)]
}

/** What each tenant was billed for. */
export function billedItems({ groups }: GroupedLines): Map<number, Set<string>> {
  const items = new Map<number, Set<string>>()
  for (const { tenant, item } of groups) {
    if (tenant !== null && item !== null) getOrAdd(items, tenant, () => new Set<string>()).add(item)
  }
  return items
}

interface Context {
  reading: Reading
  services: ServiceBook
  actuals: Actuals
  month: Month
  tenants: ReadonlyMap<number, ReportTenant>
  nameOf: (id: string) => string
  itemOf: ReturnType<typeof itemReader>
}

function rowOf(context: Context, group: LineGroup): ComparedRow {
  const tenant = group.tenant === null ? undefined : context.tenants.get(group.tenant)
  const item = group.item === null ? null : context.itemOf(group.item)
  const { parts } = group
  const quantities = parts.flatMap(({ quantity }) => (quantity === null || quantity === '' ? [] : [quantity]))
  const billed = quantities.length === 0 ? null : sumOfTexts(quantities)
  if (tenant === undefined || item === null || parts.some(({ problem }) => problem !== null)) {
    return {
      ...empty,
      tenant: tenant?.id ?? null,
      sku: item === null ? null : skuOf(item),
      item: group.item,
      client: tenant?.name ?? group.customer.label,
      product: item === null || item.kind === 'charge' ? group.product.label : itemName(context, item),
      status: 'unmapped',
      billed,
      flags: flagsOf(parts),
      parts,
    }
  }
  return comparedRow(context, tenant, item, { text: group.item!, label: group.product.label }, parts, billed)
}

const empty = {
  actual: null,
  basis: null,
  actualMonth: null,
  snapshotId: null,
  approved: null,
  variance: null,
  unitPrice: null,
  priceFrom: null,
  currency: null,
  value: null,
} as const

function comparedRow(
  context: Context,
  tenant: ReportTenant,
  item: Item,
  { text, label }: { text: string; label?: string },
  parts: InvoicePart[],
  billed: string | null,
): ComparedRow {
  const { services, actuals, month } = context
  const actual = actuals.of(tenant, item, month)
  const approved = actuals.approved(tenant, item, month)
  const actualText = actual.value
  const variance = varianceOf({ billed, actual: actualText })
  const tolerance = item.kind === 'service' ? (services.of(item.name, month)?.tolerance ?? zero) : zero
  const status = statusOf(variance, tolerance)
  const price = priceOf(context, tenant, item, parts)
  const value =
    variance === null || price === null || price.currency === null
      ? null
      : moneyText(variance.times(parseDecimal(price.amount)!), price.currency)
  const flags = flagsOf(parts)
  if (parts.length === 0) flags.unshift('not-invoiced')
  if (status === 'matched' && !variance!.eq(0)) flags.push('within-tolerance')
  if (approved !== null && actualText !== null && !sameDecimal(approved, actualText)) flags.push('approval-moved')
  return {
    tenant: tenant.id,
    sku: skuOf(item),
    item: text,
    client: tenant.name,
    product: productName(context, tenant, item, label),
    status,
    billed,
    actual: actualText,
    basis: actual.basis,
    actualMonth: actual.month,
    snapshotId: actual.snapshotId,
    approved,
    variance: variance === null ? null : decimalText(variance),
    unitPrice: price?.amount ?? null,
    priceFrom: price?.from ?? null,
    currency: price?.currency ?? null,
    value,
    flags,
    parts,
  }
}

function statusOf(variance: Decimal | null, tolerance: Decimal): ReconcileStatus {
  if (variance === null) return 'gap'
  if (variance.abs().lte(tolerance)) return 'matched'
  return variance.gt(0) ? 'under' : 'over'
}

function itemName({ nameOf }: Context, item: Exclude<Item, { kind: 'charge' }>): string {
  if (item.kind === 'unit') return 'Petra billable units'
  return item.kind === 'sku' ? nameOf(item.skuId) : item.name
}

/** The contract's name for a Genesys product, the charge's own name for a customer's charge, else the name on the invoice. */
function productName(context: Context, tenant: ReportTenant, item: Item, label: string | undefined): string {
  if (item.kind !== 'charge') return itemName(context, item)
  const contract = context.actuals.contracts.of(tenant.id, context.month)?.get(item.id)
  if (contract !== undefined) return contract.name
  return tenant.kind === 'customer' ? context.nameOf(item.id) : (label ?? item.id)
}

/** Flags for several lines of one item. Lines with different terms are never merged silently. */
function flagsOf(parts: readonly InvoicePart[]): ReconcileFlag[] {
  const flags: ReconcileFlag[] = []
  if (parts.length > 1) flags.push('repeated-lines')
  if (parts.some(({ quantity }) => quantity?.startsWith('-') && parseDecimal(quantity)?.lt(0))) flags.push('credit')
  if (parts.length < 2) return flags
  const several = (of: (part: InvoicePart) => string | null) => new Set(parts.map(of).filter((text) => text !== null)).size > 1
  if (several(({ term }) => term)) flags.push('several-terms')
  if (several(({ chargeType }) => chargeType)) flags.push('several-charge-types')
  if (several(({ unitPrice, currency }) => (unitPrice === null ? null : `${unitPrice} ${currency}`))) flags.push('several-prices')
  return flags
}

/** The user's own price of an item; services and charges have none. */
export function rulePrice(rules: Reading['rules'], { connectionId }: ReportTenant, item: Item, month: Month): Price | null {
  if (item.kind === 'unit') return rules.unitPrice(connectionId, month)
  return item.kind === 'sku' ? rules.skuPrice(item.skuId, month) : null
}

/** The invoice's price if it has only one, else the user's own price. */
function priceOf(
  context: Context,
  tenant: ReportTenant,
  item: Item,
  parts: readonly InvoicePart[],
): { amount: string; currency: string | null; from: NonNullable<ReconcileRow['priceFrom']> } | null {
  const { reading, month } = context
  // One unit more or less changes the overage, whatever the prepaid part costs.
  const contract = item.kind === 'charge' ? context.actuals.contracts.of(tenant.id, month)?.get(item.id) : undefined
  if (contract?.rate != null) return { amount: contract.rate, currency: contract.currency, from: 'contract' }
  const rule = item.kind === 'charge' ? chargePrice(reading, tenant, item.id, month) : rulePrice(reading.rules, tenant, item, month)
  const priced = parts.filter(({ unitPrice }) => unitPrice !== null)
  const [first, ...others] = priced
  if (
    first !== undefined &&
    others.every(({ unitPrice, currency }) => sameDecimal(unitPrice, first.unitPrice) && currency === first.currency)
  ) {
    // A file without currencies is assumed to use the currency of the user's own price.
    return { amount: first.unitPrice!, currency: first.currency ?? rule?.currency ?? null, from: 'invoice' }
  }
  if (first !== undefined || rule === null) return null
  return { amount: rule.amount, currency: rule.currency, from: item.kind === 'charge' ? 'vendor' : 'rules' }
}

function chargePrice(reading: Reading, tenant: ReportTenant, chargeId: string, month: Month): Price | null {
  const usage = usageIn(reading, tenant.id, month)
  return usage === null ? null : vendorPrice(usage, chargeId)
}

/** Tenants that hold an item without a line, although others, or they themselves a month ago, were billed for it. */
function notInvoiced(context: Context, billed: Billed, before: Billed): ComparedRow[] {
  const everywhere = new Set([...billed.values()].flatMap((items) => [...items]))
  return [...context.tenants.values()]
    .filter(({ kind }) => kind !== 'own')
    .flatMap((tenant) => {
      const own = billed.get(tenant.id) ?? new Set<string>()
      const ownItems = [...own].flatMap((text) => context.itemOf(text) ?? [])
      const earlier = before.get(tenant.id) ?? new Set<string>()
      return [...new Set([...everywhere, ...earlier])].flatMap((text) => {
        const item = context.itemOf(text)
        if (item === null || providerOf(item) !== tenant.provider || own.has(text) || isBilledOtherwise(context, item, ownItems)) return []
        // Most tenants hold nothing of most items.
        if (context.actuals.of(tenant, item, context.month).value === '0') return []
        const row = comparedRow(context, tenant, item, { text }, [], null)
        const missed = row.status === 'under' || (row.status === 'gap' && earlier.has(text))
        return missed ? [row] : []
      })
    })
}

/** Items that are due by the contract of a Genesys organisation but on none of the vendor's invoices of the month. */
function dueAndNotInvoiced(context: Context, billed: Billed): ComparedRow[] {
  return [...billed].flatMap(([tenantId, own]) => {
    const tenant = context.tenants.get(tenantId)
    if (tenant?.kind !== 'own') return []
    const items = [...(context.actuals.contracts.of(tenantId, context.month)?.values() ?? [])]
    return items
      .map(({ id }): Item => ({ kind: 'charge', id }))
      .filter((item) => !own.has(itemText(item)))
      .map((item) => comparedRow(context, tenant, item, { text: itemText(item) }, [], null))
      .filter(({ status }) => status === 'under')
  })
}

/** Whether another line covers the item: a SKU is billed with a service that contains it, and a service with its SKUs. */
function isBilledOtherwise({ services, month }: Context, item: Item, items: readonly Item[]): boolean {
  const contains = (name: string, skuId: string) => services.of(name, month)?.skus.includes(skuId) ?? false
  if (item.kind === 'sku') return items.some((other) => other.kind === 'service' && contains(other.name, item.skuId))
  if (item.kind === 'service') return items.some((other) => other.kind === 'sku' && contains(item.name, other.skuId))
  return false
}
