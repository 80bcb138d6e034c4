/** Reads the facts of one tenant for a bridge: both sides, who moved, and the tenant's standing. */
import { lastDayOf } from '../../../../shared/domain/calendar.ts'
import { isDecimal, parseDecimal } from '../../../../shared/domain/decimal.ts'
import type { Month } from '../../../../shared/domain/month.ts'
import { hasHolders } from '../../state/holders.ts'
import { peopleAt } from '../../state/read-people.ts'
import { datasetById } from '../../vendors/providers.ts'
import { type HolderDifference, holderChanges } from '../holder-difference.ts'
import type { MonthEnd } from '../month-end.ts'
import type { Reading } from '../reading.ts'
import { recountOnce } from '../series-state.ts'
import { holdersBySku } from '../sku-difference.ts'
import type { totalsReader, Units } from '../tenant-totals.ts'
import { goneSince, isExpected, type ReportTenant, reportOf } from '../tenants.ts'
import { type PeopleMoves, readMonthMoves } from './month-moves.ts'
import { monthSide, type SideRef } from './side.ts'
import { type Standing, standingBetween } from './standing.ts'
import type { LicenceMove, TenantFacts, TenantSide, UnitsReason } from './tenant-facts.ts'

type Totals = ReturnType<typeof totalsReader>

/** The facts of a tenant, with the people who differ. */
export interface ReadFacts {
  facts: TenantFacts
  holders: HolderDifference
}

/** Reads a tenant's standing between two months. */
export function readStanding(reading: Reading, totals: Totals, tenant: ReportTenant, from: Month, to: Month): Standing {
  const { calendar } = reading
  const ends = reading.monthEnds(tenant.id, reportOf(tenant))
  const usageMonths = [...totals.monthEnds(tenant.connectionId).keys()].sort()
  const firstMonth = ends.first
  const known = calendar.monthOf(tenant.createdAt)
  const [hasFrom, hasTo] = [ends.has(from), ends.has(to)]
  // The vendor's earlier totals matter only for a tenant that may be new.
  const isCandidate = hasTo && !hasFrom && known > from
  const named = isCandidate ? usageMonths.find((month) => month <= from && totals.listedIn(tenant, month) !== null) : undefined
  const connected = calendar.monthOf(tenant.connectedAt)
  return standingBetween(from, to, {
    hasFrom,
    hasTo,
    firstMonth,
    listedSince: named ?? known,
    listKnownSince: usageMonths[0] !== undefined && usageMonths[0] < connected ? usageMonths[0] : connected,
    unlistedSince: goneSince(tenant, calendar),
    expected: [from, to].some((month) => month <= reading.openMonth && isExpected(tenant, month, firstMonth, calendar)),
  })
}

/** Reads the facts of a Petra tenant between two sides. */
export function readFacts(reading: Reading, totals: Totals, tenant: ReportTenant, from: SideRef, to: SideRef): ReadFacts {
  const standing = from.end !== undefined && to.end !== undefined ? 'both' : readStanding(reading, totals, tenant, from.month, to.month)
  const holders = readHolders(reading, tenant, standing, from.end, to.end)
  const moves = { moves: holders.moves, licenceMoves: licenceMoves(holders) }
  return { holders, facts: factsOf(reading, totals, tenant, standing, from, to, moves) }
}

/** Reads what the facts of tenants between two months need with a query for all tenants, instead of one for each. */
export function loadFacts(reading: Reading, totals: Totals, tenants: readonly ReportTenant[], from: Month, to: Month): void {
  const months = [...new Set([from, to])]
  for (const month of months) reading.loadMonthEnds(month, month)
  totals.loadMonths(new Set(tenants.filter(({ kind }) => kind === 'petra').map(({ connectionId }) => connectionId)), months)
  for (const month of months) {
    const ends = tenants.flatMap((tenant) => reading.monthEnds(tenant.id, reportOf(tenant)).get(month)?.snapshot.id ?? [])
    reading.skuSets.load(ends, reading.rules.excluded(month))
  }
}

/** Reads the facts of all given Petra tenants between two months, without the people's names: moves between consecutive month-ends are stored. */
export function readMonthFacts(reading: Reading, totals: Totals, tenants: readonly ReportTenant[], from: Month, to: Month): TenantFacts[] {
  loadFacts(reading, totals, tenants, from, to)
  const stored = readMonthMoves(reading, to)
  return tenants.map((tenant) => {
    const [before, after] = [monthSide(reading, tenant, from), monthSide(reading, tenant, to)]
    if (before.end?.snapshot.hasList && after.end?.snapshot.hasList) {
      const moves = stored(before.end, after.end)
      if (moves !== null) return factsOf(reading, totals, tenant, 'both', before, after, moves)
    }
    return readFacts(reading, totals, tenant, before, after).facts
  })
}

