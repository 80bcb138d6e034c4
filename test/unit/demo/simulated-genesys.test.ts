import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { simulatedGenesysClient } from '../../../src/main/demo/simulated-genesys.ts'
import { genesysBench, plainBilling, plainCustomer, plainLicences, plainUser, plainWorld } from '../../support/genesys.ts'

// The vendor's published definition is reference data that is not part of this repository.
const definitionFile = new URL('../../../../shared/reference/genesys-openapi-subset.json', import.meta.url)
const definitionMissing = existsSync(definitionFile) ? null : 'the vendor’s published definition is not beside this repository'

interface Definition {
  definitions: Record<string, { properties?: object; additionalProperties?: unknown }>
}

/** A checker of one model: members that the definition does not have are refused, and dates are checked. Its `uri`s are relative, which zod rejects. */
function model(name: string): z.ZodType {
  const { definitions } = JSON.parse(readFileSync(definitionFile, 'utf8').replaceAll('"format": "uri"', '"format": ""')) as Definition
  for (const each of Object.values(definitions)) {
    if (each.properties !== undefined) each.additionalProperties ??= false
  }
  return z.fromJSONSchema({ $schema: 'http://json-schema.org/draft-07/schema#', $ref: `#/definitions/${name}`, definitions } as Parameters<
    typeof z.fromJSONSchema
  >[0])
}

/** The declarations of the vendor's JavaScript library. */
const declarations = readFileSync(new URL('../../../node_modules/purecloud-platform-client-v2/index.d.ts', import.meta.url), 'utf8')

/** Members of a value that the library does not declare for a model, or declares with another type. */
function differencesFrom(name: string, value: unknown): string[] {
  const body = new RegExp(`\\n\\texport interface ${name} \\{([^}]*)\\}`).exec(declarations)?.[1]
  if (body === undefined) throw new Error(`the library declares no ${name}`)
  const types = new Map([...body.matchAll(/"(\w+)"\??: ([^;]+);/g)].map(([, member, type]) => [member ?? '', type ?? '']))
  return Object.entries(value as object).flatMap(([member, item]) => mismatches(`${name}.${member}`, types.get(member), item))
}

function mismatches(path: string, type: string | undefined, item: unknown): string[] {
  const list = /^Array<(.+)>$/.exec(type ?? '')?.[1]
  if (list !== undefined) return Array.isArray(item) ? item.flatMap((each) => mismatches(path, list, each)) : [path]
  const inner = /^Models\.(\w+)$/.exec(type ?? '')?.[1]
  if (inner !== undefined) return differencesFrom(inner, item)
  return typeof item === type ? [] : [path]
}

