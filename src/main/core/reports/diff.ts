/** The difference between two snapshots of a tenant, read from the rows that changed. */
import type { DatasetName } from '../../../shared/contract/answers.ts'
import type { Change, CostChange, DiffAnswer, DiffSide } from '../../../shared/contract/diff-answers.ts'
import { chargesAt } from '../charges/charges.ts'
import { resolveTenant } from '../connections/read.ts'
import { AppError } from '../errors.ts'
import { inTimeOrder } from '../history/facts/month-snapshots.ts'
import { datasetById } from '../providers/providers.ts'
import { chargeChanges } from './charge-changes.ts'
import { costChange, vendorLine } from './costs.ts'
import type { Reading } from './deps.ts'
import { sideOf } from './diff-side.ts'
import { explain, type HolderMove } from './explain.ts'
import { holderChanges } from './holder-difference.ts'
import { evidenceOf, type MonthEnd } from './months.ts'
import { recountOnce } from './series-state.ts'
import { licenceCostChange, skuSides } from './sku-difference.ts'
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
  const from = sideOf(reading, tenant, input.from)
  const to = sideOf(reading, tenant, input.to)
  if (inTimeOrder(from.snapshot, to.snapshot) > 0) {
    throw new AppError('BAD_REQUEST', `Snapshot ${from.snapshot.id} is later than snapshot ${to.snapshot.id}. Exchange the two.`, {
      data: { from: from.snapshot.id, to: to.snapshot.id },
    })
  }
  return diffOfEnds(reading, readers, tenant, from, to, { from: typeof input.from === 'string', to: typeof input.to === 'string' })
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
  const hasLists = fromEnd.snapshot.hasList === 1 && toEnd.snapshot.hasList === 1
  const { moves, ...lists } = hasLists
    ? holderChanges(reading, dataset, fromEnd, toEnd)
    : { added: [], removed: [], changed: [], moves: [] }
  const [before, after] = counted ? recounts(reading, fromEnd, toEnd, moves, byMonth) : [null, null]
  const side = (end: MonthEnd, ofMonth: boolean, recounted: number | null): Side => ({
    ...end,
    units: counted ? unitsOf(readers, tenant, end, ofMonth) : null,
    recounted,
  })
  const [from, to] = [side(fromEnd, byMonth.from, before), side(toEnd, byMonth.to, after)]
  const skus = hasLists ? skuSides(reading, readers.nameOf, from, to, byMonth) : []
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

/** Who is billed on each side. Between any two snapshots by the same rules, the second count follows from the first and from who moved. */
function recounts(
  { db, rules, skuSets }: Reading,
  from: MonthEnd,
  to: MonthEnd,
  moves: readonly HolderMove[],
  byMonth: { from: boolean; to: boolean },
): [number | null, number | null] {
  const count = ({ snapshot, month }: MonthEnd, ofMonth: boolean) => {
    if (snapshot.hasList === 0) return null
    return ofMonth ? skuSets.recount(snapshot.id, rules.excluded(month)) : recountOnce(db, snapshot, rules.excluded(month))
  }
  const before = count(from, byMonth.from)
  const follows = before !== null && to.snapshot.hasList === 1 && rules.excluded(from.month) === rules.excluded(to.month)
  if (!follows || byMonth.to) return [before, count(to, byMonth.to)]
  return [before, moves.reduce((sum, move) => sum + Number(move.billedAfter === true) - Number(move.billedBefore === true), before)]
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

function vendorCost({ rules }: Reading, tenant: ReportTenant, from: Side, to: Side) {
  return costChange([
    {
      name: `tenant ${tenant.id}`,
      before: vendorLine(rules, tenant, from.month, from.units),
      after: vendorLine(rules, tenant, to.month, to.units),
    },
  ])
}
