/** All current figures of a month by tenant: an approval stores them, and is later compared with them. */
import type { ApprovedFigure } from '../../../shared/contract/approval-answers.ts'
import type { FigureName, UnitState } from '../../../shared/contract/figure-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { costLine, moneyTotals, vendorLine } from '../figures/costs.ts'
import type { MonthEnd } from '../figures/month-end.ts'
import type { Reading } from '../figures/reading.ts'
import { totalsReader, type Units } from '../figures/tenant-totals.ts'
import { allTenants, datasetOf, isExpected, type ReportTenant } from '../figures/tenants.ts'
import { usageOf } from '../figures/usage.ts'

/** One value and its snapshot. */
export interface MonthValue {
  tenantId: number
  figure: ApprovedFigure
  /** Empty if the value is not an amount. */
  currency: string
  /** Decimal text; null if the month has none. */
  value: string | null
  /** Only for `units` and the vendor's bill. */
  state: UnitState | null
  snapshotId: number | null
}

/** The values of every tenant that has or should have a snapshot in the month; null in a gap. */
export function monthValues(reading: Reading, month: Month): MonthValue[] {
  const { unitsOf } = totalsReader(reading)
  reading.loadMonthEnds(month, month)
  return allTenants(reading.db).flatMap((tenant) => {
    const ends = reading.monthEnds(tenant.id, datasetOf(tenant.kind))
    const end = ends.get(month)
    const units = tenant.kind === 'petra' ? unitsOf(tenant, month, end) : null
    const belongs = end !== undefined || (units?.value ?? 0) > 0
    if (!belongs && !isExpected(tenant, month, [...ends.keys()].sort()[0] ?? null, reading.calendar)) return []
    if (tenant.kind !== 'petra') return end === undefined ? [] : usageValues(reading, tenant, end)
    return [
      ...countValues(reading, tenant, end),
      unitsValue(tenant, units),
      ...vendorCost(reading, tenant, month, units),
      ...licenceValues(reading, tenant, end),
    ]
  })
}

function countValues({ rules, skuSets }: Reading, tenant: ReportTenant, end: MonthEnd | undefined): MonthValue[] {
  const snapshot = end?.snapshot
  const recounted = end?.snapshot.hasList ? skuSets.recount(end.snapshot.id, rules.excluded(end.month)) : null
  const counts: [FigureName, number | null | undefined][] = [
    ['reported', snapshot?.reported],
    ['listed', snapshot?.listed],
    ['recounted', recounted],
    ['disabled', snapshot?.disabled],
  ]
  return counts.map(([figure, count]) => ({
    ...empty(tenant, figure),
    value: count == null ? null : String(count),
    snapshotId: snapshot?.id ?? null,
  }))
}

function unitsValue(tenant: ReportTenant, units: Units | null): MonthValue {
  if (units === null) return empty(tenant, 'units')
  return { ...empty(tenant, 'units'), value: String(units.value), state: units.state, snapshotId: units.snapshot.id }
}

function vendorCost({ rules }: Reading, tenant: ReportTenant, month: Month, units: Units | null): MonthValue[] {
  return moneyTotals([vendorLine(rules, tenant, month, units)]).map(({ currency, amount }) => ({
    ...empty(tenant, 'cost:vendor'),
    currency,
    value: amount,
    state: units?.state ?? null,
    snapshotId: units?.snapshot.id ?? null,
  }))
}

/** Holders of each SKU, and licence cost per currency. */
function licenceValues({ rules, skuSets }: Reading, tenant: ReportTenant, end: MonthEnd | undefined): MonthValue[] {
  if (!end?.snapshot.hasList) return []
  const snapshotId = end.snapshot.id
  const held = [...skuSets.holders(snapshotId)].sort(([a], [b]) => (a < b ? -1 : 1))
  const costs = moneyTotals(held.map(([skuId, holders]) => costLine(holders, rules.skuPrice(skuId, end.month))))
  return [
    ...held.map(([skuId, holders]) => ({ ...empty(tenant, `sku:${skuId}`), value: String(holders), snapshotId })),
    ...costs.map(({ currency, amount }) => ({ ...empty(tenant, 'cost:licences'), currency, value: amount, snapshotId })),
  ]
}

/** Genesys: quantities per charge, and costs. A charge that was sent twice has no single quantity. */
function usageValues(reading: Reading, tenant: ReportTenant, end: MonthEnd): MonthValue[] {
  const { rows, totals, currency } = usageOf(reading, tenant, end)
  const snapshotId = end.snapshot.id
  const charges = [...Map.groupBy(rows, (row) => row.chargeId)].flatMap(([chargeId, sent]) =>
    (['used', 'committed'] as const).map((quantity) => ({
      ...empty(tenant, `${quantity}:${chargeId}`),
      value: sent.length === 1 ? (sent[0]?.[quantity] ?? null) : null,
      snapshotId,
    })),
  )
  if (totals === null || currency === null) return charges
  const costs = [
    ['cost:commitment', totals.vendor.commitment],
    ['cost:overage', totals.vendor.over],
    ['cost:third-party-commitment', totals.thirdParty.commitment],
    ['cost:third-party-overage', totals.thirdParty.over],
  ] as const
  return [...charges, ...costs.map(([figure, value]) => ({ ...empty(tenant, figure), currency, value, snapshotId }))]
}

function empty(tenant: ReportTenant, figure: ApprovedFigure): MonthValue {
  return { tenantId: tenant.id, figure, currency: '', value: null, state: null, snapshotId: null }
}
