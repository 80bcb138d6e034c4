/** The difference between two snapshots of a tenant, read from the rows that changed. */
import type { DatasetName, HolderAnswer } from '../../../shared/contract/answers.ts'
import type { Change, CostChange, DiffAnswer, DiffSide, HolderChange, SkuDelta } from '../../../shared/contract/report-answers.ts'
import { type Month, parseMonth } from '../../../shared/domain/month.ts'
import { resolveTenant } from '../connections/read.ts'
import { AppError } from '../errors.ts'
import type { Dataset } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
import { chargeChanges } from './charge-changes.ts'
import { chargesAt } from './charges.ts'
import { costChange, costLine, vendorLine } from './costs.ts'
import type { Reading } from './deps.ts'
import { explain, type HolderMove } from './explain.ts'
import { evidenceOf, type MonthEnd, monthEnds } from './months.ts'
import { changedHolderIds, type HolderState, holderReader, recountAt, skuCountReader, vendorIds } from './series-state.ts'
import { inTimeOrder, monthOfSnapshot, snapshotById } from './snapshots.ts'
import type { totalsReader, Units } from './tenant-totals.ts'
import { allTenants, datasetOf, type ReportTenant } from './tenants.ts'
import { earlyWarning, recordedWarnings } from './warnings.ts'

/** Readers that the differences of many tenants share. */
export interface DiffReaders {
  totals: ReturnType<typeof totalsReader>
  nameOf: (id: string) => string
}

/** One side of a difference. */
interface Side extends MonthEnd {
  units: Units | null
  recounted: number | null
}

/** Answers `diff.get`. Throws `NOT_FOUND`, `AMBIGUOUS`, `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function diff(
  reading: Reading,
  readers: DiffReaders,
  input: { tenant: number | string; dataset?: DatasetName | undefined; from: string | number; to: string | number },
): DiffAnswer {
  const { id } = resolveTenant(reading.db, input.tenant)
  const tenant = allTenants(reading.db).find((each) => each.id === id)!
  const dataset = datasetOf(tenant.kind)
  if (input.dataset !== undefined && input.dataset !== dataset) {
    throw new AppError('BAD_REQUEST', `Tenant ${id} has no ${input.dataset}: its report is ${dataset}.`, {
      data: { tenant: id, dataset: input.dataset },
    })
  }
  if (typeof input.from === 'string' && typeof input.to === 'string' && input.from > input.to) {
    throw new AppError('BAD_REQUEST', `The difference would begin (${input.from}) after it ends (${input.to}). Exchange the two months.`)
  }
  const ends = monthEnds(reading.snapshots(id, dataset), reading.calendar, reading.now)
  const from = sideOf(reading, tenant, ends, input.from)
  const to = sideOf(reading, tenant, ends, input.to)
  if (inTimeOrder(from.snapshot, to.snapshot) > 0) {
    throw new AppError('BAD_REQUEST', `Snapshot ${from.snapshot.id} is later than snapshot ${to.snapshot.id}. Exchange the two.`, {
      data: { from: from.snapshot.id, to: to.snapshot.id },
    })
  }
  return diffOfEnds(reading, readers, tenant, from, to, { from: typeof input.from === 'string', to: typeof input.to === 'string' })
}

/** The month-end or the snapshot that a side names. */
function sideOf({ db, calendar }: Reading, tenant: ReportTenant, ends: ReadonlyMap<Month, MonthEnd>, ref: string | number): MonthEnd {
  if (typeof ref === 'string') {
    const end = ends.get(parseMonth(ref))
    if (end) return end
    throw noSnapshot(tenant, ref, [...ends.keys()])
  }
  const snapshot = snapshotById(db, ref)
  if (snapshot === undefined) throw new AppError('NOT_FOUND', `There is no snapshot ${ref}.`, { data: { snapshotId: ref } })
  if (snapshot.tenantId !== tenant.id || snapshot.dataset !== datasetOf(tenant.kind)) {
    throw new AppError(
      'BAD_REQUEST',
      `Snapshot ${ref} is not one of tenant ${tenant.id}. Choose two snapshots of the same tenant and dataset.`,
      {
        data: { snapshotId: ref, tenant: tenant.id },
      },
    )
  }
  if (snapshot.setAside === 1) {
    throw new AppError('BAD_REQUEST', `Snapshot ${ref} is set aside and in no figure. Take it back first, or choose another.`, {
      data: { snapshotId: ref },
    })
  }
  return { month: monthOfSnapshot(snapshot, calendar), snapshot, early: false }
}

