/** A tenant's reports and their states: collected, refused with the next step, or not requested yet. */
import type { TenantReport } from '../../../shared/contract/connection-answers.ts'
import type { ErrorCode, Warning } from '../../../shared/contract/errors.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { type DatasetId, optionalDatasets, type TenantKind } from '../../../shared/domain/vendors.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'

/** The reports of each kind of tenant; the first one has its figures. */
const reportsOf: Record<TenantKind, readonly DatasetId[]> = {
  petra: ['petra.billable-users'],
  own: ['genesys.billable-usage', ...optionalDatasets],
  customer: ['genesys.trustee-overview'],
}

interface RunRow {
  at: number
  code: ErrorCode | null
  message: string | null
}

interface SnapshotFacts {
  id: number
  at: number
  warnings: string | null
}

/** Answers `tenants.reports`. Runs that are dated after `now` (ms) do not count, as in `listTenants`; snapshots only if there are no others. */
export function tenantReports({ sqlite }: ReadDb, tenant: { id: number; kind: TenantKind }, now: number): TenantReport[] {
  const lastRun = prepared<[number, string, number], RunRow>(
    sqlite,
    `select started_at at, error_code code, error_message message from run
     where tenant_id = ? and dataset = ? and outcome is not null and coalesce(error_code, '') not in ('CANCELLED', 'NO_MORE_PERIODS')
     and started_at <= ? order by started_at desc, id desc limit 1`,
  )
  const lastSnapshot = prepared<[number, string, number], SnapshotFacts>(
    sqlite,
    `select s.id, s.observed_at at, s.warnings from series se join snapshot s on s.series_id = se.id where se.tenant_id = ? and se.dataset = ?
     and not exists (select 1 from set_aside a where a.snapshot_id = s.id and a.taken_back_at is null)
     order by s.observed_at > ?, s.observed_at desc, s.id desc limit 1`,
  )
  return reportsOf[tenant.kind].map((dataset): TenantReport => {
    const run = lastRun.get(tenant.id, dataset, now)
    const snapshot = lastSnapshot.get(tenant.id, dataset, now)
    const warnings = snapshot?.warnings == null ? [] : (JSON.parse(snapshot.warnings) as Warning[])
    return {
      dataset,
      optional: optionalDatasets.includes(dataset),
      state: stateOf(run, snapshot),
      askedAt: isoTime(run?.at ?? null),
      lastSnapshotAt: isoTime(snapshot?.at ?? null),
      error: run?.code == null ? null : { code: run.code, message: run.message ?? '' },
      warnings,
    }
  })
}

function stateOf(run: RunRow | undefined, snapshot: SnapshotFacts | undefined): TenantReport['state'] {
  if (run === undefined) return snapshot === undefined ? 'not-asked' : 'collected'
  switch (run.code) {
    case null:
      return 'collected'
    case 'VENDOR_FORBIDDEN':
      return 'refused'
    case 'VENDOR_NOT_FOUND':
      return 'missing'
    case 'UNREADABLE_ANSWER':
      return 'changed'
    default:
      return 'failed'
  }
}
