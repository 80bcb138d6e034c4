/** Which tenant a customer of an invoice is: by the user's mapping, a stable id, or exactly the same name. Never by similarity. */
import type { InvoiceColumns } from '../../../shared/contract/reconcile-answers.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'

/** The kind of tenants that invoices can be about, if it differs from the vendor's name. */
const kinds: Partial<Record<ProviderId, string>> = { genesys: 'customer' }

/** A tenant that invoices can be about. */
export interface CustomerTenant {
  id: number
  name: string
  externalId: string
  microsoftTenantId: string | null
}

/** A line's id and name of its customer. */
export interface CustomerNames {
  customerId: string
  customerName: string
}

/** A customer's tenant, or why its lines are left out; null if unknown. */
export type CustomerMatch = { tenant: number } | { leftOut: string } | null

/** Petra's tenants, or Genesys customers; those of connections that still exist come first. */
export function customerTenants({ sqlite }: ReadDb, provider: ProviderId): CustomerTenant[] {
  return prepared<[string], CustomerTenant>(
    sqlite,
    `select t.id, t.name, t.external_id externalId, t.microsoft_tenant_id microsoftTenantId
     from tenant t join connection c on c.id = t.connection_id where t.kind = ? order by c.removed_at is not null, t.id`,
  ).all(kinds[provider] ?? provider)
}

/** Genesys organisations by id. Not by name: a client of both vendors often has the same name at both. */
const genesysTenants = ({ sqlite }: ReadDb): (readonly [string, number])[] =>
  prepared<[], { id: number; externalId: string }>(
    sqlite,
    "select id, external_id externalId from tenant where kind in ('own', 'customer')",
  )
    .all()
    .map(({ id, externalId }) => [normaliseId(externalId), id] as const)

/** A name normalised for comparison: lower case, single spaces. */
export const nameKey = (name: string): string => name.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase()

/** A mapping's key: the id if there is one, else the name. A file may have one column for both. */
export const mappingKey = (id: string, name: string): string => (id === '' || id === name ? `name:${nameKey(name)}` : `id:${id}`)

/** The mapping key of a customer of Genesys charges: each vendor may have a tenant of the same name. */
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
 * Matches customers with the tenants of a vendor, in this order: a mapping of the id, the id itself, a mapping of the name, the same name. A mapping
 * for all vendors applies if its tenant is one of this vendor's.
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

/** The value of each key that has only one; null for a key with several. */
function uniquely<T>(pairs: readonly (readonly [string, T])[]): Map<string, T | null> {
  const values = new Map<string, T | null>()
  for (const [key, value] of pairs) {
    const known = values.get(key)
    values.set(key, known === undefined || known === value ? value : null)
  }
  return values
}

/** The tenant that a whole file is about; null if its lines name their customers. */
export const tenantOfFile = (columns: string): number | null => (JSON.parse(columns) as InvoiceColumns).tenant
