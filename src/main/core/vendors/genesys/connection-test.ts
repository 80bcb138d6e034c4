/** Tests what a connection needs, part by part, and names any missing permission. */
import type { ErrorCode } from '../../../../shared/contract/errors.ts'
import { AppError } from '../../base/errors.ts'
import type { ConnectionTest } from '../provider.ts'
import type { GenesysClient } from './client.ts'
import { type GenesysConfig, genesysOrigins } from './config.ts'
import { cycleAt, reportSpan, utcDay } from './cycle.ts'
import { apiError } from './errors.ts'
import { listCustomers, type Organisation, ownOrganisation } from './organisations.ts'
import { overviewPath } from './overview.ts'

type Part = ConnectionTest['parts'][number]

const ownUsageRight = 'billing:subscription:view'
const overviewRight = 'affiliateOrganization:clientBilling:view'

/** Customers to try when a refusal may be either a missing permission or a customer that does not trust us. */
const customersTried = 3

/** Tests the region, the credential and each permission that the configuration needs. Throws only unrelated errors (network, limits). */
export async function testGenesys(
  config: GenesysConfig,
  client: GenesysClient,
  nowMs: number,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  let organisation: Organisation
  try {
    organisation = await ownOrganisation(client, signal)
  } catch (error) {
    const { part, code } = refused(error, config)
    return { ok: false, code, organisation: null, parts: [part] }
  }
  const host = new URL(genesysOrigins(config).api).host
  const parts: Part[] = [
    { name: 'credential', ok: true, message: `${organisation.name} responded at ${host}: the region and the OAuth client are correct.` },
  ]
  if (config.ownOrg) parts.push(await tryOwnUsage(config, client, nowMs, signal))
  if (config.customers) parts.push(...(await tryCustomers(client, signal)))
  // One permission is enough to collect something. The others are reported, and customers that cannot be listed can be added manually.
  const ok = parts.some((part) => part.ok && (part.name === ownUsageRight || part.name === overviewRight))
  return { ok, code: ok ? null : 'VENDOR_FORBIDDEN', organisation: organisation.name, parts }
}

function refused(error: unknown, config: GenesysConfig): { part: Part; code: ErrorCode } {
  if (!(error instanceof AppError)) throw error
  switch (error.code) {
    case 'UNAUTHORIZED':
    case 'SECRET_MISSING':
      return { code: error.code, part: { name: 'credential', ok: false, message: error.message } }
    case 'VENDOR_NOT_FOUND':
    case 'NOT_JSON':
    case 'UNREADABLE_ANSWER':
    case 'REDIRECTED': {
      const host = new URL(genesysOrigins(config).api).host
      const message = `${host} does not respond like Genesys. Check the region. ${error.message}`
      return { code: error.code, part: { name: 'region', ok: false, message } }
    }
    default:
      throw error
  }
}

async function tryOwnUsage(config: GenesysConfig, client: GenesysClient, nowMs: number, signal: AbortSignal): Promise<Part> {
  const name = ownUsageRight
  const cycle = cycleAt(config.cycleDay, utcDay(nowMs))
  const answer = await client.ask('/api/v2/billing/reports/billableusage', { ...reportSpan(cycle.start, cycle.end) }, signal)
  if (answer.ok)
    return {
      name,
      ok: true,
      message: `The client may read the organisation’s billable usage; the current cycle runs from ${cycle.start} to ${cycle.end}.`,
    }
  if (answer.refusal.status === 403) {
    return {
      name,
      ok: false,
      message:
        'Missing: billing:subscription:view (or :read). Give the OAuth client a role with it; it can take five minutes to take effect.',
    }
  }
  // Some organisations reject an end in the future. Permissions are checked before dates, so they are in place.
  if (answer.refusal.status === 400) return { name, ok: true, message: 'The client may read the organisation’s billable usage.' }
  return { name, ok: false, message: apiError(answer.refusal).message }
}

async function tryCustomers(client: GenesysClient, signal: AbortSignal): Promise<Part[]> {
  const listName = 'authorization:orgTrustor:view'
  const overviewName = overviewRight
  const found = await listCustomers(client, signal)
  if (!found.ok) {
    const message =
      found.refusal.status === 403
        ? 'Missing: authorization:orgTrustor:view. Give the OAuth client a role with it, or add the customers by their organisation ids with `seatledger tenants add`.'
        : apiError(found.refusal).message
    return [
      { name: listName, ok: false, message },
      {
        name: overviewName,
        ok: true,
        message: 'Not tested, because no customer is known. The first collection will show whether the permission is there.',
      },
    ]
  }
  const enabled = found.customers.filter((customer) => customer.vendorPaused !== true)
  const listed = {
    name: listName,
    ok: true,
    message: `${found.customers.length} customers trust this organisation, ${enabled.length} of them enabled.`,
  }
  if (enabled.length === 0) return [listed, { name: overviewName, ok: true, message: 'Not tested: there is no enabled customer.' }]
  for (const customer of enabled.slice(0, customersTried)) {
    const answer = await client.ask(overviewPath(customer.externalId), { billingPeriodIndex: '0' }, signal)
    // 404 for a customer without a billing period shows that the permission is present.
    if (answer.ok || answer.refusal.status === 404)
      return [listed, { name: overviewName, ok: true, message: 'The client may read customers’ billing.' }]
    if (answer.refusal.status !== 403) return [listed, { name: overviewName, ok: false, message: apiError(answer.refusal).message }]
    if (answer.refusal.permissions.length > 0) break
  }
  return [
    listed,
    {
      name: overviewName,
      ok: false,
      message:
        'Missing: affiliateOrganization:clientBilling:view in the partner organisation (not in the customer). Give the OAuth client a role with it; it can take five minutes to take effect.',
    },
  ]
}
