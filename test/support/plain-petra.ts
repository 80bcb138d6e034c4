/** A Petra whose tenants are `t1`, `t2` … with a few people each. */
import type { PetraWorld } from '../../src/main/demo/petra-payloads.ts'
import { normaliseId } from '../../src/shared/domain/vendor-id.ts'

/** The given number of tenants; `peopleOf` returns a tenant's number of people at a time. */
export function plainPetraWorld(tenants: number, peopleOf: (tenant: number, at: number) => number = () => 2): PetraWorld {
  return {
    organisation: 'Example MSP',
    tenants: () =>
      Array.from({ length: tenants }, (_, i) => ({
        petraTenantId: `t${i + 1}`,
        microsoftTenantId: guid(i + 1),
        name: `Tenant ${i + 1}`,
        onboardedOn: '2025-01-01',
        firstBillableDay: '2025-01-15',
        service: 'Monitoring',
        billableStatus: 'Active',
        isPaused: false,
        prorating: 100,
      })),
    users: (id, at) => {
      const number = Number(id.slice(1))
      const count = peopleOf(number, at)
      const users = Array.from({ length: count }, (_, i) => ({
        id: guid(number * 1000 + i),
        displayName: `Person ${i}`,
        userPrincipalName: `person${i}@t${number}.example`,
        accountEnabled: true,
        assignedLicenseSkuIds: [guid(1)],
      }))
      return { users, reported: count, units: count }
    },
  }
}

function guid(number: number): string {
  return normaliseId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)
}
