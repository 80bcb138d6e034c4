/** The difference between two months for every tenant. */
import type { DiffAllAnswer, DiffAnswer, DiffTenantsAnswer, SkuDelta } from '../../../shared/contract/diff-answers.ts'
import { parseMonth } from '../../../shared/domain/month.ts'
import { AppError } from '../base/errors.ts'
import { bridgeOf, countChange } from './bridge/bridge.ts'
import { explanationOf } from './bridge/explanation.ts'
import { loadFacts, readFacts } from './bridge/read-facts.ts'
import { monthSide } from './bridge/side.ts'
import type { TenantFacts } from './bridge/tenant-facts.ts'
import { amountsOf, type DiffReaders, diffOfSides, standingOf, withoutPeople } from './diff.ts'
import type { Reading } from './reading.ts'
import { addSkus, skuSides } from './sku-difference.ts'
import { allTenants } from './tenants.ts'

/** Answers `diff.all`. Tenants that are not comparable are listed and excluded from every change. Throws `BAD_REQUEST`, `NO_SNAPSHOT`. */
export function diffAll(reading: Reading, readers: DiffReaders, input: { from: string; to: string }): DiffAllAnswer {
  const [from, to] = [parseMonth(input.from), parseMonth(input.to)]
  if (from > to) throw new AppError('BAD_REQUEST', `The first month (${from}) is after the last (${to}). Swap them.`)
  const all = allTenants(reading.db).toSorted((a, b) => a.id - b.id)
  reading.loadMonthBounds()
  loadFacts(reading, readers.totals, all, from, to)
  const tenants: DiffAnswer[] = []
  const facts: TenantFacts[] = []
  const [appeared, vanished]: [number[], number[]] = [[], []]
  const sides: SkuDelta[] = []
  for (const tenant of all) {
    const [before, after] = [monthSide(reading, tenant, from), monthSide(reading, tenant, to)]
    if (before.end === undefined && after.end !== undefined) appeared.push(tenant.id)
    if (before.end !== undefined && after.end === undefined) vanished.push(tenant.id)
    const standing = standingOf(reading, readers, tenant, before, after)
    if (standing === null) {
      if (tenant.kind === 'petra') facts.push(readFacts(reading, readers.totals, tenant, before, after).facts)
      continue
    }
    const difference = diffOfSides(reading, readers, tenant, standing, before, after)
    tenants.push(difference.answer)
    if (difference.facts === null) continue
    facts.push(difference.facts)
    sides.push(...skuSides(reading, readers.nameOf, standing, before, after))
  }
  if (tenants.length + appeared.length + vanished.length === 0) {
    throw new AppError('NO_SNAPSHOT', `No tenant has a snapshot in ${from} or in ${to}. Choose other months, or collect first.`, {
      data: { from, to },
    })
  }
  const bridge = bridgeOf(facts)
  const { users, units } = bridge
  const leftOut = (cost: 'vendor' | 'licences') => [...new Set(tenants.flatMap((each) => each.cost[cost].leftOut))].sort()
  return {
    tenants,
    appeared,
    vanished,
    explanation: explanationOf(users),
    totals: {
      reported: { before: users.from, after: users.to, delta: users.delta },
      listed: countOf(facts, 'listed'),
      recounted: countOf(facts, 'recounted'),
      units: { before: units.from, after: units.to, delta: units.delta },
    },
    skus: addSkus(sides).filter((each) => each.delta !== 0),
    cost: {
      vendor: { amounts: amountsOf(bridge.bill), leftOut: leftOut('vendor') },
      licences: { amounts: amountsOf(bridge.licences), leftOut: leftOut('licences') },
    },
    bridge,
    warnings: tenants.flatMap((each) => each.warnings),
  }
}

/** Answers `diff.tenants`. Throws like `diffAll`. */
export function diffTenants(reading: Reading, readers: DiffReaders, input: { from: string; to: string }): DiffTenantsAnswer {
  const answer = diffAll(reading, readers, input)
  return {
    ...answer,
    bridge: withoutPeople(answer.bridge),
    tenants: answer.tenants.map(({ tenant, standing, totals, cost, holders: { added, removed, changed }, from, to }) => ({
      tenant,
      standing,
      totals,
      people: { added: added.length, removed: removed.length, changed: changed.length },
      cost,
      snapshotId: to.snapshotId ?? from.snapshotId,
    })),
  }
}

function countOf(facts: readonly TenantFacts[], column: 'listed' | 'recounted') {
  return countChange(facts.map(({ standing, before, after }) => ({ standing, before: before[column], after: after[column] })))
}
