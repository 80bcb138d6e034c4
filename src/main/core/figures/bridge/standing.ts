/** Whether a tenant is new, gone or lacks a snapshot between two months. Every figure that compares months uses this. */
import type { Month } from '../../../../shared/domain/month.ts'

/**
 * A tenant's standing between two months:
 * - `both`: it has a snapshot in each
 * - `new`: it has none up to the earlier month, and the vendor did not list it then
 * - `gone`: the vendor no longer lists it by the later month
 * - `gap`: an expected snapshot is missing
 * - `absent`: it has no snapshot in either month, and none is expected
 */
export type Standing = 'both' | 'new' | 'gone' | 'gap' | 'absent'

/** The facts that determine a standing. */
export interface KnownTenant {
  hasFrom: boolean
  hasTo: boolean
  /** The first month with a snapshot; null without any. */
  firstMonth: Month | null
  /** The first month in which the vendor is known to have listed the tenant. */
  listedSince: Month
  /** The first month for which the vendor's list is known. No tenant can be new before it. */
  listKnownSince: Month
  /** The month in which the vendor's list first omitted it; null while it is listed. */
  unlistedSince: Month | null
  /** A snapshot was expected in one of the two months. */
  expected: boolean
}

/** The standing of a tenant from one month to a later one. */
export function standingBetween(from: Month, to: Month, known: KnownTenant): Standing {
  if (known.hasFrom && known.hasTo) return 'both'
  if (known.hasTo) return isNew(from, known) ? 'new' : 'gap'
  if (known.hasFrom) return known.unlistedSince !== null && known.unlistedSince <= to ? 'gone' : 'gap'
  return known.expected ? 'gap' : 'absent'
}

function isNew(from: Month, { firstMonth, listedSince, listKnownSince }: KnownTenant): boolean {
  return (firstMonth === null || firstMonth > from) && listedSince > from && listKnownSince <= from
}

/** How one value of a tenant counts in a change. */
export type Comparison = 'both' | 'new' | 'gone' | 'not-comparable' | 'none'

/**
 * How a tenant's value counts in a change. This is decided for each value: units may be known for a month without a snapshot (from the
 * vendor's totals), and a snapshot may lack a value.
 */
export function comparisonOf(standing: Standing, before: number | null, after: number | null): Comparison {
  // The vendor's totals still list a tenant that left, with zero units.
  if (standing === 'gone' && before !== null && !after) return 'gone'
  if (standing === 'new' && after !== null && !before) return 'new'
  if (standing === 'absent' && !before && !after) return 'none'
  return before !== null && after !== null ? 'both' : 'not-comparable'
}
