/** Adds up the lines of tenants to a change with its parts. Different kinds and currencies are never added. */
import type { BridgeMeasure, BridgePart, BridgeReason } from '../../../../shared/contract/bridge-answers.ts'
import { type Decimal, zero } from '../../../../shared/domain/decimal.ts'

/** What is counted. Adding lines of different kinds does not compile. */
export type Kind = 'people' | 'units' | 'bill' | 'licence cost'

/** A share of one tenant's change. */
export interface LinePart {
  reason: BridgeReason
  delta: Decimal
  /** Vendor ids of the people in this part. */
  people: readonly string[]
}

/** One tenant's value before and after. The parts add up to the difference. */
export interface Line<K extends Kind> {
  kind: K
  /** Null if the kind is not money. */
  currency: string | null
  tenant: number
  before: Decimal
  after: Decimal
  parts: readonly LinePart[]
}

/** Display order of the parts. */
const reasonOrder: readonly BridgeReason[] = [
  'new-tenants',
  'gone-tenants',
  'added',
  'removed',
  'began-to-count',
  'ceased-to-count',
  'rule-changed',
  'entries-without-id',
  'duplicate-entries',
  'licences-gained',
  'licences-lost',
  'prorated',
  'paused',
  'trial',
  'not-for-resale',
  'not-billed-yet',
  'tenant-ended',
  'price-changed',
  'priced-in-one-month',
  'rounding',
  'unexplained',
]

/** The rest of `total` that the parts do not cover. */
export function restOf(total: Decimal, parts: readonly LinePart[]): Decimal {
  return parts.reduce((left, part) => left.minus(part.delta), total)
}

/**
 * Adds up lines of one kind and currency. `write` converts exact decimals to the answer's values. Throws `RangeError` for lines of
 * another kind or currency, and for a line whose parts do not add up.
 */
export function addLines<K extends Kind, T>(
  kind: K,
  currency: string | null,
  lines: readonly Line<NoInfer<K>>[],
  notComparable: readonly number[],
  write: (value: Decimal) => T,
): BridgeMeasure<T> {
  for (const line of lines) {
    if (line.kind !== kind || line.currency !== currency) {
      throw new RangeError(`cannot add ${line.kind} (${line.currency ?? 'a count'}) to ${kind} (${currency ?? 'a count'})`)
    }
    if (!restOf(line.after.minus(line.before), line.parts).eq(0)) {
      throw new RangeError(`the parts of tenant ${line.tenant}'s ${kind} do not add up to its change`)
    }
  }
  const total = (side: 'before' | 'after') => lines.reduce((sum, line) => sum.plus(line[side]), zero)
  const [from, to] = [total('before'), total('after')]
  return {
    from: lines.length === 0 ? null : write(from),
    to: lines.length === 0 ? null : write(to),
    delta: lines.length === 0 ? null : write(to.minus(from)),
    parts: partsOf(lines, write),
    notComparable: [...new Set(notComparable)].sort((a, b) => a - b),
  }
}

function partsOf<T>(lines: readonly Line<Kind>[], write: (value: Decimal) => T): BridgePart<T>[] {
  const found = lines.flatMap(({ tenant, parts }) => parts.filter(({ delta }) => !delta.eq(0)).map((part) => ({ tenant, ...part })))
  const byReason = Map.groupBy(found, ({ reason }) => reason)
  return reasonOrder.flatMap((reason) => {
    const parts = byReason.get(reason)
    if (parts === undefined) return []
    const people = parts.flatMap((part) => part.people.map((id) => ({ tenant: part.tenant, id })))
    return {
      reason,
      delta: write(parts.reduce((sum, { delta }) => sum.plus(delta), zero)),
      tenants: [...new Set(parts.map(({ tenant }) => tenant))].sort((a, b) => a - b),
      ...(people.length === 0 ? {} : { people }),
    }
  })
}
