/** Adds up the lines of tenants to a change with its parts. Different kinds and currencies are never added. */
import type { BridgeMeasure, BridgePart, BridgeReason } from '../../../../shared/contract/bridge-answers.ts'

/** What is counted. Adding lines of different kinds does not compile. */
export type Kind = 'people' | 'units' | 'bill' | 'licence cost'

/** A share of one tenant's change. */
export interface LinePart {
  reason: BridgeReason
  delta: bigint
  /** Vendor ids of the people in this part. */
  people: readonly string[]
}

/** One tenant's value before and after, in people, units or the currency's smallest unit. The parts add up to the difference. */
export interface Line<K extends Kind> {
  kind: K
  /** Null if the kind is not money. */
  currency: string | null
  tenant: number
  before: bigint
  after: bigint
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
export function restOf(total: bigint, parts: readonly LinePart[]): bigint {
  return parts.reduce((left, part) => left - part.delta, total)
}

/**
 * Adds up lines of one kind and currency. `write` converts sums to the answer's values. Throws `RangeError` for lines of
 * another kind or currency, and for a line whose parts do not add up.
 */
export function addLines<K extends Kind, T>(
  kind: K,
  currency: string | null,
  lines: readonly Line<NoInfer<K>>[],
  notComparable: readonly number[],
  write: (value: bigint) => T,
): BridgeMeasure<T> {
  for (const line of lines) {
    if (line.kind !== kind || line.currency !== currency) {
      throw new RangeError(`cannot add ${line.kind} (${line.currency ?? 'a count'}) to ${kind} (${currency ?? 'a count'})`)
    }
    if (restOf(line.after - line.before, line.parts) !== 0n) {
      throw new RangeError(`the parts of tenant ${line.tenant}'s ${kind} do not add up to its change`)
    }
  }
  const total = (side: 'before' | 'after') => lines.reduce((sum, line) => sum + line[side], 0n)
  const [from, to] = [total('before'), total('after')]
  return {
    from: lines.length === 0 ? null : write(from),
    to: lines.length === 0 ? null : write(to),
    delta: lines.length === 0 ? null : write(to - from),
    parts: partsOf(lines, write),
    notComparable: [...new Set(notComparable)].sort((a, b) => a - b),
  }
}

function partsOf<T>(lines: readonly Line<Kind>[], write: (value: bigint) => T): BridgePart<T>[] {
  const found = lines.flatMap(({ tenant, parts }) => parts.filter(({ delta }) => delta !== 0n).map((part) => ({ tenant, ...part })))
  const byReason = Map.groupBy(found, ({ reason }) => reason)
  return reasonOrder.flatMap((reason) => {
    const parts = byReason.get(reason)
    if (parts === undefined) return []
    const people = parts.flatMap((part) => part.people.map((id) => ({ tenant: part.tenant, id })))
    return {
      reason,
      delta: write(parts.reduce((sum, { delta }) => sum + delta, 0n)),
      tenants: [...new Set(parts.map(({ tenant }) => tenant))].sort((a, b) => a - b),
      ...(people.length === 0 ? {} : { people }),
    }
  })
}