async function bench() {
  const customer = plainCustomer(1, {
    terms: () => ({
      currency: 'EUR',
      subscriptionType: 'PREPAY_MONTHLY_COMMITMENT',
      enabledProducts: ['PureCloud2ConcurrentOverage'],
      effectiveDate: '2025-03-21',
      endDate: '2028-03-20',
      amendmentDate: '2026-02-03',
      minimumMonthlyAmount: '6500.00',
      ramp: { start: '2025-03-21', end: '2025-06-20' },
    }),
  })
  const { vendor, clock } = await genesysBench({
    ...plainWorld([customer, plainCustomer(2, { enabled: () => false })]),
    licences: () => plainLicences([plainUser(1), plainUser(7)]),
    billing: plainBilling,
  })
  const basic = Buffer.from(`${simulatedGenesysClient.id}:${simulatedGenesysClient.secret}`).toString('base64')
  const token = async (authorization = `Basic ${basic}`, body = 'grant_type=client_credentials') =>
    fetch(`${vendor.origin}/oauth/token`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
  const { access_token: bearer } = (await (await token()).json()) as { access_token: string }
  const get = async (path: string) => fetch(`${vendor.origin}${path}`, { headers: { authorization: `Bearer ${bearer}` } })
  return { vendor, clock, customer, token, get }
}

const overview = '/api/v2/billing/trusteebillingoverview/'
const usage = '/api/v2/billing/reports/billableusage?startDate=2026-11-21T00:00:00.000Z&endDate=2026-12-20T23:59:59.999Z'

describe('the simulated Genesys Cloud', () => {
  it.skipIf(definitionMissing !== null)(
    `answers as the published definition says${definitionMissing === null ? '' : ` (skipped: ${definitionMissing})`}`,
    async () => {
      const { vendor, customer, get } = await bench()
      vendor.state.preparations = 1
      const answers: [string, string][] = [
        ['/api/v2/organizations/me', 'Organization'],
        ['/api/v2/tokens/me', 'TokenInfo'],
        ['/api/v2/orgauthorization/trustors?pageSize=1&pageNumber=2', 'TrustorEntityListing'],
        [`${overview}${customer.id}`, 'TrusteeBillingOverview'],
        [usage, 'BillingUsageReport'],
        [usage, 'BillingUsageReport'],
        ['/api/v2/license/users?pageSize=1', 'UserLicensesEntityListing'],
      ]
      for (const [path, name] of answers) {
        const response = await get(path)
        expect(response.status).toBe(200)
        expect(model(name).safeParse(await response.json()).error?.issues ?? [], `${name} at ${path}`).toEqual([])
      }
      const definitions = (await (await get('/api/v2/license/definitions')).json()) as unknown[]
      const users = (await (await get('/api/v2/users?state=any')).json()) as { entities: unknown[] }
      for (const [name, items] of [
        ['LicenseDefinition', definitions],
        ['User', users.entities],
      ] as const) {
        expect(items).toHaveLength(2)
        for (const item of items) expect(model(name).safeParse(item).error?.issues ?? [], name).toEqual([])
      }
      vendor.state.missingPermissions.add('affiliateOrganization:clientBilling:view')
      for (const path of [`${overview}${customer.id}`, '/api/v2/nothing', '/api/v2/orgauthorization/trustors?pageSize=x']) {
        const response = await get(path)
        const body = (await response.json()) as { status: number; contextId: string }
        expect(model('ErrorBody').safeParse(body).error?.issues ?? []).toEqual([])
        expect(body.status).toBe(response.status)
        expect(body.contextId).toBe(response.headers.get('ININ-Correlation-Id'))
      }
    },
  )

  it('answers in the previews of billing with the members and types that the vendor’s own library declares', async () => {
    const { get } = await bench()
    const contracts = '/api/v2/billing/contracts'
    const answers: [string, string][] = [
      [`${contracts}?pageSize=10`, 'BillingContractListing'],
      [`${contracts}?pageSize=1`, 'BillingContractListing'],
      [`${contracts}/contract-1`, 'BillingContract'],
      [`${contracts}/contract-1/billingperiods/p2`, 'BillingContractPeriodDetail'],
      [`${contracts}/invoices`, 'BillingInvoiceListing'],
      [`${contracts}/invoices/INV-1/lines?pageSize=1`, 'BillingInvoiceItemListing'],
      [`${contracts}/invoices/INV-1/document`, 'UrlResponse'],
    ]
    for (const [path, name] of answers) {
      const response = await get(path)
      expect([path, response.status]).toEqual([path, 200])
      expect(differencesFrom(name, await response.json())).toEqual([])
    }
    expect(differencesFrom('BillingCharge', { prepaidQuantity: '1', other: 2 })).toEqual([
      'BillingCharge.prepaidQuantity',
      'BillingCharge.other',
    ])
    expect((await get(`${contracts}?pageSize=11`)).status).toBe(400)
  })

  it.skipIf(definitionMissing !== null)('is checked by a definition that refuses unknown members', () => {
    expect(model('BillingUsageReport').safeParse({ startDate: 'x', endDate: '2026-01-01T00:00:00Z', usages: [], extra: 1 }).success).toBe(
      false,
    )
    expect(model('SubscriptionOverviewUsage').safeParse({ name: 'x' }).success).toBe(false)
  })

  it('accepts the secret only in the Basic header, and refuses in the OAuth format', async () => {
    const { token } = await bench()
    expect((await token('Basic wrong')).status).toBe(401)
    expect(await (await token('Basic wrong')).json()).toMatchObject({ error: 'invalid_client' })
    const inBody = await token(
      '',
      `grant_type=client_credentials&client_id=${simulatedGenesysClient.id}&client_secret=${simulatedGenesysClient.secret}`,
    )
    expect(inBody.status).toBe(400)
  })

  it('advances its index some days late', async () => {
    const { clock, customer, get } = await bench()
    const starts = async () => {
      const periods = [0, 1].map(async (index) => (await get(`${overview}${customer.id}?billingPeriodIndex=${index}`)).json())
      return (await Promise.all(periods)).map((period) =>
        (period as { billingPeriodStartDate: string }).billingPeriodStartDate.slice(0, 10),
      )
    }
    expect(await starts()).toEqual(['2026-11-01', '2026-10-01'])
    clock.leapTo(Date.parse('2026-12-02T00:00:00Z'))
    expect(await starts()).toEqual(['2026-11-01', '2026-10-01'])
    clock.leapTo(Date.parse('2026-12-03T00:00:00Z'))
    expect(await starts()).toEqual(['2026-12-01', '2026-11-01'])
  })
})
