/** Petra's totals of all tenants (`petra.usage`), and the units that they settle. */
import type { UnitState } from '../../../shared/contract/figure-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { preparedColumn, preparedRows } from '../history/prepared.ts'
import type { TenantTotals } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
import type { Reading } from './deps.ts'
import { type MonthEnd, monthEnds, settlingReading } from './months.ts'
import { parseEntry, vendorIdNumber } from './series-state.ts'
import type { SnapshotRow } from './snapshots.ts'
import type { ReportTenant } from './tenants.ts'

/** Units of a tenant's month with the snapshot that says so. */
export interface Units {
  value: number
  state: UnitState
  snapshot: SnapshotRow
}

/** Reads totals. */
export function totalsReader({ db, calendar, now, connectionSnapshots }: Reading) {
  /** Of a snapshot that many tenants are asked of, everything is read at once. */
  const wholeList = preparedRows<[vendorId: number, body: string | null]>(
    db.sqlite,
    `select vendor_id, body from entry where series_id = ? and owner_id = 0 and owner_occurrence = 0 and from_number <= ?
       and (to_number is null or to_number > ?) order by vendor_id, occurrence desc`,
  )
  const whole = new Map<number, ReadonlyMap<number, string | null>>()
  const askedOnce = new Set<number>()
  const numbers = new Map<string, number | undefined>()
  const settling = new Map<string, SnapshotRow | undefined>()
  const months = new Map<number, ReadonlyMap<Month, MonthEnd>>()
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
    const body = bodyOf(snapshot, number)
    return body == null ? null : read(parseEntry(body))
  }

  function numberOf(externalId: string): number | undefined {
    if (!numbers.has(externalId)) numbers.set(externalId, vendorIdNumber(db, externalId))
    return numbers.get(externalId)
  }

  function bodyOf({ id, seriesId, number }: SnapshotRow, vendorId: number): string | null | undefined {
    const known = whole.get(id)
    if (known !== undefined) return known.get(vendorId)
    if (!askedOnce.has(id)) {
      askedOnce.add(id)
      return entry.get(seriesId, vendorId, number, number)
    }
    const read = new Map(wholeList.all(seriesId, number, number))
    whole.set(id, read)
    return read.get(vendorId)
  }

  function settlingOf(connectionId: number, month: Month): SnapshotRow | undefined {
    const key = `${connectionId} ${month}`
    if (!settling.has(key)) settling.set(key, settlingReading(snapshots(connectionId), month, calendar))
    return settling.get(key)
  }

  /** The month-ends of a connection's totals. */
  function monthEndsOf(connectionId: number): ReadonlyMap<Month, MonthEnd> {
    const known = months.get(connectionId) ?? monthEnds(snapshots(connectionId), calendar, now)
    months.set(connectionId, known)
    return known
  }

  /** The months that have a settling reading, in order. */
  const settledMonths = (connectionId: number): Month[] =>
    [...monthEndsOf(connectionId).keys()].sort().filter((month) => settlingOf(connectionId, month) !== undefined)

  /** A month's units: the settled ones, else those projected by its month-end snapshot; null when neither is there. */
  const unitsOf = (tenant: ReportTenant, month: Month, monthEnd: MonthEnd | undefined): Units | null => {
    const reading = settlingOf(tenant.connectionId, month)
    const settled = reading === undefined ? null : (totalsAt(tenant, reading)?.units ?? null)
    if (reading !== undefined && settled !== null) return { value: settled, state: 'settled', snapshot: reading }
    const projected = monthEnd?.snapshot.units ?? null
    return monthEnd === undefined || projected === null ? null : { value: projected, state: 'projected', snapshot: monthEnd.snapshot }
  }

  return { snapshots, monthEnds: monthEndsOf, settledMonths, totalsAt, unitsOf }
}
