/** Money of one tenant by month, in every currency: the vendor's bill, licence cost or overage. The same lines make up the other figures. */
import type { MoneyKind, UnitState } from '../../../shared/contract/figure-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { preparedRows } from '../database/prepared.ts'
import { licenceCostOf } from './bridge/month-cost.ts'
import { type CostLine, costLine, moneyTotals } from './costs.ts'
import type { MonthEnd } from './month-end.ts'
import type { Reading } from './reading.ts'
import { holdersBySku } from './sku-difference.ts'
import type { SnapshotRow } from './snapshots.ts'
import type { totalsReader } from './tenant-totals.ts'
import { datasetOf, type ReportTenant } from './tenants.ts'

/** A month's money with its source snapshot. */
export interface MonthMoney {
  /** Decimal text by currency. Empty if nothing is known, or if everything is free. */
  amounts: ReadonlyMap<string, string>
  /** Everything is free: zero in any currency. */
  isZero: boolean
  snapshot: SnapshotRow
  early: boolean
  state?: UnitState
}

const moneyAt = { 'licence-cost': licenceCost, overage: overageAt }

/** A tenant's money; months without evidence are not in the map. */
interface TenantMoney {
  months: Map<Month, MonthMoney>
  /** The first month with evidence, also outside the span. */
  firstMonth: Month | null
}

/** Reads a tenant's money in the months for which `inSpan` is true. */
export function monthMoney(
  reading: Reading,
  totals: ReturnType<typeof totalsReader>,
  kind: MoneyKind,
  tenant: ReportTenant,
  inSpan: (month: Month) => boolean,
): TenantMoney {
  const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
  const settled = kind === 'bill' ? totals.settledMonths(tenant.connectionId) : []
  const months = [...new Set([...ends.keys(), ...settled])].sort()
  const found = months.filter(inSpan).flatMap((month) => {
    const end = ends.get(month)
    const money = kind === 'bill' ? bill(reading, totals, tenant, month, end) : end && moneyAt[kind](reading, end)
    return money ? [[month, money] as const] : []
  })
  return {
    months: new Map(found),
    // The vendor's totals can settle a month before the first snapshot, but do not name every tenant.
    firstMonth: months.find((month) => ends.has(month) || totals.unitsOf(tenant, month, undefined) !== null) ?? null,
  }
}

function bill(
  { rules }: Reading,
  totals: ReturnType<typeof totalsReader>,
  tenant: ReportTenant,
  month: Month,
  end: MonthEnd | undefined,
): MonthMoney | null {
  const units = totals.unitsOf(tenant, month, end)
  if (units === null) return null
  const early = units.state === 'projected' && end?.early === true
  return {
    amounts: amountsOf([costLine(units.value, rules.unitPrice(tenant.connectionId, month))]),
    isZero: false,
    snapshot: units.snapshot,
    early,
    state: units.state,
  }
}

function licenceCost(reading: Reading, { month, snapshot, early }: MonthEnd): MonthMoney {
  const holders = snapshot.hasList ? holdersBySku(reading, { month, snapshot, early }, true) : null
  const lines = licenceCostOf({ holders, skuPrice: (skuId) => reading.rules.skuPrice(skuId, month) })
  const free = reading.rules.free(month)
  const isZero = holders !== null && lines.every(({ skuId, cost }) => cost === null && free.has(skuId))
  return { amounts: amountsOf(lines), isZero, snapshot, early }
}

/** The vendor's overage in a billing period: the total shown on Usage, without third-party charges. Empty if the contract has no currency. */
export function overageAt({ db }: Pick<Reading, 'db'>, { snapshot, early }: MonthEnd): MonthMoney {
  const [currency, amount] = preparedRows<[currency: string | null, amount: string | null]>(
    db.sqlite,
    'select overage_currency, overage from month_fact where snapshot_id = ?',
  ).get(snapshot.id)!
  return { amounts: new Map(currency === null || amount === null ? [] : [[currency, amount]]), isZero: false, snapshot, early }
}

function amountsOf(lines: readonly CostLine[]): ReadonlyMap<string, string> {
  return new Map(moneyTotals(lines).map(({ currency, amount }) => [currency, amount]))
}
