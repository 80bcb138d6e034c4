/** Overview figures of a month with their changes, computed from the same facts as the bridge. */
import type { Bridge, BridgeMoney } from '../../../shared/contract/bridge-answers.ts'
import type { FigureName, UnitState } from '../../../shared/contract/figure-answers.ts'
import type { OverviewCosts, OverviewFigure, OverviewMoney, TenantMoney, TenantWhy } from '../../../shared/contract/overview-answers.ts'
import { moneyText, parseDecimal } from '../../../shared/domain/decimal.ts'
import { minorUnitsText } from '../../../shared/domain/minor-units.ts'
import { type Month, previousMonth } from '../../../shared/domain/month.ts'
import { costChanges, countChange, type TenantLines } from './bridge/bridge.ts'
import type { Kind, Line } from './bridge/measure.ts'
import { type Amounts, type MonthCosts, sumAmounts } from './bridge/month-cost.ts'
import { comparisonOf } from './bridge/standing.ts'
import type { TenantFacts } from './bridge/tenant-facts.ts'
import { decimalChange } from './costs.ts'
import { figureLabel, parseFigure } from './figure.ts'
import { overageAt } from './money-values.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import { coverage, datasetOf, isExpected, type ReportTenant } from './tenants.ts'

/** A Petra tenant with its facts for the month and the previous one, and the month's costs. */
interface TenantMonthFacts {
  tenant: ReportTenant
  facts: TenantFacts
  costs: MonthCosts
}

const figures = ['units', 'reported', 'recounted', 'disabled'] as const satisfies FigureName[]

/** The counts, billable units first. */
export function overviewFigures(reading: Reading, tenants: readonly TenantMonthFacts[], month: Month): OverviewFigure[] {
  const expected = new Set(tenants.filter(({ tenant }) => isIn(reading, tenant, month)).map(({ tenant }) => tenant.id))
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
          present: value !== null && (value > 0 || expected.has(tenant.id)),
          expected: expected.has(tenant.id),
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
  const free = reading.rules.free(month)
  const totalOf = (kind: 'bill' | 'licences') => sumAmounts(tenants.map(({ costs }) => costs[kind]))
  return {
    bill: {
      state: stateOf(tenants),
      amounts: amountsWithChange(totalOf('bill'), bridge.bill, since),
      leftOut: tenants
        .filter(({ tenant, costs }) => costs.bill.size === 0 && isIn(reading, tenant, month))
        .map(({ tenant }) => `tenant ${tenant.id}`),
    },
    licences: {
      amounts: amountsWithChange(totalOf('licences'), bridge.licences, since),
      leftOut: [...new Set(tenants.flatMap(({ costs }) => costs.withoutPrice))].filter((skuId) => !free.has(skuId)).sort(),
    },
  }
}

/** The month's totals with their change; a currency that only the previous month has is zero now. */
function amountsWithChange(totals: Amounts, bridge: readonly BridgeMoney[], since: Month): OverviewMoney[] {
  const currencies = [
    ...new Set([...totals.keys(), ...bridge.filter(({ delta }) => delta !== null).map(({ currency }) => currency)]),
  ].sort()
  return currencies.map((currency) => {
    const measure = bridge.find((each) => each.currency === currency)
    const change = measure?.delta ?? null
    return {
      currency,
      value: amountText(totals, currency) ?? measure?.to ?? '0',
      change,
      changeSince: change === null ? null : since,
      notComparable: measure?.notComparable ?? [],
    }
  })
}

/** A tenant's costs with their change. */
export function tenantCosts(lines: TenantLines, costs: MonthCosts): { bill: TenantMoney[]; licences: TenantMoney[] } {
  const { facts } = lines
  const changes = costChanges(lines)
  const of = (totals: Amounts, changes: ReadonlyMap<string, string | null>) =>
    [...new Set([...totals.keys(), ...changes.keys()])].sort().map((currency) => ({
      currency,
      value: amountText(totals, currency),
      change: changes.get(currency) ?? null,
    }))
  // The vendor's totals still list a tenant that left, with zero units, which is not a bill of zero.
  const isOut = (facts.standing === 'gone' || facts.standing === 'absent') && !facts.after.units
  return { bill: of(isOut ? new Map() : costs.bill, changes.bill), licences: of(costs.licences, changes.licences) }
}

function amountText(amounts: Amounts, currency: string): string | null {
  const amount = amounts.get(currency)
  return amount === undefined ? null : minorUnitsText(amount, currency)
}

/** Why a tenant's bill changed, in each currency; if no bill changed, why its users did. The largest part first. */
export function tenantWhy({ bill, users }: TenantLines): TenantWhy[] {
  const changed = bill.filter(({ parts }) => parts.length > 0)
  const lines: readonly Line<Kind>[] = changed.length > 0 ? changed : users === null ? [] : [users]
  return lines
    .flatMap(({ currency, parts }) => parts.map(({ reason, delta }) => ({ reason, delta, currency })))
    .filter(({ delta }) => delta !== 0n)
    .sort((a, b) => (size(a.delta) < size(b.delta) ? 1 : size(a.delta) > size(b.delta) ? -1 : 0))
    .map(({ reason, delta, currency }) => ({
      reason,
      currency,
      delta: currency === null ? String(delta) : minorUnitsText(delta, currency),
    }))
}

const size = (delta: bigint): bigint => (delta < 0n ? -delta : delta)

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
