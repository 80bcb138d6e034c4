import type { TenantAnswer } from '../../../../shared/contract/answers.ts'
import type { TenantDirectory } from '../source.ts'
import type { Cell, Column } from '../table.ts'

/** The columns by which every export says whose row it is: ids to join on, the name to read. As wide as what stands in them. */
export function tenantColumns(tenants: TenantDirectory): Column[] {
  const width = (header: string, textOf: (tenant: TenantAnswer) => string) =>
    Math.min(40, Math.max(header.length, ...[...tenants.values()].map((tenant) => textOf(tenant).length)) + 2)
  return [
    { header: 'Tenant', kind: 'id', width: 9 },
    { header: 'Tenant name', kind: 'text', width: width('Tenant name', ({ name }) => name) },
    { header: 'Vendor tenant id', kind: 'text', width: width('Vendor tenant id', ({ externalId }) => externalId) },
    { header: 'Connection', kind: 'text', width: width('Connection', ({ connection }) => connection) },
  ]
}

/** Their values; a connection's own rows (`petra.usage`) have no tenant. */
export function tenantCells(tenants: TenantDirectory, id: number | null): Cell[] {
  const tenant = id === null ? undefined : tenants.get(id)
  return [id, tenant?.name ?? null, tenant?.externalId ?? null, tenant?.connection ?? null]
}
