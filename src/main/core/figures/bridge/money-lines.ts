/**
 * The change of both costs. A change in quantity is valued at the earlier price, a change in price at the later quantity. Amounts are
 * rounded one by one; the remaining rounding difference is a part of its own.
 */
import { type Decimal, parseDecimal, roundMoney, zero } from '../../../../shared/domain/decimal.ts'
import type { Price } from '../../rules/rule-book.ts'
import { type Kind, type Line, type LinePart, restOf } from './measure.ts'
import { countPart, exact } from './people-lines.ts'
import { type Comparison, comparisonOf } from './standing.ts'
import type { LicenceMove, TenantFacts } from './tenant-facts.ts'
import { unitsLine } from './unit-lines.ts'

/** A tenant's lines of the vendor's bill: one, or two if the price's currency changed. Empty without a price or units. */
export function billLines(facts: TenantFacts, units = unitsLine(facts)): Line<'bill'>[] {
  if (units === null) return []
  const { unitPrice: before } = facts.before
  const { unitPrice: after } = facts.after
  const item = { before: units.before, after: units.after, priceBefore: before, priceAfter: after, parts: units.parts }
  return linesOf('bill', facts, [item], comparisonOf(facts.standing, facts.before.units, facts.after.units))
}

/** A tenant's lines of licence cost, one per currency. Empty without prices or if a list is missing. */
export function licenceLines(facts: TenantFacts): Line<'licence cost'>[] {
  const { before, after } = facts
  const comparison = comparisonOf(facts.standing, before.holders?.size ?? null, after.holders?.size ?? null)
  if (comparison === 'none' || comparison === 'not-comparable') return []
  const skuIds = [...new Set([...(before.holders?.keys() ?? []), ...(after.holders?.keys() ?? [])])]
  const prices = skuIds.map((skuId) => ({ skuId, priceBefore: before.skuPrice(skuId), priceAfter: after.skuPrice(skuId) }))
  // A SKU without a price adds nothing.
  const priced = prices.filter(({ priceBefore, priceAfter }) => priceBefore !== null || priceAfter !== null)
  if (priced.length === 0) return []
  const moved = movesBySku(facts.licenceMoves)
  priced.sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
  const items = priced.map(({ skuId, priceBefore, priceAfter }): Priced => {
    const [was, is] = [before.holders?.get(skuId) ?? 0, after.holders?.get(skuId) ?? 0]
    const parts = comparison === 'both' ? licenceParts(is - was, moved.get(skuId) ?? []) : wholeTenant(comparison, is - was)
    return { before: exact(was), after: exact(is), priceBefore, priceAfter, parts }
  })
  return linesOf('licence cost', facts, items, comparison)
}

/** A quantity and its price on both sides, with the parts of the change in quantity. */
interface Priced {
  before: Decimal
  after: Decimal
  priceBefore: Price | null
  priceAfter: Price | null
  parts: readonly LinePart[]
}

function linesOf<K extends Kind>(kind: K, { tenant }: TenantFacts, items: readonly Priced[], comparison: Comparison): Line<K>[] {
  const byCurrency = new Map<string, { before: Decimal; after: Decimal; parts: LinePart[] }>()
  for (const item of items) {
    for (const { currency, ...value } of valued(item, comparison)) {
      const known = byCurrency.get(currency)
      if (known === undefined) byCurrency.set(currency, value)
      else {
        known.before = known.before.plus(value.before)
        known.after = known.after.plus(value.after)
        known.parts.push(...value.parts)
      }
    }
  }
  return [...byCurrency].map(([currency, { before, after, parts }]) => {
    const rounding = restOf(after.minus(before), parts)
    if (!rounding.eq(0)) parts.push({ reason: 'rounding', delta: rounding, people: [] })
    return { kind, currency, tenant, before, after, parts }
  })
}

interface Valued {
  currency: string
  before: Decimal
  after: Decimal
  parts: LinePart[]
}

function valued(item: Priced, comparison: Comparison): Valued[] {
  // On the side where the tenant does not exist, the other side's price is used.
  const was = comparison === 'new' ? item.priceAfter : item.priceBefore
  const is = comparison === 'gone' ? item.priceBefore : item.priceAfter
  if (was === null || is === null || was.currency !== is.currency) {
    const reason = was === null || is === null ? 'priced-in-one-month' : 'price-changed'
    return [...oneSide(was, item.before, 'before', reason), ...oneSide(is, item.after, 'after', reason)]
  }
  const { currency } = is
  const [oldPrice, newPrice] = [amountOf(was), amountOf(is)]
  const cost = (quantity: Decimal, price: Decimal) => roundMoney(quantity.times(price), currency)
  const parts: LinePart[] = item.parts.map((part) => ({ ...part, delta: cost(part.delta, oldPrice) }))
  const change = newPrice.minus(oldPrice)
  if (!change.eq(0)) parts.push({ reason: 'price-changed', delta: cost(item.after, change), people: [] })
  return [{ currency, before: cost(item.before, oldPrice), after: cost(item.after, newPrice), parts }]
}

function oneSide(price: Price | null, quantity: Decimal, side: 'before' | 'after', reason: LinePart['reason']): Valued[] {
  if (price === null) return []
  const cost = roundMoney(quantity.times(amountOf(price)), price.currency)
  const sides = side === 'before' ? { before: cost, after: zero } : { before: zero, after: cost }
  return [{ currency: price.currency, ...sides, parts: [{ reason, delta: sides.after.minus(sides.before), people: [] }] }]
}

const amountOf = (price: Price): Decimal => parseDecimal(price.amount) ?? zero

interface SkuMove {
  id: string
  who: LicenceMove['who']
  sign: 1 | -1
}

function movesBySku(moves: readonly LicenceMove[]): Map<string, SkuMove[]> {
  const bySku = new Map<string, SkuMove[]>()
  const add = (skuId: string, move: SkuMove) => {
    const known = bySku.get(skuId)
    if (known === undefined) bySku.set(skuId, [move])
    else known.push(move)
  }
  for (const { id, who, gained, lost } of moves) {
    for (const skuId of gained) add(skuId, { id, who, sign: 1 })
    for (const skuId of lost) add(skuId, { id, who, sign: -1 })
  }
  return bySku
}

function licenceParts(delta: number, moves: readonly SkuMove[]): LinePart[] {
  const reasonOf = ({ who, sign }: SkuMove) => (who !== 'both' ? who : sign === 1 ? 'licences-gained' : 'licences-lost')
  const parts = [...Map.groupBy(moves, reasonOf)].flatMap(([reason, same]) => {
    const count = same.reduce((sum, { sign }) => sum + sign, 0)
    return countPart(
      reason,
      count,
      same.map(({ id }) => id),
    )
  })
  const rest = parts.reduce((left, { count }) => left - count, delta)
  return [...parts, ...countPart('unexplained', rest)]
}

const wholeTenant = (comparison: Comparison, delta: number): LinePart[] =>
  countPart(comparison === 'new' ? 'new-tenants' : 'gone-tenants', delta)
