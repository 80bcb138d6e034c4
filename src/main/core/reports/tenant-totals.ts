/** Petra's totals of all tenants (`petra.usage`), and the units that they settle. */
import type { UnitState } from '../../../shared/contract/report-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { preparedColumn } from '../history/prepared.ts'
import type { TenantTotals } from '../providers/provider.ts'
import { datasetById } from '../providers/providers.ts'
import type { Reading } from './deps.ts'
import { type MonthEnd, settlingReading } from './months.ts'
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
export function totalsReader({ db, calendar, connectionSnapshots }: Reading) {
  const entry = preparedColumn<string | null>(
    db.sqlite,
    `select body from entry where series_id = ? and owner_id = 0 and owner_occurrence = 0 and vendor_id = ? and from_number <= ?
       and (to_number is null or to_number > ?) order by occurrence limit 1`,
  )
  const read = datasetById('petra.usage').tenantTotals

  const snapshots = (connectionId: number) => connectionSnapshots(connectionId, 'petra.usage')

  /** What a snapshot of totals says of a tenant; null when it does not name it. */
  const totalsAt = (tenant: ReportTenant, snapshot: SnapshotRow): TenantTotals | null => {
    const number = vendorIdNumber(db, tenant.externalId)
    if (read === null || number === undefined || snapshot.hasList === 0) return null
    const body = entry.get(snapshot.seriesId, number, snapshot.number, snapshot.number)
    return body == null ? null : read(parseEntry(body))
  }

  /** A month's units: the settled ones, else those projected by its month-end snapshot; null when neither is there. */
  const unitsOf = (tenant: ReportTenant, month: Month, monthEnd: MonthEnd | undefined): Units | null => {
    const settling = settlingReading(snapshots(tenant.connectionId), month, calendar)
    const settled = settling === undefined ? null : (totalsAt(tenant, settling)?.units ?? null)
    if (settling !== undefined && settled !== null) return { value: settled, state: 'settled', snapshot: settling }
    const projected = monthEnd?.snapshot.units ?? null
    return monthEnd === undefined || projected === null ? null : { value: projected, state: 'projected', snapshot: monthEnd.snapshot }
  }

  return { snapshots, totalsAt, unitsOf }
}
