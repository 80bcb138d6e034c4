/** The change in the vendor's reported total of users, and the people behind it. */
import { type Line, type LinePart, restOf } from './measure.ts'
import { comparisonOf } from './standing.ts'
import type { HolderMove, TenantFacts, TenantSide } from './tenant-facts.ts'

/**
 * One tenant's line of reported users; null if they cannot be compared. Vendors do not document whether their total counts everyone
 * listed or only those with a billed licence; the interpretation that fits both sides better is used.
 */
export function usersLine({ tenant, standing, before, after, moves }: TenantFacts): Line<'people'> | null {
  const comparison = comparisonOf(standing, before.reported, after.reported)
  if (comparison === 'none' || comparison === 'not-comparable') return null
  const [from, to] = [BigInt(before.reported ?? 0), BigInt(after.reported ?? 0)]
  const line = { kind: 'people', currency: null, tenant, before: from, after: to } as const
  const delta = to - from
  if (comparison === 'new') return { ...line, parts: [{ reason: 'new-tenants', delta, people: [] }] }
  if (comparison === 'gone') return { ...line, parts: [{ reason: 'gone-tenants', delta, people: [] }] }
  const explained = countsEveryone(before, after) ? listParts(before, after, moves) : billedParts(before, after, moves)
  return { ...line, parts: [...explained, ...part('unexplained', restOf(delta, explained))] }
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
  const more = (column: 'withoutId' | 'duplicates') => BigInt((after[column] ?? 0) - (before[column] ?? 0))
  return [
    ...peopleParts(moves, listReason),
    ...part('entries-without-id', more('withoutId')),
    ...part('duplicate-entries', more('duplicates')),
  ]
}

/** The change in people with a billed licence, without parts that are zero. Empty if one side has no list. */
export function billedParts(
  before: Pick<TenantSide, 'recounted'>,
  after: Pick<TenantSide, 'recounted'>,
  moves: readonly HolderMove[],
): LinePart[] {
  if (before.recounted === null || after.recounted === null) return []
  const parts = peopleParts(moves, billedReason)
  // The rest comes from changed rules, whether or not a person's licences changed as well.
  return [...parts, ...part('rule-changed', restOf(BigInt(after.recounted - before.recounted), parts))]
}

/** A part; empty if it is zero. */
export function part(reason: LinePart['reason'], delta: bigint, people: readonly string[] = []): LinePart[] {
  return delta === 0n ? [] : [{ reason, delta, people }]
}

/** The reasons that are counted in people, each with what one person adds. */
const peopleReasons = [
  ['added', 1],
  ['removed', -1],
  ['began-to-count', 1],
  ['ceased-to-count', -1],
] as const
type PeopleReason = (typeof peopleReasons)[number][0]

/** How a move changes the number of people listed; null if it does not. */
function listReason({ billedBefore, billedAfter }: HolderMove): PeopleReason | null {
  if (billedBefore === null) return billedAfter === null ? null : 'added'
  return billedAfter === null ? 'removed' : null
}

/** How a move changes the number of people with a billed licence; null if it does not, or only because rules changed. */
function billedReason({ billedBefore, billedAfter, billedAfterByOldRules }: HolderMove): PeopleReason | null {
  if (billedBefore === null) return billedAfter ? 'added' : null
  if (billedAfter === null) return billedBefore ? 'removed' : null
  if (billedAfter !== billedAfterByOldRules || billedAfter === billedBefore) return null
  return billedAfter ? 'began-to-count' : 'ceased-to-count'
}

/** The people of each reason. */
function peopleParts(moves: readonly HolderMove[], reasonOf: (move: HolderMove) => PeopleReason | null): LinePart[] {
  const people: Record<PeopleReason, string[]> = { added: [], removed: [], 'began-to-count': [], 'ceased-to-count': [] }
  for (const move of moves) {
    const reason = reasonOf(move)
    if (reason !== null) people[reason].push(move.id)
  }
  return peopleReasons.flatMap(([reason, sign]) => part(reason, BigInt(sign * people[reason].length), people[reason]))
}