function factsOf(
  reading: Reading,
  totals: Totals,
  tenant: ReportTenant,
  standing: Standing,
  from: SideRef,
  to: SideRef,
  moves: PeopleMoves,
): TenantFacts {
  const [before, after] = [readSide(reading, totals, tenant, from), readSide(reading, totals, tenant, to)]
  return { tenant: tenant.id, standing, before, after, ...moves }
}

const nobody: HolderDifference = { added: [], removed: [], changed: [], moves: [] }

/** Who was added, removed or changed. In a new tenant everyone is added, in one that is gone everyone is removed. */
export function readHolders(
  reading: Reading,
  tenant: ReportTenant,
  standing: Standing,
  from: MonthEnd | undefined,
  to: MonthEnd | undefined,
): HolderDifference {
  const dataset = datasetById(reportOf(tenant))
  if (!hasHolders(dataset)) return nobody
  if (from?.snapshot.hasList && to?.snapshot.hasList) return holderChanges(reading, dataset, from, to)
  const everybody = ({ snapshot }: MonthEnd) => [...peopleAt(reading.db, { ...snapshot, hasList: snapshot.hasList })]
  if (standing === 'new' && to !== undefined) return { ...nobody, added: everybody(to) }
  if (standing === 'gone' && from !== undefined) return { ...nobody, removed: everybody(from) }
  return nobody
}

function licenceMoves({ added, removed, changed }: HolderDifference): LicenceMove[] {
  return [
    ...added.map(({ id, skus }): LicenceMove => ({ id, who: 'added', gained: skus, lost: [] })),
    ...removed.map(({ id, skus }): LicenceMove => ({ id, who: 'removed', gained: [], lost: skus })),
    ...changed.map(({ id, gained, lost }): LicenceMove => ({ id, who: 'both', gained, lost })),
  ]
}

/** Reads one side of a tenant. */
export function readSide(reading: Reading, totals: Totals, tenant: ReportTenant, { month, end, byMonth }: SideRef): TenantSide {
  const { db, rules, skuSets } = reading
  const snapshot = end?.snapshot
  const listed = snapshot?.hasList ? end : undefined
  const units = unitsAt(totals, tenant, month, end, byMonth)
  const excluded = rules.excluded(month)
  const recounted =
    listed === undefined ? null : byMonth ? skuSets.recount(listed.snapshot.id, excluded) : recountOnce(db, listed.snapshot, excluded)
  return {
    reported: snapshot?.reported ?? null,
    listed: snapshot?.listed ?? null,
    recounted,
    withoutId: snapshot?.withoutId ?? null,
    duplicates: snapshot?.duplicates ?? null,
    disabled: snapshot?.disabled ?? null,
    units: units?.value ?? null,
    unitsState: units?.state ?? null,
    unitsReason: units === null || units.value === recounted ? null : readUnitsReason(reading, totals, tenant, month),
    unitPrice: rules.unitPrice(tenant.connectionId, month),
    holders: listed === undefined ? null : holdersBySku(reading, listed, byMonth),
    skuPrice: (skuId) => rules.skuPrice(skuId, month),
  }
}

function unitsAt(totals: Totals, tenant: ReportTenant, month: Month, end: MonthEnd | undefined, byMonth: boolean): Units | null {
  if (byMonth) return totals.unitsOf(tenant, month, end)
  const snapshot = end?.snapshot
  return snapshot === undefined || snapshot.units === null ? null : { value: snapshot.units, state: 'projected', snapshot }
}

/** Why the vendor does not bill a tenant for everyone, according to its list of tenants; null if the list gives no reason. */
function readUnitsReason(reading: Reading, totals: Totals, tenant: ReportTenant, month: Month): UnitsReason | null {
  const listed = totals.listedIn(tenant, month)
  const whole = (reason: UnitsReason['reason']): UnitsReason => ({ reason, share: null })
  const unlisted = goneSince(tenant, reading.calendar)
  if (listed?.billableStatus === 'Deleted' || (unlisted !== null && unlisted <= month)) return whole('tenant-ended')
  // Without totals, the list of tenants still has the current state.
  const isPaused = listed?.paused ?? (month === reading.openMonth && tenant.vendorPaused === 1)
  if (isPaused) return whole('paused')
  if (listed === null) return null
  if (listed.billableStatus === 'NFR') return whole('not-for-resale')
  if (listed.billableStatus === 'Trial') return whole('trial')
  if (listed.firstBillableDay !== null && listed.firstBillableDay > lastDayOf(month)) return whole('not-billed-yet')
  const share = shareOf(listed.prorating)
  return share === null ? null : { reason: 'prorated', share }
}

/** The billed share of the month, strictly between 0 and 1; else null. The vendor does not document whether a full month is 1 or 100. One day is over 3 %, so values above 1 are percentages. */
function shareOf(prorating: string | null): string | null {
  const sent = isDecimal(prorating) ? parseDecimal(prorating) : null
  if (sent === null || sent.lte(0)) return null
  const share = sent.gt(1) ? sent.div(100) : sent
  return share.lt(1) ? share.toFixed() : null
}
