/** A small Petra organisation that changes only when the test changes it. */
import type { PetraWorld } from '../../src/main/demo/petra-payloads.ts'
import type { JsonObject } from '../../src/shared/domain/json.ts'

/** Tenants by id with their users; names are `Tenant ID`. A test may change them between requests. */
export function staticPetraWorld(tenants: Record<string, JsonObject[]>): PetraWorld {
  return {
    organisation: 'Static MSP',
    tenants: () =>
      Object.keys(tenants).map((petraTenantId, index) => ({
        petraTenantId,
        microsoftTenantId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
        name: `Tenant ${petraTenantId}`,
        onboardedOn: '2025-01-15',
        firstBillableDay: '2025-02-01',
        service: 'Monitoring',
        billableStatus: 'Active',
        isPaused: false,
        prorating: 100,
      })),
    users: (petraTenantId) => {
      const users = tenants[petraTenantId]
      return users === undefined ? null : { users, reported: users.length, units: users.length }
    },
  }
}

/** A user as Petra sends it. */
export function petraUser(id: string, skus: string[] = ['6fd2c87f-b296-42f0-b197-1e91e994b900']): JsonObject {
  return { id, displayName: `Person ${id}`, userPrincipalName: `${id}@contoso.example`, accountEnabled: true, assignedLicenseSkuIds: skus }
}