/** `NO_SNAPSHOT` with the months that there are. */
export function noSnapshot(tenant: Pick<ReportTenant, 'id'>, month: string, months: readonly Month[]): AppError {
  const sorted = [...months].sort()
  const known =
    sorted.length === 0 ? 'There is none of this tenant yet: collect first.' : `There are some from ${sorted[0]} to ${sorted.at(-1)}.`
  return new AppError('NO_SNAPSHOT', `There is no snapshot of tenant ${tenant.id} in ${month}. ${known}`, {
    data: { tenant: tenant.id, month, first: sorted[0] ?? null, last: sorted.at(-1) ?? null },
  })
}

const noCost: CostChange = { amounts: [], leftOut: [] }

/** The difference between two snapshots. `byMonth` tells which sides stand for their month: their units may be settled. */
export function diffOfEnds(
  reading: Reading,
  readers: DiffReaders,
  tenant: ReportTenant,
  fromEnd: MonthEnd,
  toEnd: MonthEnd,
  byMonth: { from: boolean; to: boolean },
): DiffAnswer {
  const dataset = datasetById(fromEnd.snapshot.dataset)
  const counted = dataset.id === 'petra.billable-users'
  const side = (end: MonthEnd, ofMonth: boolean): Side => ({
    ...end,
    units: counted ? unitsOf(readers, tenant, end, ofMonth) : null,
    recounted: counted && end.snapshot.hasList === 1 ? recount(reading, end) : null,
  })
  const [from, to] = [side(fromEnd, byMonth.from), side(toEnd, byMonth.to)]
  const hasLists = from.snapshot.hasList === 1 && to.snapshot.hasList === 1
  const holders = hasLists ? holderChanges(reading, dataset, from, to) : { added: [], removed: [], changed: [], moves: [] }
  const { moves, ...lists } = holders
  const skus = hasLists ? skuSides(reading, readers, from, to) : []
  return {
    tenant: tenant.id,
    dataset: dataset.id,
    from: sideAnswer(from),
    to: sideAnswer(to),
    totals: {
      reported: change(from.snapshot.reported, to.snapshot.reported),
      listed: change(from.snapshot.listed, to.snapshot.listed),
      recounted: change(from.recounted, to.recounted),
      units: {
        ...change(from.units?.value ?? null, to.units?.value ?? null),
        stateBefore: from.units?.state ?? null,
        stateAfter: to.units?.state ?? null,
      },
    },
    holders: lists,
    skus: skus.filter((sku) => sku.delta !== 0),
    charges: hasLists ? chargeChanges(chargesAt(reading.db, dataset, from.snapshot), chargesAt(reading.db, dataset, to.snapshot)) : [],
    explanation: counted
      ? explain(countedSide(from), countedSide(to), moves)
      : { text: 'The report has no total of billable users to explain.', parts: [] },
    cost: {
      vendor: counted ? vendorCost(reading, tenant, from, to) : noCost,
      licences: counted ? licenceCostChange(reading, skus, from.month, to.month) : noCost,
    },
    warnings: [
      ...earlyWarning([from, to].filter((each) => each.early).map((each) => ({ tenant: tenant.id, month: each.month }))),
      ...(from.snapshot.id === to.snapshot.id ? [from] : [from, to]).flatMap((each) => recordedWarnings(each.snapshot)),
    ],
  }
}

function unitsOf({ totals }: DiffReaders, tenant: ReportTenant, end: MonthEnd, ofMonth: boolean): Units | null {
  if (ofMonth) return totals.unitsOf(tenant, end.month, end)
  return end.snapshot.units === null ? null : { value: end.snapshot.units, state: 'projected', snapshot: end.snapshot }
}

function recount({ db, rules }: Reading, { snapshot, month }: MonthEnd): number {
  return recountAt(db, snapshot.seriesId, [snapshot.number], rules.excluded(month))[0]!
}

function sideAnswer(side: Side): DiffSide {
  const { month, snapshotId, reportedAt, observedAt, early } = evidenceOf(side)
  return { month, snapshotId, reportedAt, observedAt, early }
}

