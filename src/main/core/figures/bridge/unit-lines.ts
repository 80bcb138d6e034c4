/** The change in billable units: from people, and from reasons in the vendor's list of tenants. */
import { parseDecimal } from '../../../../shared/domain/decimal.ts'
import { type Line, type LinePart, restOf } from './measure.ts'
import { billedParts } from './people-lines.ts'
import { comparisonOf } from './standing.ts'
import type { TenantFacts, TenantSide } from './tenant-facts.ts'

/** One tenant's line of billable units; null if they cannot be compared. */
export function unitsLine({ tenant, standing, before, after, moves }: TenantFacts): Line<'units'> | null {
  const comparison = comparisonOf(standing, before.units, after.units)
  if (comparison === 'none' || comparison === 'not-comparable') return null
  const [from, to] = [BigInt(before.units ?? 0), BigInt(after.units ?? 0)]
  const line = { kind: 'units', currency: null, tenant, before: from, after: to } as const
  const delta = to - from
  if (comparison === 'gone') return { ...line, parts: [{ reason: 'gone-tenants', delta, people: [] }] }
  if (comparison === 'new') {
    // A full month for all people, minus the part not billed yet; that part follows in a later month.
    const gaps = gapParts(after)
    return { ...line, parts: [{ reason: 'new-tenants', delta: restOf(delta, gaps), people: [] }, ...gaps] }
  }
  return { ...line, parts: changeParts(before, after, moves, delta) }
}

function changeParts(before: TenantSide, after: TenantSide, moves: TenantFacts['moves'], delta: bigint): LinePart[] {
  if (before.recounted === null || after.recounted === null) {
    // Without both lists people cannot be counted, so the whole change gets one reason.
    const reason = after.unitsReason?.reason ?? before.unitsReason?.reason ?? 'unexplained'
    return [{ reason, delta, people: [] }]
  }
  const gone = gapParts(before).map((part) => ({ ...part, delta: -part.delta }))
  return joined([...billedParts(before, after, moves), ...gone, ...gapParts(after)])
}

/** Merges parts with the same reason, so that a tenant paused in both months shows no change for that. */
function joined(parts: readonly LinePart[]): LinePart[] {
  if (parts.length < 2) return [...parts]
  return [...Map.groupBy(parts, ({ reason }) => reason)].map(([reason, same]) => ({
    reason,
    delta: same.reduce((sum, { delta }) => sum + delta, 0n),
    people: same.flatMap(({ people }) => people),
  }))
}

/** Why a side's units differ from its people with a billed licence: parts that add up to the gap. */
export function gapParts({ units, recounted, unitsReason }: TenantSide): LinePart[] {
  if (units === null || recounted === null || units === recounted) return []
  const gap = BigInt(units - recounted)
  // None of the vendor's reasons can explain more units than people.
  if (unitsReason === null || units > recounted) return [{ reason: 'unexplained', delta: gap, people: [] }]
  const explained = explainedGap(units, recounted, unitsReason.share)
  return [
    { reason: unitsReason.reason, delta: explained, people: [] },
    { reason: 'unexplained', delta: gap - explained, people: [] },
  ]
}

/** The part of the gap explained by a share of the month: all of it if within one unit, since the vendor's rounding is undocumented. */
function explainedGap(units: number, recounted: number, shareText: string | null): bigint {
  const share = parseDecimal(shareText)
  const gap = BigInt(units - recounted)
  if (share === null) return gap
  const expected = share.times(recounted)
  return expected.minus(units).abs().lt(1) ? gap : BigInt(expected.round(0).minus(recounted).toFixed())
}
