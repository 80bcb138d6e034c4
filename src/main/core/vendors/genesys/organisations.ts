/** The organisations that a Genesys connection can access: its own, and those that trust it. */
import type { z } from 'zod'
import { parseJsonBytes } from '../../../../shared/domain/json.ts'
import { AppError } from '../../base/errors.ts'
import type { TenantListing, VendorTenant } from '../provider.ts'
import type { GenesysAnswer, GenesysClient, GenesysRefused } from './client.ts'
import type { GenesysConfig } from './config.ts'
import { apiError } from './errors.ts'
import { organizationSchema, trustorPageSchema } from './schema.ts'

/** The documented default; the maximum is not published. */
const pageSize = 25
/** A bound of 25,000 customers, in case the vendor's paging never ends. */
const longestList = 1_000

/** An organisation. */
export interface Organisation {
  id: string
  name: string
}

/** Reads an answer by a schema. Throws `NOT_JSON` or `UNREADABLE_ANSWER`, naming what was requested. */
function read<S extends z.ZodType>(schema: S, answer: GenesysAnswer, what: string): z.output<S> {
  let body: unknown
  try {
    body = parseJsonBytes(answer.bytes)
  } catch {
    throw new AppError(
      'NOT_JSON',
      `Genesys returned something other than JSON for the ${what}. Check for a proxy in between, and check the address.`,
      { data: answer.trace },
    )
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new AppError(
    'UNREADABLE_ANSWER',
    `The ${what} from Genesys could not be read. Update Seatledger; if this persists, give Genesys support the correlation id.`,
    {
      data: answer.trace,
    },
  )
}

/** The organisation of the OAuth client; needs no permission. Throws what the client throws. */
export async function ownOrganisation(client: GenesysClient, signal: AbortSignal): Promise<Organisation> {
  const answer = await client.ask('/api/v2/organizations/me', {}, signal)
  if (!answer.ok) throw apiError(answer.refusal)
  const { id, name, thirdPartyOrgName } = read(organizationSchema, answer, 'own organisation')
  return { id, name: name || thirdPartyOrgName || id }
}

/**
 * The customers on all pages. `complete` is false if the vendor's total is higher than what it listed, and if a page has no list or an empty one where
 * more was to come: nobody is gone because of that. Returns a refusal.
 */
export async function listCustomers(
  client: GenesysClient,
  signal: AbortSignal,
): Promise<{ ok: true; customers: VendorTenant[]; complete: boolean } | GenesysRefused> {
  const customers = new Map<string, VendorTenant>()
  let total: number | null = null
  let whole = true
  for (let pageNumber = 1; pageNumber <= longestList; pageNumber += 1) {
    const query = { pageSize: String(pageSize), pageNumber: String(pageNumber) }
    const answer = await client.ask('/api/v2/orgauthorization/trustors', query, signal)
    if (!answer.ok) return answer
    const page = read(trustorPageSchema, answer, 'list of customers')
    const entities = page.entities ?? []
    for (const trustor of entities) {
      const { name, thirdPartyOrgName } = trustor.organization ?? {}
      customers.set(trustor.id, {
        externalId: trustor.id,
        kind: 'customer',
        name: name || thirdPartyOrgName || trustor.id,
        microsoftTenantId: null,
        vendorPaused: trustor.enabled == null ? null : !trustor.enabled,
      })
    }
    total = page.total ?? total
    if (page.entities == null && total !== 0) whole = false
    const more = page.pageCount == null ? page.nextUri != null || entities.length >= pageSize : pageNumber < page.pageCount
    if (more && entities.length === 0) whole = false
    if (!more || entities.length === 0) break
  }
  return { ok: true, customers: [...customers.values()], complete: whole && (total === null || customers.size >= total) }
}

/** Lists what a connection is configured to collect; null if that is customers only and listing them is refused. */
export async function listOrganisations(config: GenesysConfig, client: GenesysClient, signal: AbortSignal): Promise<TenantListing | null> {
  const own = await ownOrganisation(client, signal)
  const listing: { tenants: VendorTenant[]; complete: VendorTenant['kind'][] } = { tenants: [], complete: [] }
  if (config.ownOrg) {
    listing.tenants.push({ externalId: own.id, kind: 'own', name: own.name, microsoftTenantId: null, vendorPaused: null })
    listing.complete.push('own')
  }
  if (!config.customers) return listing
  const found = await listCustomers(client, signal)
  if (!found.ok) {
    if (found.refusal.status !== 403) throw apiError(found.refusal)
    return config.ownOrg ? listing : null
  }
  // Genesys refuses a partner the overview of its own organisation.
  listing.tenants.push(...found.customers.filter((customer) => customer.externalId !== own.id))
  if (found.complete) listing.complete.push('customer')
  return listing
}
