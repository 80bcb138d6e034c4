/** Tenants for figures: which are expected to have a value in a month, and which are missing. */

import type { TenantCoverage } from '../../../shared/contract/figure-answers.ts'
import type { Calendar } from '../../../shared/domain/calendar.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { DatasetId, ProviderId, TenantKind } from '../../../shared/domain/vendors.ts'
import { AppError } from '../base/errors.ts'
import { booleansOf, type StoredRow } from '../database/booleans.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'

/** A tenant with its connection. */
export interface ReportTenant {
  id: number
  name: string
  externalId: string
  kind: TenantKind
  provider: ProviderId
  connectionId: number
  connection: string
  /** On its own or through its connection. */
  paused: 0 | 1
  createdAt: number
  /** When the vendor's list first omitted it, or its connection was removed. */
  goneAt: number | null
  /** When the vendor's list first omitted it. */
  unlistedAt: number | null
  /** Whether the vendor's latest list marks it as paused; null if unknown. */
  vendorPaused: 0 | 1 | null
  /** When its connection was added. */
  connectedAt: number
  /** The report that figures are read from, if not the default of its kind. */
  report?: DatasetId
}

const readTenant = booleansOf<ReportTenant>({ paused: true, vendorPaused: true })

/** Every tenant, by name. */
export function allTenants(db: ReadDb): ReportTenant[] {
  const rows = prepared<[], StoredRow<ReportTenant>>(
    db.sqlite,
    `select t.id, t.name, t.external_id externalId, t.kind, c.provider, c.id connectionId, c.name connection, t.paused or c.paused paused, t.created_at createdAt,
         t.gone_at unlistedAt, t.vendor_paused vendorPaused, c.created_at connectedAt,
         case when t.gone_at is null then c.removed_at when c.removed_at is null then t.gone_at else min(t.gone_at, c.removed_at) end goneAt
       from tenant t join connection c on c.id = t.connection_id order by t.name, t.id`,
  ).all()
  return rows.map(readTenant)
}

/** The tenant's own report: people of Petra, charges of Genesys. */
export function datasetOf(kind: ReportTenant['kind']): DatasetId {
  switch (kind) {
    case 'petra':
      return 'petra.billable-users'
    case 'own':
      return 'genesys.billable-usage'
    case 'customer':
      return 'genesys.trustee-overview'
  }
}

/** The report that a tenant's figures are read from. */
export const reportOf = ({ kind, report }: ReportTenant): DatasetId => report ?? datasetOf(kind)

/** The tenant with figures from another of its reports. Throws `BAD_REQUEST` for a report that it does not have. */
export function withReport(
  tenant: ReportTenant,
  dataset: DatasetId | undefined,
  other: 'genesys.licence-users' | 'genesys.contract-charges' = 'genesys.licence-users',
): ReportTenant {
  const usual = datasetOf(tenant.kind)
  const known: DatasetId[] = tenant.kind === 'own' ? [usual, other] : [usual]
  if (dataset === undefined || dataset === usual) return tenant
  if (known.includes(dataset)) return { ...tenant, report: dataset }
  throw new AppError('BAD_REQUEST', `Tenant ${tenant.id} has no dataset ${dataset} for this. Use ${known.join(' or ')}.`, {
    data: { tenant: tenant.id, dataset },
  })
}

/** The month in which the vendor stopped listing a tenant; null while it is listed. */
export function goneSince({ unlistedAt }: ReportTenant, calendar: Calendar): Month | null {
  return unlistedAt === null ? null : calendar.monthOf(unlistedAt)
}

/**
 * Whether a month without a value is a gap for this tenant: it was known by then (or had an earlier month with a value),
 * was not gone yet, and is not paused by the user (on its own or through its connection).
 */
export function isExpected(tenant: ReportTenant, month: Month, firstMonth: Month | null, calendar: Calendar): boolean {
  const known = calendar.monthOf(tenant.createdAt)
  const since = firstMonth !== null && firstMonth < known ? firstMonth : known
  if (month < since) return false
  if (tenant.goneAt !== null && month >= calendar.monthOf(tenant.goneAt)) return false
  return !tenant.paused
}

/** How many of the expected tenants have a value; a tenant with a value always counts as expected. */
export function coverage(tenants: readonly { id: number; present: boolean; expected: boolean }[]): TenantCoverage {
  const counted = tenants.filter((tenant) => tenant.present || tenant.expected)
  return {
    with: counted.filter((tenant) => tenant.present).length,
    expected: counted.length,
    missing: counted
      .filter((tenant) => !tenant.present)
      .map((tenant) => tenant.id)
      .sort((a, b) => a - b),
  }
}
