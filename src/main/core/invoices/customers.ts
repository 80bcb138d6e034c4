/** Which tenant a customer of an invoice is: by what the user said, a stable id, or exactly the same name. Never by a guess. */
import type { InvoiceColumns } from '../../../shared/contract/reconcile-answers.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'

/** The kind of tenants that invoices can be about, where it is not named like its vendor. */
const kinds: Partial<Record<ProviderId, string>> = { genesys: 'customer' }

/** A tenant that invoices can be about. */
export interface CustomerTenant {
  id: number
  name: string
  externalId: string
  microsoftTenantId: string | null
}

/** What a line says of its customer. */
export interface CustomerNames {
  customerId: string
  customerName: string
}

/** A customer: its tenant, or that its lines are left out; null if it is not known. */
export type CustomerMatch = { tenant: number } | { leftOut: string } | null

/** Petra's tenants, or Genesys customers; those of connections that still exist come first. */
export function customerTenants({ sqlite }: ReadDb, provider: ProviderId): CustomerTenant[] {
  return prepared<[string], CustomerTenant>(
    sqlite,
    `select t.id, t.name, t.external_id externalId, t.microsoft_tenant_id microsoftTenantId
     from tenant t join connection c on c.id = t.connection_id where t.kind = ? order by c.removed_at is not null, t.id`,
  ).all(kinds[provider] ?? provider)
}

/** Organisations of Genesys, which only their id names: a client of both vendors often has the same name at both. */
const genesysTenants = ({ sqlite }: ReadDb): (readonly [string, number])[] =>
  prepared<[], { id: number; externalId: string }>(
    sqlite,
    "select id, external_id externalId from tenant where kind in ('own', 'customer')",
  )
    .all()
    .map(({ id, externalId }) => [normaliseId(externalId), id] as const)

/** A name in the form that is compared: case and blanks do not matter. */
export const nameKey = (name: string): string => name.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase()

/** The key by which a mapping is remembered: the id where there is one. A file may have one column for both. */
export const mappingKey = (id: string, name: string): string => (id === '' || id === name ? `name:${nameKey(name)}` : `id:${id}`)

/** The key of a customer of Genesys charges: the same name can be a tenant of each vendor. */
export const customerKey = (provider: ProviderId, key: string): string => (provider === 'genesys' ? `genesys:${key}` : key)

/** Mappings in force, by key. */
export function mappingsInForce(
  { sqlite }: ReadDb,
  kind: 'customer' | 'product',
): Map<string, { tenantId: number | null; item: string | null; reason: string | null }> {
  const rows = prepared<[string], { key: string; tenantId: number | null; item: string | null; reason: string | null }>(
    sqlite,
    'select key, tenant_id tenantId, item, reason from mapping where kind = ? and removed_at is null',
  ).all(kind)
  return new Map(rows.map(({ key, ...mapping }) => [key, mapping]))
}

/**
 * Matches customers with the tenants of a vendor. In this order: a mapping of the id, the id itself, a mapping of the name, the same name. A mapping for
 * every vendor counts where its tenant is one of this vendor.
 */
export function customerMatcher(db: ReadDb, provider: ProviderId): (names: CustomerNames) => CustomerMatch {
  const mappings = mappingsInForce(db, 'customer')
  const tenants = customerTenants(db, provider)
  const organisations = provider === 'genesys' ? genesysTenants(db) : []
  const ids = new Set([...tenants.map(({ id }) => id), ...organisations.map(([, id]) => id)])
  const byId = uniquely([
    ...organisations,
    ...tenants.flatMap(({ id, externalId, microsoftTenantId }) => [
      [normaliseId(externalId), id] as const,
      ...(microsoftTenantId === null ? [] : [[normaliseId(microsoftTenantId), id] as const]),
    ]),
  ])
  const byName = uniquely(tenants.map(({ id, name }) => [nameKey(name), id] as const))
  const mapped = (key: string): CustomerMatch => {
    const mapping = mappings.get(customerKey(provider, key)) ?? mappings.get(key)
    if (mapping === undefined) return null
    if (mapping.tenantId === null) return { leftOut: mapping.reason ?? '' }
    return ids.has(mapping.tenantId) ? { tenant: mapping.tenantId } : null
  }
  const same = (tenant: number | null | undefined): CustomerMatch => (tenant == null ? null : { tenant })
  const known = new Map<string, CustomerMatch>()
  return ({ customerId, customerName }) =>
    getOrAdd(known, `${customerId}\n${customerName}`, () => {
      const byStableId = customerId === '' ? null : (mapped(`id:${customerId}`) ?? same(byId.get(customerId)))
      if (byStableId !== null || customerName === '') return byStableId
      const name = nameKey(customerName)
      return mapped(`name:${name}`) ?? same(byName.get(name))
    })
}

/** The value of each key that has one only; null for a key with several. */
function uniquely<T>(pairs: readonly (readonly [string, T])[]): Map<string, T | null> {
  const values = new Map<string, T | null>()
  for (const [key, value] of pairs) {
    const known = values.get(key)
    values.set(key, known === undefined || known === value ? value : null)
  }
  return values
}

/** The tenant that a file is about as a whole. */
export const tenantOfFile = (columns: string): number | null => (JSON.parse(columns) as InvoiceColumns).tenant
