import type { TenantDirectory } from '../source.ts'
import type { Cell, Column } from '../table.ts'

/** The columns by which every export says whose row it is: ids to join on, the name to read. */
export const tenantColumns: readonly Column[] = [
  { header: 'Tenant', kind: 'integer', width: 9 },
  { header: 'Tenant name', kind: 'text', width: 30 },
  { header: 'Vendor tenant id', kind: 'text', width: 20 },
  { header: 'Connection', kind: 'text', width: 18 },
]

/** Their values; a connection's own rows (`petra.usage`) have no tenant. */
export function tenantCells(tenants: TenantDirectory, id: number | null): Cell[] {
  const tenant = id === null ? undefined : tenants.get(id)
  return [id, tenant?.name ?? null, tenant?.externalId ?? null, tenant?.connection ?? null]
}
