/** Petra's totals of all tenants (`petra.usage`), and the units that they settle. */
import type { UnitState } from '../../../shared/contract/figure-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { parseEntry } from '../history/cut.ts'
import { preparedColumn, preparedRows } from '../history/prepared.ts'
import type { TenantTotals } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
import type { Reading } from './deps.ts'
import { keep, keptOf, keptWith } from './kept-with.ts'
import { keptMonthEnds, type MonthEnd, settlingReading } from './months.ts'
import { vendorIdNumber } from './series-state.ts'
import type { SnapshotRow } from './snapshots.ts'
import type { ReportTenant } from './tenants.ts'

/** Units of a tenant's month with the snapshot that says so. */
export interface Units {
  value: number
  state: UnitState
  snapshot: SnapshotRow
}

/** What the tenants of a snapshot are said to have, by our number of their id. */
type Totals = Map<number, TenantTotals | null>

/** Reads totals. */
export function totalsReader({ db, calendar, now, connectionSnapshots }: Reading) {
  /** Of a snapshot that many tenants are asked of, everything is read at once. */
  const wholeList = preparedRows<[vendorId: number, body: string | null]>(
    db.sqlite,
    `select vendor_id, body from entry where series_id = ? and owner_id = 0 and owner_occurrence = 0 and from_number <= ?
       and (to_number is null or to_number > ?) order by vendor_id, occurrence desc`,
  )
  const askedOnce = new Set<number>()
  const numbers = new Map<string, number | undefined>()
  const entry = preparedColumn<string | null>(
    db.sqlite,
    `select body from entry where series_id = ? and owner_id = 0 and owner_occurrence = 0 and vendor_id = ? and from_number <= ?
       and (to_number is null or to_number > ?) order by occurrence limit 1`,
  )
  const read = datasetById('petra.usage').tenantTotals

  const snapshots = (connectionId: number) => connectionSnapshots(connectionId, 'petra.usage')

  /** What a snapshot of totals says of a tenant; null when it does not name it. */
  const totalsAt = (tenant: ReportTenant, snapshot: SnapshotRow): TenantTotals | null => {
    const number = numberOf(tenant.externalId)
    if (read === null || number === undefined || snapshot.hasList === 0) return null
    const known = keptOf<Totals>(snapshot, 'totals')
    if (known !== undefined) return known.get(number) ?? null
    const parsed = (body: string | null | undefined) => (body == null ? null : read(parseEntry(body)))
    const { id, seriesId, number: at } = snapshot
    if (!askedOnce.has(id)) {
      askedOnce.add(id)
      return parsed(entry.get(seriesId, number, at, at))
    }
    const totals: Totals = new Map(wholeList.all(seriesId, at, at).map(([vendorId, body]) => [vendorId, parsed(body)]))
    return keep(snapshot, 'totals', totals).get(number) ?? null
  }

  function numberOf(externalId: string): number | undefined {
    if (!numbers.has(externalId)) numbers.set(externalId, vendorIdNumber(db, externalId))
    return numbers.get(externalId)
  }

  const settlingOf = (connectionId: number, month: Month): SnapshotRow | undefined => {
    const all = snapshots(connectionId)
    return keptWith(all, `settling ${month}`, () => settlingReading(all, month, calendar))
  }

  /** The month-ends of a connection's totals. */
  const monthEndsOf = (connectionId: number): ReadonlyMap<Month, MonthEnd> => keptMonthEnds(snapshots(connectionId), calendar, now)

  /** The months that have a settling reading, in order. */
  const settledMonths = (connectionId: number): readonly Month[] =>
    keptWith(snapshots(connectionId), 'settled', () =>
      [...monthEndsOf(connectionId).keys()].sort().filter((month) => settlingOf(connectionId, month) !== undefined),
    )

  /** A month's units: the settled ones, else those projected by its month-end snapshot; null when neither is there. */
  const unitsOf = (tenant: ReportTenant, month: Month, monthEnd: MonthEnd | undefined): Units | null => {
    const reading = settlingOf(tenant.connectionId, month)
    const settled = reading === undefined ? null : (totalsAt(tenant, reading)?.units ?? null)
    if (reading !== undefined && settled !== null) return { value: settled, state: 'settled', snapshot: reading }
    const projected = monthEnd?.snapshot.units ?? null
    return monthEnd === undefined || projected === null ? null : { value: projected, state: 'projected', snapshot: monthEnd.snapshot }
  }

  /** How the vendor's totals describe a tenant in a month: by the reading that settles it, else by the month's last. */
  const listedIn = (tenant: ReportTenant, month: Month): TenantTotals | null => {
    const snapshot = settlingOf(tenant.connectionId, month) ?? monthEndsOf(tenant.connectionId).get(month)?.snapshot
    return snapshot === undefined ? null : totalsAt(tenant, snapshot)
  }

  return { snapshots, monthEnds: monthEndsOf, settledMonths, totalsAt, listedIn, unitsOf }
}
