/** The state of a simulated Petra at a moment, and the payloads that report it (fields of Petra's published definition). */
import type { JsonObject } from '../../shared/domain/json.ts'
import { normaliseId } from '../../shared/domain/vendor-id.ts'

/** A made-up organisation: everything is a pure function of time (ms). */
export interface PetraWorld {
  organisation: string
  /** Every current and former tenant of the organisation. */
  tenants(at: number): readonly PetraTenantState[]
  /** Null for a tenant that does not exist at that time. */
  users(petraTenantId: string, at: number): PetraUsersState | null
}

/** A tenant at a moment. */
export interface PetraTenantState {
  petraTenantId: string
  microsoftTenantId: string
  name: string
  /** UTC days. */
  onboardedOn: string
  firstBillableDay: string
  service: 'Monitoring' | 'Autopsy'
  billableStatus: 'Trial' | 'Active' | 'NFR' | 'Deleted'
  isPaused: boolean
  /** The share of the current month that is billed, in percent. */
  prorating: number
}

/** A tenant's licensed users at a moment. */
export interface PetraUsersState {
  users: readonly JsonObject[]
  /** Petra's own total: normally the length of `users`. */
  reported: number
  units: number
}

/** The body of `/v1/tenants`: sorted by name, without removed tenants. */
export function tenantsPayload(world: PetraWorld, at: number): JsonObject {
  const tenants = world.tenants(at).filter((tenant) => tenant.billableStatus !== 'Deleted')
  return {
    totalTenants: tenants.length,
    tenants: tenants
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((tenant) => ({
        petraTenantId: tenant.petraTenantId,
        name: tenant.name,
        microsoftTenantId: tenant.microsoftTenantId,
        isPaused: tenant.isPaused,
        onboardingDate: `${tenant.onboardedOn}T09:00:00.000Z`,
      })),
  }
}

/** The body of `/v1/usage` for a UTC day: at its end, or at `at` if that is earlier. */
export function usagePayload(world: PetraWorld, asOf: string, at: number): JsonObject {
  const moment = Math.min(at, Date.parse(`${asOf}T23:59:59.999Z`))
  const tenants = world.tenants(moment)
  return {
    asOf,
    reportGeneratedAt: new Date(at).toISOString(),
    organizationName: world.organisation,
    totalTenants: tenants.length,
    tenants: tenants.map((tenant) => {
      const state = world.users(tenant.petraTenantId, moment)
      return {
        petraTenantId: tenant.petraTenantId,
        microsoftTenantId: tenant.microsoftTenantId,
        onboardingDate: tenant.onboardedOn,
        displayName: tenant.name,
        service: tenant.service,
        isPaused: tenant.isPaused,
        firstBillableDate: tenant.firstBillableDay,
        billableStatus: tenant.billableStatus,
        totalLicensedUsers: state?.reported ?? 0,
        billableUsersThisMonth: state?.units ?? 0,
        proratingPercentageThisMonth: tenant.prorating,
      }
    }),
  }
}

/** The body of `/v1/billable-users`; null for a tenant of another organisation. Accepts a Microsoft tenant id too, as Petra does. */
export function billableUsersPayload(world: PetraWorld, tenantId: string, at: number): JsonObject | null {
  const tenant = world.tenants(at).find((each) => each.petraTenantId === tenantId || each.microsoftTenantId === normaliseId(tenantId))
  const state = tenant === undefined || tenant.billableStatus === 'Deleted' ? null : world.users(tenant.petraTenantId, at)
  if (tenant === undefined || state === null) return null
  return {
    tenantId: tenant.petraTenantId,
    tenantDisplayName: tenant.name,
    microsoftTenantId: tenant.microsoftTenantId,
    reportGeneratedAt: new Date(at).toISOString(),
    totalBillableUsers: state.reported,
    projectedBillableUnitsThisMonth: state.units,
    users: [...state.users],
  }
}

/** The UTC day of a moment. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
