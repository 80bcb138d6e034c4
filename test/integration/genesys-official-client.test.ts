import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { simulatedGenesysClient } from '../../src/main/demo/simulated-genesys.ts'
import type { DatasetId } from '../../src/shared/domain/vendors.ts'
import { benchStart, genesysBench, plainBilling, plainCustomer, plainLicences, plainUser, plainWorld } from '../support/genesys.ts'

const signal = new AbortController().signal
const span = { startDate: '2026-11-21T00:00:00.000Z', endDate: '2026-12-20T23:59:59.999Z' }

/** The vendor's JavaScript client. It reads and watches a file in the user's home, which does not exist here. */
async function officialClient() {
  const { default: platform } = await import('purecloud-platform-client-v2')
  return platform
}

describe('the vendor’s own client against the simulated vendor', () => {
  beforeAll(() => {
    vi.stubEnv('HOME', join(tmpdir(), 'seatledger-no-such-home'))
    vi.stubEnv('USERPROFILE', join(tmpdir(), 'seatledger-no-such-home'))
    return () => vi.unstubAllEnvs()
  })

  it('logs in, pages through the customers and gets the same results as our provider', async () => {
    const customers = Array.from({ length: 30 }, (_, index) => plainCustomer(index + 1))
    const { vendor, open } = await genesysBench(plainWorld(customers))
    const platform = await officialClient()
    const client = new platform.ApiClientClass()
    client.setGateway({ host: '127.0.0.1', protocol: 'http', port: Number(new URL(vendor.origin).port) })
    await client.loginClientCredentialsGrant(simulatedGenesysClient.id, simulatedGenesysClient.secret)

    const authorisation = new platform.OrganizationAuthorizationApi(client)
    const pages = await Promise.all([1, 2].map((pageNumber) => authorisation.getOrgauthorizationTrustors({ pageSize: 25, pageNumber })))
    const listed = pages.flatMap((page) => page.entities ?? []).map((trustor) => trustor.id)
    const session = open()
    const ours = (await session.listTenants(signal))?.tenants.filter((tenant) => tenant.kind === 'customer')
    expect(listed).toEqual(ours?.map((tenant) => tenant.externalId))

    const billing = new platform.BillingApi(client)
    const organisation = await new platform.OrganizationApi(client).getOrganizationsMe()
    expect(organisation.id).toBe(plainWorld([]).organisation.id)
    const theirs = await billing.getBillingTrusteebillingoverviewTrustorOrgId(customers[0]?.id ?? '', { billingPeriodIndex: 1 })
    const answer = await session.fetch(
      { dataset: 'genesys.trustee-overview', externalId: customers[0]?.id ?? '', params: { billingPeriodIndex: '1' } },
      signal,
    )
    expect(theirs).toEqual(JSON.parse(new TextDecoder().decode(answer.bytes)))
    expect(theirs.usages[0]?.usageQuantity).toBe('12345678901234567890.123456789')

    const report = await billing.getBillingReportsBillableusage(span.startDate, span.endDate)
    const own = await session.fetch({ dataset: 'genesys.billable-usage', externalId: organisation.id ?? '', params: span }, signal)
    expect(report).toEqual(JSON.parse(new TextDecoder().decode(own.bytes)))

    // Both clients send the same requests: same paths, same parameters.
    const questions = vendor.requests
      .filter((each) => each.path.includes('/billing/'))
      .map(({ path, query }) => JSON.stringify([path, query]))
    expect(new Set(questions).size).toBe(2)
    expect(questions).toHaveLength(4)
    expect(benchStart).toBeLessThan(Date.parse(span.endDate))
  })

  it('reads users, licences, contracts and invoices in the same way, page by page', async () => {
    const users = Array.from({ length: 130 }, (_, index) => plainUser(index + 1))
    const { vendor, open } = await genesysBench({ ...plainWorld([]), licences: () => plainLicences(users), billing: plainBilling })
    const platform = await officialClient()
    const client = new platform.ApiClientClass()
    client.setGateway({ host: '127.0.0.1', protocol: 'http', port: Number(new URL(vendor.origin).port) })
    await client.loginClientCredentialsGrant(simulatedGenesysClient.id, simulatedGenesysClient.secret)
    const externalId = plainWorld([]).organisation.id
    const ours = async (dataset: DatasetId, params: Record<string, string> = {}) =>
      JSON.parse(new TextDecoder().decode((await open().fetch({ dataset, externalId, params }, signal)).bytes))

    const licences = new platform.LicenseApi(client)
    const pages = await Promise.all([1, 2].map((pageNumber) => licences.getLicenseUsers({ pageSize: 100, pageNumber })))
    const held = pages.flatMap((page) => page.entities ?? [])
    const people = await ours('genesys.licence-users')
    expect(people.entities.map(({ user: _, ...entity }: { user: unknown }) => entity)).toEqual(held)
    const ids = held.slice(0, 100).flatMap(({ id }) => id ?? [])
    const named = await new platform.UsersApi(client).getUsers({ id: ids, pageSize: 100, state: 'any' })
    expect(people.entities.slice(0, 100).map(({ user }: { user: { name: string } }) => user.name)).toEqual(
      named.entities?.map(({ name }) => name),
    )
    const definitions = await licences.getLicenseDefinitions()
    expect(people.definitions.map(({ id }: { id: string }) => id)).toEqual(definitions.map(({ id }) => id))

    const billing = new platform.BillingApi(client)
    const contracts = await billing.getBillingContracts({ pageSize: '10' })
    const period = await billing.getBillingContractBillingperiod(contracts.entities?.[0]?.id ?? '', 'p2')
    const charges = await ours('genesys.contract-charges', { billingPeriodIndex: '1' })
    expect(charges.charges.map(({ contractId: _, ...charge }: { contractId: unknown }) => charge)).toEqual(period.charges)
    const invoices = await billing.getBillingContractsInvoices({ pageSize: '200', dateStart: '2025-10-01', dateEnd: '2026-11-22' })
    const lines = await billing.getBillingContractsInvoiceLines('INV-1', { pageSize: '200' })
    const { paymentLink: _, ...invoice } = invoices.entities?.[0] ?? {}
    expect((await ours('genesys.invoices')).invoices).toEqual([{ ...invoice, lines: lines.entities }])
    expect((await billing.getBillingContractsInvoiceDocument('INV-1')).url).toContain('INV-1')

    // Both clients send the same requests: same paths, same parameters.
    const questions = vendor.requests
      .filter(({ path, query }) => /license\/users|contracts\/invoices$|INV-1\/lines/.test(path) && query.pageNumber !== '2')
      .map(({ path, query }) => JSON.stringify([path, Object.entries(query).sort()]))
    expect(new Set(questions).size).toBe(3)
  })

  it('gets errors in the format that it expects', async () => {
    const { vendor } = await genesysBench(plainWorld([]))
    const platform = await officialClient()
    const client = new platform.ApiClientClass()
    client.setGateway({ host: '127.0.0.1', protocol: 'http', port: Number(new URL(vendor.origin).port) })
    await expect(client.loginClientCredentialsGrant('nobody', 'nothing')).rejects.toBeDefined()
    await client.loginClientCredentialsGrant(simulatedGenesysClient.id, simulatedGenesysClient.secret)
    client.setReturnExtendedResponses(true)
    vendor.fault({ path: '/api/', times: 1, refusal: 'tooMany', headers: { 'retry-after': '42' } })
    await expect(new platform.OrganizationApi(client).getOrganizationsMe()).rejects.toMatchObject({
      status: 429,
      body: { code: 'too.many.requests.retry.after' },
    })
  })
})
