import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Answer, Target } from '../../../../../src/main/core/vendors/provider.ts'
import { datasetById } from '../../../../../src/main/core/vendors/providers.ts'
import type { GenesysWorld, SimulatedUser } from '../../../../../src/main/demo/genesys-world.ts'
import type { JsonObject } from '../../../../../src/shared/domain/json.ts'
import type { DatasetId } from '../../../../../src/shared/domain/vendors.ts'
import { failure, genesysBench, plainBilling, plainLicences, plainUser, plainWorld } from '../../../../support/genesys.ts'
import { listenOnLoopback } from '../../../../support/loopback.ts'

const signal = new AbortController().signal
const externalId = plainWorld([]).organisation.id
const target = (dataset: DatasetId, params: Target['params'] = {}): Target => ({ dataset, externalId, params })
const people = target('genesys.licence-users')
const contracts = (index: number) => target('genesys.contract-charges', { billingPeriodIndex: String(index) })
const invoices = target('genesys.invoices')
const read = (answer: Answer) => JSON.parse(new TextDecoder().decode(answer.bytes))
const meaning = (dataset: DatasetId, answer: Answer) =>
  datasetById(dataset).interpret(read(answer), { externalId, microsoftTenantId: null })
const users = (count: number) => Array.from({ length: count }, (_, index) => plainUser(index + 1))

const renamed = (from: RegExp, to: string) => (payload: JsonObject) => JSON.parse(JSON.stringify(payload).replace(from, to)) as JsonObject

const bench = (parts: Partial<GenesysWorld>) => genesysBench({ ...plainWorld([]), ...parts })
const listing = (all: readonly SimulatedUser[]) => ({ licences: () => plainLicences(all) })

