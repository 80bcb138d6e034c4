/** Response bodies of the simulated Genesys Cloud, with the members of the published definition and our own wording. */
import { createHash } from 'node:crypto'
import type { JsonObject } from '../../shared/domain/json.ts'
import type { Cycle } from '../core/vendors/genesys/cycle.ts'
import type { OverviewRow, SimulatedCustomer, SimulatedUsage } from './genesys-world.ts'

const refusals = {
  badDate: { status: 400, code: 'invalid.date', message: 'The simulated vendor does not take these dates.' },
  badQuery: { status: 400, code: 'invalid.query.param.value', message: 'The simulated vendor does not take this parameter.' },
  noToken: { status: 401, code: 'authentication.required', message: 'A token is missing.' },
  badToken: { status: 401, code: 'bad.credentials', message: 'This token is not, or no longer, known.' },
  addressRefused: { status: 401, code: 'ip.not.authorized', message: 'This address is not on the list: [127.0.0.1]' },
  missingPermissions: { status: 403, code: 'missing.any.permissions', message: 'One of these permissions is needed: ' },
  noTrust: { status: 403, code: 'not.authorized', message: 'That organisation does not let you.' },
  notFound: { status: 404, code: 'not.found', message: 'There is nothing here.' },
  tooMany: { status: 429, code: 'too.many.requests.retry.after', message: 'Too many requests.' },
  serverError: { status: 500, code: 'internal.server.error', message: 'A simulated fault.' },
  unavailable: { status: 503, code: 'service.unavailable', message: 'A simulated outage.' },
} as const

/** The simulated reasons for refusing a request. */
export type RefusalName = keyof typeof refusals

/** The body of an API refusal. */
export function apiRefusal(name: RefusalName, contextId: string, permissions: readonly string[] = []): JsonObject & { status: number } {
  const { status, code, message } = refusals[name]
  const list = permissions.length === 0 ? null : `[${permissions.join(', ')}]`
  return {
    message: `${message}${list ?? ''}`,
    code,
    status,
    contextId,
    details: [],
    errors: [],
    ...(list === null ? {} : { messageWithParams: `${message}{permissions}`, messageParams: { permissions: list } }),
  }
}

/** The body of a token refusal: the OAuth shape, which differs from the API's. */
export function oauthRefusal(error: string): JsonObject {
  return { error, description: 'simulated refusal', error_description: 'simulated refusal' }
}

/** An organisation. */
export function organizationBody(organisation: { id: string; name: string }, selfUri: string): JsonObject {
  const shortName = organisation.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return {
    id: organisation.id,
    name: organisation.name,
    defaultLanguage: 'en-us',
    defaultCountryCode: 'DE',
    thirdPartyOrgName: shortName,
    domain: shortName,
    version: 7,
    state: 'active',
    voicemailEnabled: false,
    productPlatform: 'GenesysCloud',
    selfUri,
  }
}

/** The organisation of a token. */
export function tokenInfoBody(organisation: { id: string; name: string }, clientId: string): JsonObject {
  const named = { id: organisation.id, name: organisation.name }
  return {
    organization: named,
    homeOrganization: named,
    OAuthClient: { id: clientId, name: 'Licence collector', authorizedGrantType: 'CLIENT-CREDENTIALS' },
  }
}

/** One page of the organisations that trust the caller's. */
export function trustorPageBody(
  customers: readonly SimulatedCustomer[],
  page: { pageSize: number; pageNumber: number },
  at: number,
): JsonObject {
  const { pageSize, pageNumber } = page
  const pageCount = Math.max(1, Math.ceil(customers.length / pageSize))
  const uri = (number: number) => `/api/v2/orgauthorization/trustors?pageSize=${pageSize}&pageNumber=${number}`
  const first = (pageNumber - 1) * pageSize
  return {
    entities: customers.slice(first, first + pageSize).map((customer) => trustorBody(customer, at)),
    pageSize,
    pageNumber,
    total: customers.length,
    pageCount,
    firstUri: uri(1),
    selfUri: uri(pageNumber),
    lastUri: uri(pageCount),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
  }
}

function trustorBody(customer: SimulatedCustomer, at: number): JsonObject {
  return {
    id: customer.id,
    enabled: customer.enabled(at),
    dateCreated: `${customer.since}T10:04:22.411Z`,
    organization: organizationBody(customer, `/api/v2/organizations/${customer.id}`),
    authorization: { permissions: [] },
    selfUri: `/api/v2/orgauthorization/trustors/${customer.id}`,
  }
}

/** A customer's billing overview of one period. As in the vendor's answers, the ramp's end has milliseconds and the period's end does not. */
export function overviewBody(customer: SimulatedCustomer, period: Cycle, at: number): JsonObject {
  const { ramp, amendmentDate, minimumMonthlyAmount, ...terms } = customer.terms(period)
  return {
    organization: { id: customer.id, name: customer.name },
    currency: terms.currency,
    enabledProducts: terms.enabledProducts,
    subscriptionType: terms.subscriptionType,
    ...(ramp === undefined ? {} : { rampPeriodStartDate: `${ramp.start}T00:00:00Z`, rampPeriodEndDate: `${ramp.end}T23:59:59.999Z` }),
    billingPeriodStartDate: `${period.start}T00:00:00Z`,
    billingPeriodEndDate: `${period.end}T23:59:59Z`,
    usages: customer.rows(period, at).map((row: OverviewRow) => ({ ...row })),
    ...(amendmentDate === undefined ? {} : { contractAmendmentDate: `${amendmentDate}T00:00:00Z` }),
    contractEffectiveDate: `${terms.effectiveDate}T00:00:00Z`,
    contractEndDate: `${terms.endDate}T23:59:59Z`,
    ...(minimumMonthlyAmount === undefined ? {} : { minimumMonthlyAmount }),
    inRampPeriod: ramp !== undefined && period.start >= ramp.start && period.start <= ramp.end,
    selfUri: `/api/v2/billing/trusteebillingoverview/${customer.id}`,
  }
}

/** The organisation's own finished report; its id is derived from the pair of dates. */
export function usageReportBody(span: { startDate: string; endDate: string }, usages: readonly SimulatedUsage[]): JsonObject {
  const hash = createHash('sha256').update(`${span.startDate} ${span.endDate}`).digest('hex')
  return {
    id: `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
    startDate: span.startDate,
    endDate: span.endDate,
    status: 'Complete',
    usages: usages.map(({ name, totalUsage, resources }) => ({
      name,
      totalUsage,
      resources: resources.map((resource) => ({ name: resource.name, date: new Date(resource.seenAt).toISOString() })),
    })),
    selfUri: '/api/v2/billing/reports/billableusage',
  }
}
