/**
 * The change of both costs. A change in quantity is valued at the earlier price, a change in price at the later quantity. Amounts are
 * rounded one by one; the remaining rounding difference is a part of its own.
 */
import { costInMinorUnits, type ScaledDecimal, scaledDifference } from '../../../../shared/domain/minor-units.ts'
import type { RulePrice } from '../../rules/rule-book.ts'
import { type Kind, type Line, type LinePart, restOf } from './measure.ts'
import { part } from './people-lines.ts'
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
    const parts = comparison === 'both' ? licenceParts(BigInt(is - was), moved.get(skuId) ?? []) : wholeTenant(comparison, BigInt(is - was))
    return { before: BigInt(was), after: BigInt(is), priceBefore, priceAfter, parts }
  })
  return linesOf('licence cost', facts, items, comparison)
}

/** A quantity and its price on both sides, with the parts of the change in quantity. */
interface Priced {
  before: bigint
  after: bigint
  priceBefore: RulePrice | null
  priceAfter: RulePrice | null
  parts: readonly LinePart[]
}

function linesOf<K extends Kind>(kind: K, { tenant }: TenantFacts, items: readonly Priced[], comparison: Comparison): Line<K>[] {
  const byCurrency = new Map<string, { before: bigint; after: bigint; parts: LinePart[] }>()
  for (const item of items) {
    for (const { currency, ...value } of valued(item, comparison)) {
      const known = byCurrency.get(currency)
      if (known === undefined) byCurrency.set(currency, value)
      else {
        known.before += value.before
        known.after += value.after
        known.parts.push(...value.parts)
      }
    }
  }
  return [...byCurrency].map(([currency, { before, after, parts }]) => {
    parts.push(...part('rounding', restOf(after - before, parts)))
    return { kind, currency, tenant, before, after, parts }
  })
}

interface Valued {
  currency: string
  before: bigint
  after: bigint
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
  const cost = (quantity: bigint, price: ScaledDecimal) => costInMinorUnits(quantity, price, currency)
  const parts: LinePart[] = item.parts.map((each) => ({ ...each, delta: cost(each.delta, was.scaled) }))
  parts.push(...part('price-changed', cost(item.after, scaledDifference(was.scaled, is.scaled))))
  return [{ currency, before: cost(item.before, was.scaled), after: cost(item.after, is.scaled), parts }]
}

function oneSide(price: RulePrice | null, quantity: bigint, side: 'before' | 'after', reason: LinePart['reason']): Valued[] {
  if (price === null) return []
  const cost = costInMinorUnits(quantity, price.scaled, price.currency)
  const sides = side === 'before' ? { before: cost, after: 0n } : { before: 0n, after: cost }
  return [{ currency: price.currency, ...sides, parts: [{ reason, delta: sides.after - sides.before, people: [] }] }]
}

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

function licenceParts(delta: bigint, moves: readonly SkuMove[]): LinePart[] {
  const reasonOf = ({ who, sign }: SkuMove) => (who !== 'both' ? who : sign === 1 ? 'licences-gained' : 'licences-lost')
  const parts = [...Map.groupBy(moves, reasonOf)].flatMap(([reason, same]) => {
    const count = same.reduce((sum, { sign }) => sum + sign, 0)
    return part(
      reason,
      BigInt(count),
      same.map(({ id }) => id),
    )
  })
  return [...parts, ...part('unexplained', restOf(delta, parts))]
}

const wholeTenant = (comparison: Comparison, delta: bigint): LinePart[] =>
  part(comparison === 'new' ? 'new-tenants' : 'gone-tenants', delta)
