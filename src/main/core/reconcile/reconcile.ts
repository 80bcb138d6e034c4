/** A month's invoices compared with the history, as shown on screens, in the terminal and in exports. */
import type { ReconcileAnswer, ReconcileRow, UnmappedName, VarianceTotal } from '../../../shared/contract/reconcile-answers.ts'
import { decimalText, moneyText, parseDecimal, sum } from '../../../shared/domain/decimal.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { openOf } from '../approvals/writes.ts'
import { AppError } from '../base/errors.ts'
import { invoiceTable } from '../database/schema/reconcile.ts'
import { approvalTable } from '../database/schema/user.ts'
import type { Reading } from '../figures/reading.ts'
import { allTenants, type ReportTenant } from '../figures/tenants.ts'
import { customerTenants } from '../invoices/customers.ts'
import { listInvoices } from '../invoices/read.ts'
import type { Price } from '../rules/rule-book.ts'
import { actualsReader } from './actuals.ts'
import { billedItems, type ComparedRow, compare, rulePrice } from './compare.ts'
import { decisionReader } from './decisions.ts'
import { type GroupedLines, groupLines } from './group-lines.ts'
import { itemReader } from './items.ts'
import { noteOf } from './notes.ts'
import { priceChecker } from './price-check.ts'
import { namedItems } from './products.ts'
import { readServices, type ServiceBook } from './services.ts'
import { suggester } from './similar.ts'

/**
 * The latest month with an invoice; null if there is none. One ahead of now only if there is no other: it is invoiced in advance, or its date is wrong.
 */
export function latestInvoiceMonth({ db, openMonth }: Pick<Reading, 'db' | 'openMonth'>): Month | null {
  const months = db.orm.selectDistinct({ month: invoiceTable.month }).from(invoiceTable).orderBy(invoiceTable.month).all()
  const row = months.findLast(({ month }) => month <= openMonth) ?? months[0]
  return (row?.month as Month | undefined) ?? null
}

/** Answers `reconcile.get`. A month without an invoice has no rows. */
export function reconcile(reading: Reading, month: Month): ReconcileAnswer {
  const { db, rules } = reading
  const services = readServices(db)
  const { rows, grouped } = reconcileRows(reading, services, month)
  const approval = db.orm.select({ at: approvalTable.at }).from(approvalTable).where(openOf(month)).get()
  const unmapped = rows.filter(({ status }) => status === 'unmapped')
  return {
    month,
    invoices: listInvoices(db, month),
    rows,
    unmapped: unmappedNames(reading, services, month, grouped),
    totals: {
      unmappedLines: unmapped.reduce((count, { parts }) => count + parts.length, 0),
      leftOutLines: grouped.leftOut,
      ...rowTotals(rows),
    },
    approvedAt: approval === undefined ? null : isoTime(approval.at),
    ruleRevision: rules.revision,
  }
}

/** Totals over rows. */
export function rowTotals(rows: readonly ReconcileRow[]): Pick<ReconcileAnswer['totals'], 'matched' | 'gaps' | 'open' | 'under' | 'over'> {
  const of = (status: ReconcileRow['status']) => rows.filter((row) => row.status === status)
  return {
    matched: of('matched').length,
    gaps: of('gap').length,
    open: rows.filter(({ open }) => open).length,
    under: totalOf(of('under')),
    over: totalOf(of('over')),
  }
}

/** How many rows of a month still need a decision or a mapping, and the mapped tenants among them; null if the month has no invoice. */
export function openLines(reading: Reading, month: Month): { open: number; tenants: number[] } | null {
  if (listInvoices(reading.db, month).length === 0) return null
  const open = reconcileRows(reading, readServices(reading.db), month).rows.filter((row) => row.open)
  return { open: open.length, tenants: [...new Set(open.flatMap(({ tenant }) => tenant ?? []))] }
}

/** The row of a tenant and item. Throws `NOT_FOUND`, also for an unmapped one. */
export function rowAt(answer: ReconcileAnswer, tenant: number, item: string): ReconcileRow {
  const row = answer.rows.find((each) => each.tenant === tenant && each.item === item && each.status !== 'unmapped')
  if (row !== undefined) return row
  throw new AppError(
    'NOT_FOUND',
    `There is no line for ${item} of tenant ${tenant} in ${answer.month}. Map unmapped lines before you decide.`,
    {
      data: { tenant, item, month: answer.month },
    },
  )
}