function countedSide({ snapshot, recounted }: Side) {
  const { reported, listed, withoutId, duplicates } = snapshot
  return { reported, listed, recounted, withoutId, duplicates }
}

/** A change of counts; without a side there is no delta. */
export function change(before: number | null, after: number | null): Change {
  return { before, after, delta: before === null || after === null ? null : after - before }
}

function holderChanges({ db, rules }: Reading, dataset: Dataset, from: Side, to: Side) {
  const textOf = vendorIds(db)
  const read = holderReader(db, dataset, textOf)
  const [excludedBefore, excludedAfter] = [rules.excluded(from.month), rules.excluded(to.month)]
  const added: HolderAnswer[] = []
  const removed: HolderAnswer[] = []
  const changed: HolderChange[] = []
  const moves: HolderMove[] = []
  for (const id of changedHolderIds(db, dataset, from.snapshot, to.snapshot)) {
    const [before, after] = [read(from.snapshot, id), read(to.snapshot, id)]
    if (before === null && after === null) continue
    moves.push({
      billedBefore: before === null ? null : isBilled(before, excludedBefore),
      billedAfter: after === null ? null : isBilled(after, excludedAfter),
      billedAfterByOldRules: after === null ? null : isBilled(after, excludedBefore),
    })
    if (before === null) added.push(holderAnswer(after!))
    else if (after === null) removed.push(holderAnswer(before))
    else {
      const difference = holderChange(before, after)
      if (difference !== null) changed.push(difference)
    }
  }
  return { added: added.sort(byId), removed: removed.sort(byId), changed: changed.sort(byId), moves }
}

const isBilled = (holder: HolderState, excluded: ReadonlySet<string>): boolean => holder.skus.some((sku) => !excluded.has(sku))

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A holder as answers show it. */
export function holderAnswer({ id, displayName, userPrincipalName, accountEnabled, skus }: HolderState): HolderAnswer {
  return { id, displayName, userPrincipalName, accountEnabled, skus }
}

const attributeNames = ['displayName', 'userPrincipalName', 'mail', 'accountEnabled'] as const

function holderChange(before: HolderState, after: HolderState): HolderChange | null {
  const gained = after.skus.filter((sku) => !before.skus.includes(sku))
  const lost = before.skus.filter((sku) => !after.skus.includes(sku))
  const attributes = attributeNames
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }))
  if (gained.length === 0 && lost.length === 0 && attributes.length === 0) return null
  return { id: after.id, displayName: after.displayName, userPrincipalName: after.userPrincipalName, gained, lost, attributes }
}

/** Holders of each SKU on both sides, of SKUs that someone holds on one of them; by id. */
export function skuSides({ db }: Reading, { nameOf }: DiffReaders, from: MonthEnd, to: MonthEnd): SkuDelta[] {
  const counts = skuCountReader(db)
  const textOf = vendorIds(db)
  const ids = new Set([...counts.skus(from.snapshot.seriesId), ...counts.skus(to.snapshot.seriesId)])
  const sides: SkuDelta[] = []
  for (const id of ids) {
    const [before, after] = [counts.count(from.snapshot, id).holders, counts.count(to.snapshot, id).holders]
    if (before === 0 && after === 0) continue
    const skuId = textOf(id)
    sides.push({ skuId, name: nameOf(skuId), before, after, delta: after - before })
  }
  return sides.sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

/** What SKUs' holders cost on both sides. Free SKUs without a price are not missing from it. */
export function licenceCostChange({ rules }: Reading, skus: readonly SkuDelta[], from: Month, to: Month): CostChange {
  const pairs = skus.map(({ skuId, before, after }) => ({
    name: skuId,
    before: costLine(before, rules.skuPrice(skuId, from)),
    after: costLine(after, rules.skuPrice(skuId, to)),
  }))
  return costChange(
    pairs.filter((pair) => pair.before.unitPrice !== null || pair.after.unitPrice !== null || !rules.free(to).has(pair.name)),
  )
}

function vendorCost({ rules }: Reading, tenant: ReportTenant, from: Side, to: Side) {
  return costChange([
    {
      name: `tenant ${tenant.id}`,
      before: vendorLine(rules, tenant, from.month, from.units),
      after: vendorLine(rules, tenant, to.month, to.units),
    },
  ])
}
