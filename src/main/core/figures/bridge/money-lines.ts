/**
 * The change of both costs. A change in quantity is valued at the earlier price, a change in price at the later quantity. Amounts are
 * rounded one by one; the remaining rounding difference is a part of its own.
 */
import { costInMinorUnits, scaledDifference } from '../../../../shared/domain/minor-units.ts'
import { getOrAdd } from '../../base/get-or-add.ts'
import type { RulePrice } from '../../rules/rule-book.ts'
import { type Kind, type Line, type LinePart, restOf } from './measure.ts'
import { part } from './people-lines.ts'
import { type Comparison, comparisonOf } from './standing.ts'
import type { LicenceMove, TenantFacts } from './tenant-facts.ts'
import { unitsLine } from './unit-lines.ts'

/** A tenant's lines of the vendor's bill: one, or two if the price's currency changed. Empty without a price or units. */
export function billLines(facts: TenantFacts, units = unitsLine(facts)): Line<'bill'>[] {
  if (units === null) return []
  const comparison = comparisonOf(facts.standing, facts.before.units, facts.after.units)
  const prices = pricesOf(facts.before.unitPrice, facts.after.unitPrice, comparison)
  const sums: Sums = new Map()
  addItem(sums, { before: units.before, after: units.after, ...prices, parts: units.parts })
  return linesOf('bill', facts, sums)
}

/** A tenant's lines of licence cost, one per currency. Empty without prices or if a list is missing. */
export function licenceLines(facts: TenantFacts): Line<'licence cost'>[] {
  const { before, after } = facts
  const comparison = comparisonOf(facts.standing, before.holders?.size ?? null, after.holders?.size ?? null)
  if (comparison === 'none' || comparison === 'not-comparable') return []
  // A SKU without a price adds nothing.
  const isPriced = (skuId: string) => before.skuPrice(skuId) !== null || after.skuPrice(skuId) !== null
  const skuIds = new Set([...(before.holders?.keys() ?? []), ...(after.holders?.keys() ?? [])].filter(isPriced))
  const moved = movesBySku(facts.licenceMoves, skuIds)
  const sums: Sums = new Map()
  for (const skuId of [...skuIds].sort()) {
    const [was, is] = [BigInt(before.holders?.get(skuId) ?? 0), BigInt(after.holders?.get(skuId) ?? 0)]
    const parts = comparison === 'both' ? licenceParts(is - was, moved.get(skuId)) : wholeTenant(comparison, is - was)
    addItem(sums, { before: was, after: is, ...pricesOf(before.skuPrice(skuId), after.skuPrice(skuId), comparison), parts })
  }
  return linesOf('licence cost', facts, sums)
}

/** The prices of both sides. On the side where the tenant does not exist, the other side's price is used. */
function pricesOf(before: RulePrice | null, after: RulePrice | null, comparison: Comparison): Pick<Item, 'was' | 'is'> {
  return { was: comparison === 'new' ? after : before, is: comparison === 'gone' ? before : after }
}

/** A quantity and its price on both sides, with the parts of the change in quantity. */
interface Item {
  before: bigint
  after: bigint
  was: RulePrice | null
  is: RulePrice | null
  parts: readonly LinePart[]
}

/** The cost on both sides in each currency, with the parts of its change. */
type Sums = Map<string, { before: bigint; after: bigint; parts: LinePart[] }>

/** Adds an item's cost. */
function addItem(sums: Sums, { before, after, was, is, parts }: Item): void {
  if (was === null || is === null || was.currency !== is.currency) {
    const reason = was === null || is === null ? 'priced-in-one-month' : 'price-changed'
    if (was !== null) {
      const cost = costOf(before, was)
      addCost(sums, was.currency, cost, 0n, part(reason, -cost))
    }
    if (is !== null) {
      const cost = costOf(after, is)
      addCost(sums, is.currency, 0n, cost, part(reason, cost))
    }
    return
  }
  const valued = parts.map(({ reason, delta, people }) => ({ reason, delta: costOf(delta, was), people }))
  if (was !== is) valued.push(...part('price-changed', costInMinorUnits(after, scaledDifference(was.scaled, is.scaled), is.currency)))
  addCost(sums, is.currency, costOf(before, was), costOf(after, is), valued)
}

const costOf = (quantity: bigint, { scaled, currency }: RulePrice): bigint => costInMinorUnits(quantity, scaled, currency)

function addCost(sums: Sums, currency: string, before: bigint, after: bigint, parts: LinePart[]): void {
  const sum = sums.get(currency)
  if (sum === undefined) {
    sums.set(currency, { before, after, parts })
    return
  }
  sum.before += before
  sum.after += after
  sum.parts.push(...parts)
}

function linesOf<K extends Kind>(kind: K, { tenant }: TenantFacts, sums: Sums): Line<K>[] {
  return [...sums].map(([currency, { before, after, parts }]) => ({
    kind,
    currency,
    tenant,
    before,
    after,
    parts: [...parts, ...part('rounding', restOf(after - before, parts))],
  }))
}

/** People who began or ceased to hold a SKU for one reason. */
interface SkuMoves {
  reason: 'added' | 'removed' | 'licences-gained' | 'licences-lost'
  people: string[]
}

function movesBySku(moves: readonly LicenceMove[], skuIds: ReadonlySet<string>): Map<string, SkuMoves[]> {
  const bySku = new Map<string, SkuMoves[]>()
  const add = (skuId: string, reason: SkuMoves['reason'], id: string) => {
    if (!skuIds.has(skuId)) return
    const known = getOrAdd(bySku, skuId, () => [])
    const same = known.find((each) => each.reason === reason)
    if (same === undefined) known.push({ reason, people: [id] })
    else same.people.push(id)
  }
  for (const { id, who, gained, lost } of moves) {
    for (const skuId of gained) add(skuId, who === 'both' ? 'licences-gained' : who, id)
    for (const skuId of lost) add(skuId, who === 'both' ? 'licences-lost' : who, id)
  }
  return bySku
}

function licenceParts(delta: bigint, moves: readonly SkuMoves[] = []): LinePart[] {
  const parts = moves.map(({ reason, people }): LinePart => {
    const isGain = reason === 'added' || reason === 'licences-gained'
    return { reason, delta: BigInt(isGain ? people.length : -people.length), people }
  })
  return [...parts, ...part('unexplained', restOf(delta, parts))]
}

const wholeTenant = (comparison: Comparison, delta: bigint): LinePart[] =>
  part(comparison === 'new' ? 'new-tenants' : 'gone-tenants', delta)
