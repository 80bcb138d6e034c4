/** The difference between two months for every tenant. */
import type {
  Change,
  CostChange,
  DiffAllAnswer,
  DiffAnswer,
  DiffTenantsAnswer,
  MoneyChange,
  SkuDelta,
} from '../../../shared/contract/diff-answers.ts'
import { moneyText, parseDecimal, zero } from '../../../shared/domain/decimal.ts'
import { parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../errors.ts'
import type { Reading } from './deps.ts'
import { type DiffReaders, diffOfEnds } from './diff.ts'
import { addExplanations } from './explain.ts'
import { licenceCostChange, skuSides } from './sku-difference.ts'
import { allTenants, datasetOf } from './tenants.ts'

/** Answers `diff.all`. Tenants with a snapshot in one of the months only are named and in no change. Throws `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function diffAll(reading: Reading, readers: DiffReaders, input: { from: string; to: string }): DiffAllAnswer {
  const [from, to] = [parseMonth(input.from), parseMonth(input.to)]
  if (from > to) throw new AppError('BAD_REQUEST', `The difference would begin (${from}) after it ends (${to}). Exchange the two months.`)
  for (const month of [from, to]) reading.loadMonthEnds(month, month)
  const tenants: DiffAnswer[] = []
  const appeared: number[] = []
  const vanished: number[] = []
  const sides: SkuDelta[] = []
  for (const tenant of allTenants(reading.db).toSorted((a, b) => a.id - b.id)) {
    const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
    const [before, after] = [ends.get(from), ends.get(to)]
    if (before && after) {
      tenants.push(diffOfEnds(reading, readers, tenant, before, after, { from: true, to: true }))
      const hasLists = before.snapshot.hasList === 1 && after.snapshot.hasList === 1
      if (tenant.kind === 'petra' && hasLists) sides.push(...skuSides(reading, readers.nameOf, before, after, { from: true, to: true }))
    } else if (after) appeared.push(tenant.id)
    else if (before) vanished.push(tenant.id)
  }
  if (tenants.length + appeared.length + vanished.length === 0) {
    throw new AppError('NO_SNAPSHOT', `No tenant has a snapshot in ${from} or in ${to}. Choose other months, or collect first.`, {
      data: { from, to },
    })
  }
  const skus = addSkus(sides)
  return {
    tenants,
    appeared,
    vanished,
    explanation: addExplanations(tenants.map((each) => each.explanation)),
    totals: {
      reported: addChanges(tenants.map((each) => each.totals.reported)),
      listed: addChanges(tenants.map((each) => each.totals.listed)),
      recounted: addChanges(tenants.map((each) => each.totals.recounted)),
      units: addChanges(tenants.map((each) => each.totals.units)),
    },
    skus: skus.filter((each) => each.delta !== 0),
    cost: {
      vendor: addCosts(tenants.map((each) => each.cost.vendor)),
      licences: licenceCostChange(reading, skus, from, to),
    },
    warnings: tenants.flatMap((each) => each.warnings),
  }
}

/** Answers `diff.tenants`. Throws as `diffAll`. */
export function diffTenants(reading: Reading, readers: DiffReaders, input: { from: string; to: string }): DiffTenantsAnswer {
  const answer = diffAll(reading, readers, input)
  return {
    ...answer,
    tenants: answer.tenants.map(({ tenant, totals, holders: { added, removed, changed }, to: { snapshotId } }) => ({
      tenant,
      totals,
      people: { added: added.length, removed: removed.length, changed: changed.length },
      snapshotId,
    })),
  }
}

/** Adds the changes that have both sides; null when none has. */
function addChanges(changes: readonly Change[]): Change {
  const complete = changes.filter((each) => each.delta !== null)
  if (complete.length === 0) return { before: null, after: null, delta: null }
  const total = (side: 'before' | 'after') => complete.reduce((sum, each) => sum + each[side]!, 0)
  return { before: total('before'), after: total('after'), delta: total('after') - total('before') }
}

/** Both sides of each SKU over the tenants. */
function addSkus(sides: readonly SkuDelta[]): SkuDelta[] {
  const bySku = new Map<string, SkuDelta>()
  for (const each of sides) {
    const known = bySku.get(each.skuId)
    bySku.set(
      each.skuId,
      known === undefined
        ? each
        : {
            ...known,
            before: known.before! + each.before!,
            after: known.after! + each.after!,
            delta: known.delta! + each.delta!,
          },
    )
  }
  return [...bySku.values()].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

function addCosts(costs: readonly CostChange[]): CostChange {
  const byCurrency = new Map<string, MoneyChange>()
  for (const change of costs.flatMap((cost) => cost.amounts)) {
    const known = byCurrency.get(change.currency)
    byCurrency.set(change.currency, known === undefined ? change : addMoney(known, change))
  }
  return {
    amounts: [...byCurrency.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    leftOut: [...new Set(costs.flatMap((cost) => cost.leftOut))].sort(),
  }
}

function addMoney(a: MoneyChange, b: MoneyChange): MoneyChange {
  const plus = (x: string | null, y: string | null) => moneyText((parseDecimal(x) ?? zero).plus(parseDecimal(y) ?? zero), a.currency)
  return { currency: a.currency, before: plus(a.before, b.before), after: plus(a.after, b.after), delta: plus(a.delta, b.delta) }
}
