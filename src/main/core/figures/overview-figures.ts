/** Overview figures of a month with their changes, computed from the same facts as the bridge. */
import type { Bridge, BridgeMoney } from '../../../shared/contract/bridge-answers.ts'
import type { FigureName, UnitState } from '../../../shared/contract/figure-answers.ts'
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import type { OverviewCosts, OverviewFigure, OverviewMoney, TenantMoney, TenantWhy } from '../../../shared/contract/overview-answers.ts'
import { decimalText, moneyText, parseDecimal } from '../../../shared/domain/decimal.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { costChanges, countChange, type TenantLines } from './bridge/bridge.ts'
import type { Kind, Line } from './bridge/measure.ts'
import { billOf, licenceCostOf } from './bridge/month-cost.ts'
import { comparisonOf } from './bridge/standing.ts'
import type { TenantFacts } from './bridge/tenant-facts.ts'
import { decimalChange, moneyTotals } from './costs.ts'
import { figureLabel, parseFigure } from './figure.ts'
import { overageAt } from './money-values.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { coverage, datasetOf, isExpected, type ReportTenant } from './tenants.ts'

/** A Petra tenant with its facts for the month and the previous one. */
interface TenantMonthFacts {
  tenant: ReportTenant
  facts: TenantFacts
}

const figures = ['units', 'reported', 'recounted', 'disabled'] as const satisfies FigureName[]

/** The counts, billable units first. */
export function overviewFigures(reading: Reading, tenants: readonly TenantMonthFacts[], month: Month): OverviewFigure[] {
  return figures.map((name) => {
    const values = tenants.map(({ tenant, facts }) => ({ tenant, value: facts.after[name] }))
    const known = values.flatMap(({ value }) => value ?? [])
    const changes = tenants.map(({ tenant, facts }) => ({
      tenant: tenant.id,
      standing: facts.standing,
      before: facts.before[name],
      after: facts.after[name],
    }))
    const { delta } = countChange(changes)
    const state = name === 'units' ? stateOf(tenants) : null
    return {
      figure: name,
      label: figureLabel(parseFigure(name), itemNames(reading)),
      month,
      value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
      ...(state === null ? {} : { state }),
      tenants: coverage(
        values.map(({ tenant, value }) => ({
          id: tenant.id,
          present: value !== null && (value > 0 || isIn(reading, tenant, month)),
          expected: isIn(reading, tenant, month),
        })),
      ),
      change: delta,
      changeSince: delta === null ? null : previousMonth(month),
      notComparable: changes
        .filter(({ standing, before, after }) => comparisonOf(standing, before, after) === 'not-comparable')
        .map((each) => each.tenant)
        .sort((a, b) => a - b),
    }
  })
}

function isIn(reading: Reading, tenant: ReportTenant, month: Month): boolean {
  const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
  return ends.has(month) || isExpected(tenant, month, ends.first, reading.calendar)
}

function stateOf(tenants: readonly TenantMonthFacts[]): UnitState | null {
  const states = tenants.flatMap(({ facts }) => facts.after.unitsState ?? [])
  if (states.length === 0) return null
  return states.includes('projected') ? 'projected' : 'settled'
}

/** Both costs of the month with their change. */
export function overviewCosts(reading: Reading, tenants: readonly TenantMonthFacts[], bridge: Bridge, month: Month): OverviewCosts {
  const since = previousMonth(month)
  const sides = tenants.map(({ facts }) => facts.after)
  const licences = sides.flatMap(licenceCostOf)
  const free = reading.rules.free(month)
  return {
    bill: {
      state: stateOf(tenants),
      amounts: amounts(moneyTotals(sides.map(billOf)), bridge.bill, since),
      leftOut: tenants
        .filter(({ tenant, facts }) => billOf(facts.after).cost === null && isIn(reading, tenant, month))
        .map(({ tenant }) => `tenant ${tenant.id}`),
    },
    licences: {
      amounts: amounts(moneyTotals(licences), bridge.licences, since),
      leftOut: [...new Set(licences.filter(({ skuId, cost }) => cost === null && !free.has(skuId)).map(({ skuId }) => skuId))].sort(),
    },
  }
}

/** The month's totals with their change; a currency that only the previous month has is zero now. */
function amounts(totals: readonly MoneyTotal[], bridge: readonly BridgeMoney[], since: Month): OverviewMoney[] {
  const currencies = [...new Set([...totals, ...bridge.filter(({ delta }) => delta !== null)].map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const measure = bridge.find((each) => each.currency === currency)
    const change = measure?.delta ?? null
    return {
      currency,
      value: totals.find((each) => each.currency === currency)?.amount ?? measure?.to ?? '0',
      change,
      changeSince: change === null ? null : since,
      notComparable: measure?.notComparable ?? [],
    }
  })
}

/** A tenant's costs with their change. */
export function tenantCosts(lines: TenantLines): { bill: TenantMoney[]; licences: TenantMoney[] } {
  const { facts } = lines
  const changes = costChanges(lines)
  const of = (totals: readonly MoneyTotal[], changes: ReadonlyMap<string, string | null>) =>
    [...new Set([...totals.map(({ currency }) => currency), ...changes.keys()])].sort().map((currency) => ({
      currency,
      value: totals.find((each) => each.currency === currency)?.amount ?? null,
      change: changes.get(currency) ?? null,
    }))
  // The vendor's totals still list a tenant that left, with zero units, which is not a bill of zero.
  const isOut = (facts.standing === 'gone' || facts.standing === 'absent') && !facts.after.units
  return {
    bill: of(isOut ? [] : moneyTotals([billOf(facts.after)]), changes.bill),
    licences: of(moneyTotals(licenceCostOf(facts.after)), changes.licences),
  }
}

/** Why a tenant's bill changed, in each currency; if no bill changed, why its users did. The largest part first. */
export function tenantWhy({ bill, users }: TenantLines): TenantWhy[] {
  const changed = bill.filter(({ parts }) => parts.length > 0)
  const lines: readonly Line<Kind>[] = changed.length > 0 ? changed : users === null ? [] : [users]
  return lines
    .flatMap(({ currency, parts }) => parts.map(({ reason, delta }) => ({ reason, delta, currency })))
    .filter(({ delta }) => !delta.eq(0))
    .sort((a, b) => b.delta.abs().cmp(a.delta.abs()))
    .map(({ reason, delta, currency }) => ({
      reason,
      currency,
      delta: currency === null ? decimalText(delta) : moneyText(delta, currency),
    }))
}

/** The overage of a Genesys customer in a month with its change since the previous one. */
export function tenantOverage(reading: Reading, tenant: ReportTenant, month: Month): TenantMoney[] {
  const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
  const amounts = (at: Month): ReadonlyMap<string, string> => {
    const end = ends.get(at)
    return end === undefined ? new Map() : overageAt(reading, end).amounts
  }
  const before = amounts(previousMonth(month))
  return [...amounts(month)].map(([currency, value]) => {
    const { delta } = decimalChange(before.get(currency) ?? null, value)
    return { currency, value, change: delta === null ? null : moneyText(parseDecimal(delta)!, currency) }
  })
}
