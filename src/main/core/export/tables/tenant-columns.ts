import type { TenantAnswer } from '../../../../shared/contract/connection-answers.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, type Column, details } from '../table.ts'

/** The column with tenants' names. */
export const nameColumn = (tenants: TenantDirectory): Column => textColumn(tenants, 'Tenant name', ({ name }) => name)

/** A tenant's name; a connection's own rows (`petra.usage`) have no tenant. */
export const nameCell = (tenants: TenantDirectory, id: number | null): Cell => (id === null ? null : (tenants.get(id)?.name ?? null))

/** The id columns, to join on. They are not printed. */
export const idColumns = (tenants: TenantDirectory): Column[] =>
  details([
    { header: 'Tenant', kind: 'id', width: 9 },
    textColumn(tenants, 'Vendor tenant id', ({ externalId }) => externalId),
    textColumn(tenants, 'Connection', ({ connection }) => connection),
  ])

/** The cells of `idColumns`. */
export function idCells(tenants: TenantDirectory, id: number | null): Cell[] {
  const tenant = id === null ? undefined : tenants.get(id)
  return [id, tenant?.externalId ?? null, tenant?.connection ?? null]
}

/** A column as wide as its longest text, within limits. */
function textColumn(tenants: TenantDirectory, header: string, textOf: (tenant: TenantAnswer) => string): Column {
  const longest = Math.max(header.length, ...[...tenants.values()].map((tenant) => textOf(tenant).length))
  return { header, kind: 'text', width: Math.min(40, longest + 2) }
}
