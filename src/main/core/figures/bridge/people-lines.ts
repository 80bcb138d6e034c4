/** The change in the vendor's reported total of users, and the people behind it. */
import { parseDecimal, zero } from '../../../../shared/domain/decimal.ts'
import { type Line, type LinePart, restOf } from './measure.ts'
import { comparisonOf } from './standing.ts'
import type { HolderMove, TenantFacts, TenantSide } from './tenant-facts.ts'

/** A count as an exact decimal. */
export const exact = (count: number) => parseDecimal(count) ?? zero

/**
 * One tenant's line of reported users; null if they cannot be compared. Vendors do not document whether their total counts everyone
 * listed or only those with a billed licence; the interpretation that fits both sides better is used.
 */
export function usersLine({ tenant, standing, before, after, moves }: TenantFacts): Line<'people'> | null {
  const comparison = comparisonOf(standing, before.reported, after.reported)
  if (comparison === 'none' || comparison === 'not-comparable') return null
  const [from, to] = [exact(before.reported ?? 0), exact(after.reported ?? 0)]
  const line = { kind: 'people', currency: null, tenant, before: from, after: to } as const
  const delta = to.minus(from)
  if (comparison === 'new') return { ...line, parts: [{ reason: 'new-tenants', delta, people: [] }] }
  if (comparison === 'gone') return { ...line, parts: [{ reason: 'gone-tenants', delta, people: [] }] }
  const explained = countsEveryone(before, after) ? listParts(before, after, moves) : billedParts(before, after, moves)
  return { ...line, parts: [...explained, { reason: 'unexplained', delta: restOf(delta, explained), people: [] }] }
}

function countsEveryone(before: TenantSide, after: TenantSide): boolean {
  const distance = (column: 'listed' | 'recounted') =>
    [before, after].reduce((total, side) => {
      const value = side[column]
      return value === null || side.reported === null ? total : total + Math.abs(side.reported - value)
    }, 0)
  return distance('listed') < distance('recounted')
}

function listParts(before: TenantSide, after: TenantSide, moves: readonly HolderMove[]): LinePart[] {
  if (before.listed === null || after.listed === null) return []
  const more = (column: 'withoutId' | 'duplicates') => exact((after[column] ?? 0) - (before[column] ?? 0))
  return [
    added(moves.filter((move) => move.billedBefore === null && move.billedAfter !== null)),
    removed(moves.filter((move) => move.billedBefore !== null && move.billedAfter === null)),
    { reason: 'entries-without-id', delta: more('withoutId'), people: [] },
    { reason: 'duplicate-entries', delta: more('duplicates'), people: [] },
  ]
}

/** The change in people with a billed licence. Empty if one side has no list. */
export function billedParts(
  before: Pick<TenantSide, 'recounted'>,
  after: Pick<TenantSide, 'recounted'>,
  moves: readonly HolderMove[],
): LinePart[] {
  if (before.recounted === null || after.recounted === null) return []
  const parts: LinePart[] = [
    added(moves.filter((move) => move.billedBefore === null && move.billedAfter === true)),
    removed(moves.filter((move) => move.billedBefore === true && move.billedAfter === null)),
    part(
      'began-to-count',
      1,
      moves.filter((move) => move.billedBefore === false && move.billedAfterByOldRules === true && move.billedAfter === true),
    ),
    part(
      'ceased-to-count',
      -1,
      moves.filter((move) => move.billedBefore === true && move.billedAfterByOldRules === false && move.billedAfter === false),
    ),
  ]
  // The rest comes from changed rules, whether or not a person's licences changed as well.
  const rest = restOf(exact(after.recounted - before.recounted), parts)
  return [...parts, { reason: 'rule-changed', delta: rest, people: [] }]
}

const added = (moves: readonly HolderMove[]) => part('added', 1, moves)
const removed = (moves: readonly HolderMove[]) => part('removed', -1, moves)

function part(reason: LinePart['reason'], sign: 1 | -1, moves: readonly HolderMove[]): LinePart {
  return { reason, delta: exact(sign * moves.length), people: moves.map(({ id }) => id) }
}
