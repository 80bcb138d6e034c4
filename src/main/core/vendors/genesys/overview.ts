/** A customer's billing overview by its moving index. Index 0 is the current period, or for some days still the one that has just ended. */
import { AppError } from '../../base/errors.ts'
import type { Answer } from '../provider.ts'
import type { GenesysClient, GenesysRefused } from './client.ts'
import { apiError, permissionStep, refusalData } from './errors.ts'
import type { Organisation } from './organisations.ts'

/** The path of a customer's overview. */
export function overviewPath(organisationId: string): string {
  return `/api/v2/billing/trusteebillingoverview/${encodeURIComponent(organisationId)}`
}

/**
 * Fetches one period of a customer. A 404 means "no older period" past index 0, and an unknown customer at index 0. Throws
 * `NO_MORE_PERIODS`, `VENDOR_NOT_FOUND`, `VENDOR_FORBIDDEN`, and the client's errors.
 */
export async function fetchOverview(
  client: GenesysClient,
  customer: { id: string; index: string },
  own: () => Promise<Organisation>,
  signal: AbortSignal,
): Promise<Answer> {
  const answer = await client.ask(overviewPath(customer.id), { billingPeriodIndex: customer.index }, signal)
  if (answer.ok) return { bytes: answer.bytes, trace: answer.trace }
  const data = { ...refusalData(answer.refusal), requests: answer.requests }
  if (answer.refusal.status === 404 && customer.index !== '0') {
    throw new AppError('NO_MORE_PERIODS', 'Genesys has no older billing period for this customer.', { data })
  }
  if (answer.refusal.status === 404) {
    throw new AppError(
      'VENDOR_NOT_FOUND',
      'Genesys has no billing period for this customer: the organisation id is unknown in this region, or it has no subscription yet. Check the id and the region, and that the organisations are still paired.',
      { data },
    )
  }
  if (answer.refusal.status === 403) throw new AppError('VENDOR_FORBIDDEN', await whyForbidden(answer, customer.id, own), { data })
  const error = apiError(answer.refusal)
  throw new AppError(error.code, error.message, { data: { ...error.data, requests: answer.requests } })
}

async function whyForbidden(answer: GenesysRefused, customerId: string, own: () => Promise<Organisation>): Promise<string> {
  if (answer.refusal.permissions.length > 0) return `This OAuth client may not read customers’ billing. ${permissionStep(answer.refusal)}`
  const { id } = await own()
  if (id === customerId) {
    return 'A partner organisation cannot read its own overview. Collect its own billable usage instead (--own-org), and pause this tenant.'
  }
  return 'Genesys does not let this OAuth client read this customer’s billing. Check with the customer that the organisations are still paired, and that the client’s role with affiliateOrganization:clientBilling:view covers it.'
}