function reconcileRows(reading: Reading, services: ServiceBook, month: Month): { rows: ReconcileRow[]; grouped: GroupedLines } {
  const before = previousMonth(month)
  reading.loadMonthEnds(before, month)
  const sources = { services, actuals: actualsReader(reading, services) }
  const [grouped, groupedBefore] = [groupLines(reading, services, month), groupLines(reading, services, before)]
  const compared = compare(reading, sources, month, grouped, billedItems(groupedBefore))
  const earlier = new Map(compare(reading, sources, before, groupedBefore, new Map()).map((row) => [keyOf(row), row]))
  const tenants = new Map(allTenants(reading.db).map((tenant) => [tenant.id, tenant]))
  const itemOf = itemReader()
  const decisionOf = decisionReader(reading.db, month)

  /** The row's numbers a month ago; the actual number is known even without an invoice. */
  const lastMonthOf = (row: ComparedRow): ReconcileRow['lastMonth'] => {
    const tenant = row.tenant === null ? undefined : tenants.get(row.tenant)
    const item = row.item === null ? null : itemOf(row.item)
    if (tenant === undefined || item === null) return null
    const last = earlier.get(keyOf(row))
    if (last !== undefined) return { billed: last.billed, actual: last.actual, variance: last.variance }
    const { value } = sources.actuals.of(tenant, item, before)
    return value === null ? null : { billed: null, actual: value, variance: null }
  }
  const priceDifferenceOf = priceChecker(compared, ownPrice(reading, month, tenants, itemOf), (row) => earlier.get(keyOf(row)))
  const rows = compared.map((found): ReconcileRow => {
    const priceDifference = priceDifferenceOf(found)
    // Completed in place: a copy of each of thousands of rows would cost as much as comparing them.
    const row = Object.assign(found, { priceDifference })
    if (priceDifference !== null) row.flags.push('price-differs')
    const isMapped = row.tenant !== null && row.item !== null && row.status !== 'unmapped'
    const { decision, covers } = isMapped ? decisionOf(row.tenant!, row.item!, row) : { decision: null, covers: false }
    return Object.assign(row, {
      note: noteOf(row, decision, covers),
      decision,
      open: !isMapped || ((row.status !== 'matched' || priceDifference !== null) && !covers),
      lastMonth: lastMonthOf(row),
    })
  })
  return { rows: inOrder(rows), grouped }
}

/** The price of an item at a tenant in a month, by the user's rules. */
const ownPrice =
  ({ rules }: Reading, month: Month, tenants: ReadonlyMap<number, ReportTenant>, itemOf: ReturnType<typeof itemReader>) =>
  ({ tenant, item: text }: ComparedRow): Price | null => {
    const [known, item] = [tenant === null ? undefined : tenants.get(tenant), text === null ? null : itemOf(text)]
    return known === undefined || item === null ? null : rulePrice(rules, known, item, month)
  }

const keyOf = ({ tenant, item }: Pick<ComparedRow, 'tenant' | 'item'>) => `${tenant}\n${item}`

const byName = new Intl.Collator('en').compare

/** Unmapped first, then by client and product. Each name is compared once, since many rows have the same. */
function inOrder(rows: readonly ReconcileRow[]): ReconcileRow[] {
  const [clients, products] = [ranksOf(rows.map(({ client }) => client)), ranksOf(rows.map(({ product }) => product))]
  return rows
    .map((row) => ({ row, client: clients.get(row.client)!, product: products.get(row.product)! }))
    .sort(
      (a, b) =>
        Number(a.row.status !== 'unmapped') - Number(b.row.status !== 'unmapped') ||
        a.client - b.client ||
        a.product - b.product ||
        (a.row.tenant ?? 0) - (b.row.tenant ?? 0) ||
        (keyOf(a.row) < keyOf(b.row) ? -1 : 1),
    )
    .map(({ row }) => row)
}

/** The place of each name in order; names that compare as equal share one. */
function ranksOf(names: readonly string[]): Map<string, number> {
  const ranks = new Map<string, number>()
  let last: string | null = null
  for (const name of [...new Set(names)].sort(byName)) {
    const isSame = last !== null && byName(last, name) === 0
    ranks.set(name, isSame ? ranks.get(last!)! : ranks.size)
    last = name
  }
  return ranks
}

function totalOf(rows: readonly ReconcileRow[]): VarianceTotal {
  const priced = rows.filter(({ value, currency }) => value !== null && currency !== null)
  return {
    rows: rows.length,
    seats: decimalText(sum(rows.flatMap(({ variance }) => parseDecimal(variance) ?? []))),
    value: [...Map.groupBy(priced, ({ currency }) => currency!)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, same]) => ({ currency, amount: moneyText(sum(same.flatMap(({ value }) => parseDecimal(value) ?? [])), currency) })),
    withoutPrice: rows.length - priced.length,
  }
}

/** Unmapped names, those with most lines first. */
function unmappedNames(reading: Reading, services: ServiceBook, month: Month, { groups }: GroupedLines): UnmappedName[] {
  const names = new Map<string, Omit<UnmappedName, 'suggestions'>>()
  const add = (kind: UnmappedName['kind'], { key, label }: { key: string; label: string }, lines: number) => {
    const known = names.get(`${kind}\n${key}`)
    if (known === undefined) names.set(`${kind}\n${key}`, { kind, key, label, lines })
    else known.lines += lines
  }
  for (const { tenant, item, customer, product, parts } of groups) {
    if (tenant === null) add('customer', customer, parts.length)
    if (item === null) add('product', product, parts.length)
  }
  if (names.size === 0) return []
  const customersOf = (provider: ProviderId) =>
    suggester(customerTenants(reading.db, provider).map(({ id, name }) => ({ value: id, name })))
  const customers = { petra: customersOf('petra'), genesys: customersOf('genesys') }
  const products = suggester(namedItems(reading, services, month).map(({ item, name }) => ({ value: item, name })))
  return [...names.values()]
    .sort((a, b) => b.lines - a.lines || (a.label < b.label ? -1 : 1))
    .map((name) => ({
      ...name,
      suggestions:
        name.kind === 'customer'
          ? customers[name.key.startsWith('genesys:') ? 'genesys' : 'petra'](name.label).map(({ value, ...rest }) => ({
              tenant: value,
              item: null,
              ...rest,
            }))
          : products(name.label).map(({ value, ...rest }) => ({ tenant: null, item: value, ...rest })),
    }))
}