describe('the list of licence users', () => {
  it('is the list joined with names, states and divisions, and with definitions of licences', async () => {
    const { open, vendor } = await bench(listing(users(7)))
    const answer = await open().fetch(people, signal)
    const payload = read(answer)
    expect(payload.entities[6]).toMatchObject({
      id: plainUser(7).id,
      licenses: ['cloudCX2'],
      user: { name: 'Agent 7', email: 'agent7@partner.example', state: 'inactive', division: { name: 'Home' } },
    })
    expect(Object.keys(payload.entities[6].user)).toEqual(['name', 'email', 'state', 'division'])
    expect(payload.definitions).toEqual([
      { id: 'cloudCX2', description: 'Genesys Cloud CX 2', comprises: ['communicate'], prerequisites: [] },
      { id: 'communicate', description: 'Genesys Cloud Communicate User', comprises: [], prerequisites: [] },
    ])
    expect(meaning('genesys.licence-users', answer)).toMatchObject({ reported: 7, warnings: [] })
    // A single page is not read twice.
    expect(vendor.requests.filter(({ path }) => path === '/api/v2/license/users')).toHaveLength(1)
    expect(vendor.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual(['/oauth/token'])
  })

  it('is recorded without names or definitions if those are refused, with the missing permission', async () => {
    const { open, vendor } = await bench(listing(users(3)))
    for (const each of ['directory:user:view', 'authorization:license:view', 'authorization:grant:add'])
      vendor.state.missingPermissions.add(each)
    const answer = await open().fetch(people, signal)
    expect(read(answer)).toMatchObject({ definitions: null, refused: ['directory:user:view', 'authorization:license:view'] })
    expect(read(answer).entities[0]).not.toHaveProperty('user')
    const { warnings } = meaning('genesys.licence-users', answer)
    expect(warnings.map(({ code }) => code)).toEqual(['NAMES_REFUSED', 'DEFINITIONS_REFUSED'])
    expect(warnings[0]?.message).toContain('directory:user:view')
    // Names are requested once if refused, not once for each hundred people.
    expect(vendor.requests.filter(({ path }) => path === '/api/v2/users')).toHaveLength(1)
  })

  it('has names even if the vendor ignores the requested ids, and of inactive users if it does not know the state', async () => {
    const { open, vendor } = await bench(listing(users(120)))
    // As if the parameter `id` were ignored: everyone is listed.
    vendor.fault({
      path: '/api/v2/users',
      times: 1,
      edit: (payload) => ({ ...payload, entities: [{ id: 'somebody-else', name: 'Somebody else', version: 1 }] }),
    })
    const payload = read(await open().fetch(people, signal))
    expect(payload.entities.filter(({ user }: { user?: unknown }) => user !== undefined)).toHaveLength(120)
    vendor.fault({ path: '/api/v2/users', times: 1, refusal: 'badQuery' })
    const active = read(await open().fetch(people, signal))
    // Every seventh is inactive, and without a state the vendor lists only active users.
    expect(active.entities.filter(({ user }: { user?: unknown }) => user === undefined)).toHaveLength(17)
  })

  it('has a warning with the number of users without a name', async () => {
    const deleted = plainUser(2)
    const { open } = await bench({ licences: () => ({ ...plainLicences([plainUser(1), deleted]) }) })
    const answer = read(await open().fetch(people, signal))
    delete answer.entities[1].user
    const { warnings } = datasetById('genesys.licence-users').interpret(answer, { externalId, microsoftTenantId: null })
    expect(warnings).toMatchObject([{ code: 'NAMES_MISSING', data: { people: 1 } }])
  })

  it('fails as a whole if a page fails or the list is refused', async () => {
    const { open, vendor } = await bench(listing(users(250)))
    const remove = vendor.fault({ path: '/api/v2/license/users', after: 2, refusal: 'serverError' })
    expect((await failure(open().fetch(people, signal))).code).toBe('VENDOR_ERROR')
    remove()
    vendor.state.missingPermissions.add('simulated:license:users')
    const error = await failure(open().fetch(people, signal))
    expect(error.code).toBe('VENDOR_FORBIDDEN')
    expect(error.message).toContain('Everything else is collected')
  })

  it('is read until it no longer changes, because with one user removed and another added, the count alone is unchanged', async () => {
    let pages = 0
    const changing = () => {
      pages += 1
      // Between the first and the second of three pages, everyone moves up by one place.
      return plainLicences(pages <= 1 ? users(250) : [...users(250).slice(1), plainUser(251)])
    }
    const { open, vendor } = await bench({ licences: changing })
    const payload = read(await open().fetch(people, signal))
    const ids = payload.entities.map(({ id }: { id: string }) => id)
    expect(new Set(ids)).toEqual(new Set([...users(250).slice(1), plainUser(251)].map(({ id }) => id)))
    expect(vendor.requests.filter(({ path }) => path === '/api/v2/license/users')).toHaveLength(9)
  })

  it('fails if the list keeps changing', async () => {
    let pages = 0
    const { open } = await bench({
      licences: () => {
        pages += 1
        return plainLicences(users(250).slice(pages))
      },
    })
    const error = await failure(open().fetch(people, signal))
    expect(error.code).toBe('ANSWER_INCOMPLETE')
    expect(error.message).toContain('nothing was recorded')
  })

  it('is refused for another organisation', async () => {
    const { open } = await bench(listing(users(1)))
    const payload = read(await open().fetch(people, signal))
    expect(() => datasetById('genesys.licence-users').interpret(payload, { externalId: 'another', microsoftTenantId: null })).toThrow(
      expect.objectContaining({ code: 'TENANT_MISMATCH' }),
    )
  })
})

describe('the previews of contracts and invoices', () => {
  it('has the charges of a billing period, for both interpretations of its end', async () => {
    const { open } = await bench({ billing: plainBilling })
    const now = await open().fetch(contracts(0), signal)
    expect(meaning('genesys.contract-charges', now)).toMatchObject({ periodStart: '2026-11-21', periodEnd: '2026-12-20' })
    const earlier = await open().fetch(contracts(2), signal)
    expect(meaning('genesys.contract-charges', earlier)).toMatchObject({ periodStart: '2026-09-21', periodEnd: '2026-10-20' })
    const dataset = datasetById('genesys.contract-charges')
    if (dataset.kind !== 'charges') throw new Error('not charges')
    expect(dataset.charge(read(earlier).charges[0])).toMatchObject({
      name: 'Genesys Cloud CX 2',
      partNumber: 'GC-170-NV-EXCX2',
      used: '43',
      committed: '40',
      allowance: '0',
      over: '3',
      overagePrice: '115.5',
    })
    expect((await failure(open().fetch(contracts(3), signal))).code).toBe('NO_MORE_PERIODS')
  })

  it('keeps numbers that JavaScript would round, and no payment link', async () => {
    const { open, vendor } = await bench({ billing: plainBilling })
    vendor.fault({
      path: '/api/v2/billing/contracts/invoices/INV-1/lines',
      body: '{"entities":[{"id":"l1","quantity":1,"amount":0.1234567890123456789}]}',
    })
    const answer = await open().fetch(invoices, signal)
    expect(new TextDecoder().decode(answer.bytes)).toContain('"amount":0.1234567890123456789')
    expect(new TextDecoder().decode(answer.bytes)).not.toContain('paymentLink')
  })

  it('follows cursors over all pages, without requesting another host', async () => {
    const billing = plainBilling()
    const [invoice] = billing.invoices
    const many = Array.from({ length: 450 }, (_, index) => ({ ...invoice!, id: `INV-${index}`, lines: [] }))
    const { open } = await bench({ billing: () => ({ ...billing, invoices: many }) })
    const payload = read(await open().fetch(invoices, signal))
    expect(payload.invoices).toHaveLength(450)
  })

  it('has the document of an invoice from the address that Genesys returns, requested without a token', async () => {
    const { open, vendor } = await bench({ billing: plainBilling })
    const seen: IncomingHttpHeaders[] = []
    let body = '%PDF-1.7 made up'
    const store = await listenOnLoopback(({ headers, url }) => {
      seen.push(headers)
      return url.searchParams.get('signature') === 's' ? { status: 200, body } : { status: 403 }
    })
    onTestFinished(() => store.close())
    const remove = vendor.fault({
      path: '/api/v2/billing/contracts/invoices/INV-1/document',
      edit: () => ({ url: `${store.origin}/INV-1.pdf?signature=s` }),
    })
    const fetchIt = () => open().document!('INV-1', signal)
    expect(Buffer.from(await fetchIt()).toString()).toBe('%PDF-1.7 made up')
    expect(seen[0]).not.toHaveProperty('authorization')
    body = '<html>'
    expect(await failure(fetchIt())).toMatchObject({ code: 'UNREADABLE_ANSWER' })
    remove()
    vendor.fault({
      path: '/api/v2/billing/contracts/invoices/INV-1/document',
      edit: () => ({ url: `${store.origin}/INV-1.pdf?signature=late` }),
    })
    const late = await failure(fetchIt())
    expect(late.code).toBe('VENDOR_ERROR')
    // A signed address gives access to the document by itself.
    expect(JSON.stringify([late.message, late.data])).not.toContain('signature')
  })

  it.each([
    ['contracts', contracts(0)],
    ['invoices', invoices],
  ])('has a clear error if the preview of %s is refused, missing or changed', async (_name, preview) => {
    const { open, vendor } = await bench({ billing: plainBilling })
    vendor.state.missingPermissions.add('billing:subscription:view')
    const refused = await failure(open().fetch(preview, signal))
    expect([refused.code, refused.message]).toEqual(['VENDOR_FORBIDDEN', expect.stringContaining('billing:subscription:view')])
    vendor.state.missingPermissions.clear()
    const remove = vendor.fault({ path: '/api/v2/billing/contracts', refusal: 'notFound' })
    const missing = await failure(open().fetch(preview, signal))
    expect([missing.code, missing.message]).toEqual(['VENDOR_NOT_FOUND', expect.stringContaining('Everything else is collected')])
    remove()
    vendor.fault({ path: '/api/v2/billing/contracts', edit: renamed(/"entities"/, '"items"') })
    const changed = await failure(open().fetch(preview, signal))
    expect([changed.code, changed.message]).toEqual(['UNREADABLE_ANSWER', expect.stringContaining('update Seatledger')])
  })

  it('treats charges without any known quantity as a changed preview', async () => {
    const { open, vendor } = await bench({ billing: plainBilling })
    vendor.fault({ path: '/api/v2/billing/contracts/contract-1/', edit: renamed(/(prepaid|actual|overage)Quantity/g, '$1Amount') })
    const answer = await open().fetch(contracts(1), signal)
    expect(() => meaning('genesys.contract-charges', answer)).toThrow(expect.objectContaining({ code: 'UNREADABLE_ANSWER' }))
  })
})
