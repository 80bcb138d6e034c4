/** Petra's totals of all tenants (`petra.usage`), and the units settled by them. */
import type { UnitState } from '../../../shared/contract/figure-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { validAt } from '../database/intervals.ts'
import { preparedColumn, preparedRows } from '../database/prepared.ts'
import { parseEntry } from '../evidence/cut.ts'
import { allStoredTotals, storedTotals } from '../state/month-facts/store.ts'
import type { TenantTotals } from '../vendors/provider.ts'
import { datasetById } from '../vendors/providers.ts'
import type { MonthEnd } from './month-end.ts'
import { MonthEnds } from './read-month-ends.ts'
import type { Reading } from './reading.ts'
import { vendorIdNumber } from './series-state.ts'
import { type SnapshotRow, snapshotRow } from './snapshots.ts'
import type { ReportTenant } from './tenants.ts'

/** Units of a tenant in a month, with their source snapshot. */
export interface Units {
  value: number
  state: UnitState
  snapshot: SnapshotRow
}

/** Reads totals. */
export function totalsReader({ db, calendar, now, connectionSnapshots }: Reading) {
  const { sqlite } = db
  const settling = preparedRows<[Month, number]>(
    sqlite,
    `select month, settling_id from month_fact
     where tenant_id is null and connection_id = ? and dataset = 'petra.usage' and settling_id is not null order by month`,
  )
  const entry = preparedColumn<string | null>(
    sqlite,
    `select body from entry e where series_id = @s and owner_id = 0 and owner_occurrence = 0 and vendor_id = @id and ${validAt('e')}
     order by occurrence limit 1`,
  )
  const dataset = datasetById('petra.usage')
  const numbers = new Map<string, number | undefined>()
  const loaded = new Map<number, ReadonlyMap<string, TenantTotals>>()
  const settlingIds = new Map<number, ReadonlyMap<Month, number>>()
  const settlingRows = new Map<number, SnapshotRow>()
  const ends = new Map<number, ReadonlyMap<Month, MonthEnd>>()

  const numberOf = (externalId: string): number | undefined => {
    if (!numbers.has(externalId)) numbers.set(externalId, vendorIdNumber(db, externalId))
    return numbers.get(externalId)
  }
  const settlingOf = (connectionId: number) => getOrAdd(settlingIds, connectionId, () => new Map(settling.all(connectionId)))

  /** Reads every tenant's totals in a snapshot that has month facts, with one query. */
  const load = (snapshotId: number | undefined) => {
    if (snapshotId !== undefined) getOrAdd(loaded, snapshotId, () => allStoredTotals(db, snapshotId))
  }

  /** A tenant's totals in a snapshot that has month facts; null if the tenant is not in it. */
  const monthTotals = (tenant: ReportTenant, snapshotId: number): TenantTotals | null => {
    const all = loaded.get(snapshotId)
    if (all !== undefined) return all.get(tenant.externalId) ?? null
    const number = numberOf(tenant.externalId)
    return number === undefined ? null : (storedTotals(db, snapshotId, number) ?? null)
  }

  /** The same for any snapshot, read from its entry. */
  const totalsAt = (tenant: ReportTenant, { seriesId, number: at, hasList }: SnapshotRow): TenantTotals | null => {
    const number = numberOf(tenant.externalId)
    if (dataset.kind !== 'totals' || number === undefined || !hasList) return null
    const body = entry.get({ s: seriesId, id: number, n: at })
    return body == null ? null : dataset.tenantTotals(parseEntry(body))
  }

  /** A month's units: settled, else projected by its month-end snapshot; null if there is neither. */
  const unitsOf = (tenant: ReportTenant, month: Month, monthEnd: MonthEnd | undefined): Units | null => {
    const settlingId = settlingOf(tenant.connectionId).get(month)
    const settled = settlingId === undefined ? null : (monthTotals(tenant, settlingId)?.units ?? null)
    if (settlingId !== undefined && settled !== null) {
      return { value: settled, state: 'settled', snapshot: getOrAdd(settlingRows, settlingId, () => snapshotRow(db, settlingId)) }
    }
    const projected = monthEnd?.snapshot.units ?? null
    return monthEnd === undefined || projected === null ? null : { value: projected, state: 'projected', snapshot: monthEnd.snapshot }
  }

  /** Month-ends of a connection's totals. */
  const monthEnds = (connectionId: number): ReadonlyMap<Month, MonthEnd> =>
    getOrAdd(ends, connectionId, () => new MonthEnds(db, { connectionId, dataset: 'petra.usage' }, { calendar, now }))

  /** The snapshot that lists the tenants of a month: the settling reading, or else the month's last one. */
  const listOf = (connectionId: number, month: Month): number | undefined =>
    settlingOf(connectionId).get(month) ?? monthEnds(connectionId).get(month)?.snapshot.id

  /** A tenant's totals in a month. */
  const listedIn = (tenant: ReportTenant, month: Month): TenantTotals | null => {
    const id = listOf(tenant.connectionId, month)
    return id === undefined ? null : monthTotals(tenant, id)
  }

  return {
    snapshots: (connectionId: number) => connectionSnapshots(connectionId, 'petra.usage'),
    monthEnds,
    /** Months that have a settling reading, in order. */
    settledMonths: (connectionId: number): readonly Month[] => [...settlingOf(connectionId).keys()],
    /** Reads the totals of all tenants in some months, for answers about all of them. */
    loadMonths(connectionIds: Iterable<number>, months: readonly Month[]): void {
      for (const id of connectionIds) for (const month of months) load(listOf(id, month))
    },
    monthTotals,
    totalsAt,
    listedIn,
    unitsOf,
  }
}
