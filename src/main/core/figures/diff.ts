/** The difference between two snapshots of a tenant, from the rows that changed. */

import type { Bridge, BridgeMoney } from '../../../shared/contract/bridge-answers.ts'
import type { Change, CostChange, DiffAnswer, DiffSide, DiffStanding } from '../../../shared/contract/diff-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { chargesAt } from '../charges/charges.ts'
import { resolveTenant } from '../connections/read.ts'
import { inTimeOrder } from '../state/month-facts/month-snapshots.ts'
import { datasetById } from '../vendors/providers.ts'
import { bridgeOf } from './bridge/bridge.ts'
import { explanationOf } from './bridge/explanation.ts'
import { readFacts, readHolders, readStanding } from './bridge/read-facts.ts'
import type { SideRef } from './bridge/side.ts'
import type { TenantFacts, TenantSide } from './bridge/tenant-facts.ts'
import { chargeChanges } from './charge-changes.ts'
import { noSnapshot, sideOf } from './diff-side.ts'
import { withNames } from './holder-names.ts'
import { evidenceOf } from './month-end.ts'
import type { Reading } from './reading.ts'
import { licencesLeftOut, skuSides } from './sku-difference.ts'
import type { totalsReader } from './tenant-totals.ts'
import { allTenants, type ReportTenant, reportOf, withReport } from './tenants.ts'
import { earlyWarning, recordedWarnings } from './warnings.ts'

/** Readers shared by the differences of several tenants. */
export interface DiffReaders {
  totals: ReturnType<typeof totalsReader>
  nameOf: (id: string) => string
}

/** Answers `diff.get`. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function diff(
  reading: Reading,
  readers: DiffReaders,
  input: { tenant: number | string; dataset?: DatasetId | undefined; from: string | number; to: string | number },
): DiffAnswer {
  const { id } = resolveTenant(reading.db, input.tenant)
  const tenant = withReport(allTenants(reading.db).find((each) => each.id === id)!, input.dataset)
  if (typeof input.from === 'string' && typeof input.to === 'string' && input.from > input.to) {
    throw new AppError('BAD_REQUEST', `The first month (${input.from}) is after the last (${input.to}). Swap them.`)
  }
  const [from, to] = [sideOf(reading, tenant, input.from), sideOf(reading, tenant, input.to)]
  if (from.end !== undefined && to.end !== undefined && inTimeOrder(from.end.snapshot, to.end.snapshot) > 0) {
    throw new AppError('BAD_REQUEST', `Snapshot ${from.end.snapshot.id} is later than snapshot ${to.end.snapshot.id}. Swap them.`, {
      data: { from: from.end.snapshot.id, to: to.end.snapshot.id },
    })
  }
  const standing = standingOf(reading, readers, tenant, from, to)
  if (standing === null) throw noSnapshot(reading, tenant, from.end === undefined ? from.month : to.month, [...monthsOf(reading, tenant)])
  return diffOfSides(reading, readers, tenant, standing, from, to).answer
}

/** How two sides compare; null if one is a gap. */
export function standingOf(
  reading: Reading,
  { totals }: DiffReaders,
  tenant: ReportTenant,
  from: SideRef,
  to: SideRef,
): DiffStanding | null {
  if (from.end !== undefined && to.end !== undefined) return 'both'
  const standing = readStanding(reading, totals, tenant, from.month, to.month)
  return standing === 'new' || standing === 'gone' ? standing : null
}

const monthsOf = (reading: Reading, tenant: ReportTenant) => reading.monthEnds(tenant.id, reportOf(tenant)).keys()

/** A difference, with the facts for a bridge over several tenants; null for tenants that the bridge does not cover. */
export interface TenantDiff {
  answer: DiffAnswer
  facts: TenantFacts | null
}

/** The difference between two sides that can be compared. */
export function diffOfSides(
  reading: Reading,
  readers: DiffReaders,
  tenant: ReportTenant,
  standing: DiffStanding,
  from: SideRef,
  to: SideRef,
): TenantDiff {
  const dataset = datasetById(reportOf(tenant))
  const read = tenant.kind === 'petra' ? readFacts(reading, readers.totals, tenant, from, to) : null
  const facts = read?.facts ?? null
  const bridge = bridgeOf(facts === null ? [] : [facts])
  const { moves: _, ...found } = read?.holders ?? readHolders(reading, tenant, standing, from.end, to.end)
  const holders = tenant.kind === 'own' ? namedHolders(reading, tenant.id, found) : found
  const skus = skuSides(reading, readers.nameOf, standing, from, to)
  const linesAt = ({ end }: SideRef) => (end?.snapshot.hasList ? chargesAt(reading.db, dataset, end.snapshot) : [])
  const ends = [from.end, to.end].filter((end) => end !== undefined)
  const haveLists = ends.every(({ snapshot }) => snapshot.hasList)
  const answer: DiffAnswer = {
    tenant: tenant.id,
    dataset: dataset.id,
    standing,
    from: sideAnswer(from),
    to: sideAnswer(to),
    totals: totalsOf(facts, standing),
    holders,
    skus: skus.filter((sku) => sku.delta !== 0),
    skuPrices: pricesOf(reading, holders, from.month, to.month),
    charges: haveLists ? chargeChanges(linesAt(from), linesAt(to)) : [],
    explanation: facts === null ? noTotal : explanationOf(bridge.users),
    cost: {
      vendor: { amounts: amountsOf(bridge.bill), leftOut: facts === null ? [] : billLeftOut(facts) },
      licences: {
        amounts: amountsOf(bridge.licences),
        leftOut: facts === null ? [] : licencesLeftOut(reading, standing, skus, from.month, to.month),
      },
    },
    bridge,
    warnings: [
      ...earlyWarning(ends.filter((end) => end.early).map((end) => ({ tenant: tenant.id, month: end.month }))),
      ...[...new Set(ends.map((end) => end.snapshot))].flatMap(recordedWarnings),
    ],
  }
  return { answer, facts }
}

function pricesOf({ rules }: Reading, holders: DiffAnswer['holders'], from: Month, to: Month): DiffAnswer['skuPrices'] {
  const skus = new Set([
    ...[...holders.added, ...holders.removed].flatMap((person) => person.skus),
    ...holders.changed.flatMap((person) => [...person.gained, ...person.lost]),
  ])
  return [...skus].sort().flatMap((skuId) => {
    const price = rules.skuPrice(skuId, from) ?? rules.skuPrice(skuId, to)
    return price === null ? [] : [{ skuId, amount: price.amount, currency: price.currency }]
  })
}

const namedHolders = (reading: Reading, tenant: number, { added, removed, changed }: DiffAnswer['holders']): DiffAnswer['holders'] => ({
  added: withNames(reading, tenant, added),
  removed: withNames(reading, tenant, removed),
  changed: withNames(reading, tenant, changed),
})

const noTotal = { text: 'This report has no total of billable users.', parts: [] }

function sideAnswer({ month, end }: SideRef): DiffSide {
  if (end === undefined) return { month, snapshotId: null, reportedAt: null, observedAt: null, early: false }
  const { snapshotId, reportedAt, observedAt, early } = evidenceOf(end)
  return { month, snapshotId, reportedAt, observedAt, early }
}

function totalsOf(facts: TenantFacts | null, standing: DiffStanding): DiffAnswer['totals'] {
  // A tenant that does not exist on a side is known to have no people there; that is not a gap.
  const at = (side: 'before' | 'after', column: 'reported' | 'listed' | 'recounted' | 'units') =>
    facts?.[side][column] ?? (facts !== null && standing === (side === 'before' ? 'new' : 'gone') ? 0 : null)
  const of = (column: Parameters<typeof at>[1]) => change(at('before', column), at('after', column))
  return {
    reported: of('reported'),
    listed: of('listed'),
    recounted: of('recounted'),
    units: { ...of('units'), stateBefore: facts?.before.unitsState ?? null, stateAfter: facts?.after.unitsState ?? null },
  }
}

/** The change between two counts; the delta is null if either is missing. */
function change(before: number | null, after: number | null): Change {
  return { before, after, delta: before === null || after === null ? null : after - before }
}

/** Both numbers of a money bridge, without the parts. */
export function amountsOf(bridge: readonly BridgeMoney[]): CostChange['amounts'] {
  return bridge.filter(({ delta }) => delta !== null).map(({ currency, from, to, delta }) => ({ currency, before: from, after: to, delta }))
}

/** Lists the tenant if its bill is unknown on either side. */
export function billLeftOut({ tenant, standing, before, after }: TenantFacts): string[] {
  const lacks = ({ units, unitPrice }: TenantSide) => units === null || unitPrice === null
  const isLeftOut = (standing !== 'new' && lacks(before)) || (standing !== 'gone' && lacks(after))
  return isLeftOut ? [`tenant ${tenant}`] : []
}

/** The bridge without the people behind its parts. */
export function withoutPeople(bridge: Bridge): Bridge {
  const bare = <M extends { parts: Bridge['users']['parts'] } | { parts: BridgeMoney['parts'] }>(measure: M): M => ({
    ...measure,
    parts: measure.parts.map(({ people: _, ...part }) => part),
  })
  return { users: bare(bridge.users), units: bare(bridge.units), bill: bridge.bill.map(bare), licences: bridge.licences.map(bare) }
}
