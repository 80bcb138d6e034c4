import { describe, expect, it } from 'vitest'
import { figureHandlers } from '../../src/main/core/api/figure-handlers.ts'
import { reconcileHandlers } from '../../src/main/core/api/reconcile-handlers.ts'
import { tenantReports } from '../../src/main/core/connections/tenant-reports.ts'
import { verify } from '../../src/main/core/history/verify.ts'
import type { GenesysWorld, SimulatedUser } from '../../src/main/demo/genesys-world.ts'
import { type RouteInput, type RouteName, type RouteOutput, routes } from '../../src/shared/contract/routes.ts'
import { plainBilling, plainLicences, plainUser, plainWorld } from '../support/genesys.ts'
import { type GenesysHost, genesysHost } from '../support/genesys-host.ts'
import { testCatalogue } from '../support/sample-catalogue.ts'

const at = '2026-11-22T08:00:00Z'
const seenAt = Date.parse('2026-11-21T08:00:00Z')
const users = (count: number) => Array.from({ length: count }, (_, index) => plainUser(index + 1))
const address = (number: number) => plainUser(number).email
const own = (parts: Partial<GenesysWorld>) => genesysHost({ at, world: { ...plainWorld([]), ...parts }, customers: false, ownOrg: true })
const rows = (genesys: GenesysHost, sql: string) => genesys.host.reader.sqlite.prepare(sql).raw().all() as unknown[][]
const states = (genesys: GenesysHost) =>
  Object.fromEntries(
    tenantReports(genesys.host.reader, { id: 1, kind: 'own' }, Number.MAX_SAFE_INTEGER).map(({ dataset, state }) => [
      dataset.slice('genesys.'.length),
      state,
    ]),
  )

/** Every snapshot can be rebuilt and equals what was received. */
function proved(genesys: GenesysHost): number {
  const { snapshots, verified, damaged } = verify(genesys.host.reader)
  expect({ verified, damaged }).toEqual({ verified: snapshots, damaged: [] })
  return snapshots
}

function asking(genesys: GenesysHost) {
  const deps = { reader: genesys.host.reader, writer: genesys.host.writer, clock: genesys.clock, catalogue: () => testCatalogue }
  const handlers = { ...figureHandlers(deps), ...reconcileHandlers(deps) }
  return <R extends RouteName & keyof typeof handlers>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>> => {
    const handler = handlers[route] as unknown as (input: unknown, context: object) => Promise<RouteOutput<R>>
    return handler(routes[route].input.parse(input), { signal: new AbortController().signal })
  }
}

describe('who holds licences in the own organisation', () => {
  it('records no partial list of 20,000 users on 200 pages: not if a page fails, and not if people join and leave between two pages', async () => {
    const everyone = users(20_000)
    let pages = 0
    let changed: readonly SimulatedUser[] | null = null
    const genesys = await own({
      licences: () => {
        pages += 1
        return plainLicences(changed !== null && pages > 120 ? changed : everyone)
      },
    })
    const remove = genesys.vendor.fault({ path: '/api/v2/license/users', after: 137, refusal: 'serverError' })
    const failed = (await genesys.collect()).find(({ dataset }) => dataset === 'genesys.licence-users')
    expect(failed).toMatchObject({ outcome: 'failed', error: { code: 'VENDOR_ERROR' } })
    expect(rows(genesys, `select count(*) from series where dataset = 'genesys.licence-users'`)).toEqual([[0]])
    remove()
    // After 120 pages one person leaves and another joins: the vendor's count stays the same, and somebody moves from page 121 to page 120.
    changed = [...everyone.slice(1), plainUser(20_001)]
    pages = 0
    const run = (await genesys.collect()).find(({ dataset }) => dataset === 'genesys.licence-users')
    expect(run).toMatchObject({ outcome: 'recorded' })
    expect(
      rows(
        genesys,
        "select listed, holders from snapshot where series_id = (select id from series where dataset = 'genesys.licence-users')",
      ),
    ).toEqual([[20_000, 20_000]])
    const gone = `select count(*) from entry e join vendor_id v on v.id = e.vendor_id where v.value in ('${everyone[0]!.id}', '${everyone[12_000]!.id}', '${plainUser(20_001).id}')`
    expect(rows(genesys, gone)).toEqual([[2]])
    proved(genesys)
  }, 180_000)

  it('keeps the history that the vendor does not keep, with names, and compares it with who is billed', async () => {
    let leaver = ['cloudCX2']
    const billed = [1, 2, 3].map((number) => ({ name: address(number), seenAt }))
    const genesys = await own({
      usage: () => [
        { name: 'Genesys Cloud CX 2', totalUsage: '4', resources: [...billed, { name: 'edge-turn-01', seenAt }] },
        { name: 'Genesys Cloud Hourly', totalUsage: '2.5', resources: [] },
      ],
      licences: () =>
        plainLicences([plainUser(1), plainUser(2, { licences: leaver }), plainUser(4), plainUser(5, { licences: ['communicate'] })]),
    })
    const ask = asking(genesys)
    await genesys.collect()
    leaver = []
    await genesys.clock.playUntil(Date.parse('2026-12-19T08:00:00Z'))
    await genesys.collect()
    expect(proved(genesys)).toBeGreaterThanOrEqual(4)

    const held = await ask('licences.get', { tenant: 1, dataset: 'genesys.licence-users' })
    expect(held).toMatchObject({ month: '2026-12', warnings: [] })
    expect(held.rows.map(({ name, holders, change }) => [name, holders, change])).toEqual([
      ['Genesys Cloud Communicate User', 1, 0],
      ['Genesys Cloud CX 2', 2, -1],
    ])
    const holders = await ask('licences.holders', { tenant: 1, dataset: 'genesys.licence-users', skuId: 'cloudCX2' })
    expect(holders.holders.map(({ holder }) => holder.displayName)).toEqual(['Agent 1', 'Agent 4'])

    // Billed people are identified by address; names come from the list of licence holders. A device is not a person.
    const charged = await ask('licences.holders', { tenant: 1, skuId: 'Genesys Cloud CX 2' })
    expect(charged.holders[0]?.holder.billedSince).toBe('2026-11-21T08:00:00.000Z')
    expect(charged.holders.map(({ holder }) => [holder.displayName, holder.userPrincipalName, holder.device ?? false])).toEqual([
      ['Agent 1', address(1), false],
      ['Agent 2', address(2), false],
      [null, address(3), false],
      ['edge-turn-01', null, true],
    ])
    const changes = await ask('diff.get', { tenant: 1, dataset: 'genesys.licence-users', from: '2026-11', to: '2026-12' })
    expect(changes.holders.changed).toMatchObject([{ displayName: 'Agent 2', lost: ['cloudCX2'], gained: [] }])
    const found = await ask('people.search', { query: 'agent 2' })
    expect(found.find(({ dataset }) => dataset === 'genesys.licence-users')?.timeline).toMatchObject([
      { name: 'Genesys Cloud CX 2', absentSince: expect.stringMatching(/^2026-1[12]/) },
    ])
    expect((await ask('people.search', { query: address(2) })).map(({ displayName, dataset }) => [displayName, dataset])).toEqual([
      ['Agent 2', 'genesys.licence-users'],
      ['Agent 2', 'genesys.billable-usage'],
    ])

    const compared = await ask('licences.compare', { tenant: 1 })
    expect(compared).toMatchObject({ state: 'compared', billed: { people: 3, devices: 1 }, held: { people: 3 } })
    expect(compared.rows).toMatchObject([
      { chargeId: 'Genesys Cloud CX 2', licenceId: 'cloudCX2', because: 'description', billed: 3, held: 2, both: 1 },
    ])
    const names = (people: { person: { displayName: string | null; userPrincipalName: string | null } }[]) =>
      people.map(({ person }) => person.displayName ?? person.userPrincipalName)
    expect(names(compared.rows[0]!.billedOnly)).toEqual(['Agent 2', address(3)])
    expect(names(compared.rows[0]!.heldOnly)).toEqual(['Agent 4'])
    expect(compared.unlinked.licences).toEqual([{ id: 'communicate', name: 'Genesys Cloud Communicate User', held: 1 }])
    expect(names(compared.anyone.heldOnly)).toEqual(['Agent 4', 'Agent 5'])
    expect(compared.cautions.join(' ')).toMatch(/highest licence.*peak/s)
    await expect(ask('licences.compare', { tenant: 1, month: '2026-10' })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
  })

  it('reports refused names, instead of comparing addresses with ids', async () => {
    const genesys = await own({ licences: () => plainLicences(users(3)) })
    genesys.vendor.state.missingPermissions.add('directory:user:view')
    await genesys.collect()
    const ask = asking(genesys)
    expect(await ask('licences.compare', { tenant: 1 })).toMatchObject({
      state: 'names-refused',
      message: expect.stringContaining('directory:user:view'),
      rows: [],
    })
    const held = await ask('licences.get', { tenant: 1, dataset: 'genesys.licence-users' })
    expect(held.people.holders).toBe(3)
    expect(held.warnings.map(({ code }) => code)).toEqual(['NAMES_REFUSED'])
  })
})

describe('the vendor’s own invoices', () => {
  const billed = () => ({
    usage: () => [{ name: 'Genesys Cloud CX 2', totalUsage: '43', resources: [{ name: address(1), seenAt }] }],
    licences: () => plainLicences(users(1)),
  })

  it('I: with days that cannot be true belong to the month of the invoice, or in which they came, and none is the default month', async () => {
    const [invoice] = plainBilling().invoices
    const [first, second] = invoice!.lines
    const dated = (id: string, dateInvoiced: string, start: string, end: string) => ({
      ...invoice!,
      id,
      dateInvoiced,
      lines: [
        { ...first!, start, end },
        { ...second!, start, end },
      ],
    })
    const invoices = [
      dated('far', '2026-10-21', '0001-01-01', '9999-12-31'),
      dated('none', '2026-10-21 noon', '0001-01-01', '2299-12-30'),
      dated('ahead', '2026-10-21', '2026-10-21', '2027-10-20'),
    ]
    const genesys = await own({ ...billed(), billing: () => ({ ...plainBilling(), invoices }) })
    const ask = asking(genesys)
    await genesys.collect()
    expect(rows(genesys, 'select month, file_name from invoice order by month, file_name')).toEqual([
      ['2026-10', 'Genesys invoice far'],
      ['2026-11', 'Genesys invoice none'],
      ['2027-10', 'Genesys invoice ahead'],
    ])
    expect((await ask('reconcile.get', {})).month).toBe('2026-11')
  })

  it('are compared with the contract without importing a file, and replaced when the vendor corrects them', async () => {
    let invoices = plainBilling().invoices
    const genesys = await own({ ...billed(), billing: () => ({ ...plainBilling(), invoices }) })
    const ask = asking(genesys)
    await genesys.collect()
    const { rows: compared, invoices: listed } = await ask('reconcile.get', { month: '2026-11' })
    expect(listed).toMatchObject([
      { fileName: 'Genesys invoice INV-1', profile: 'Genesys Cloud (preview)', counts: { lines: 2, noSeats: 0 } },
    ])
    expect(compared).toMatchObject([
      {
        client: 'Example Partner GmbH',
        item: 'charge:GC-170-NV-EXCX2',
        product: 'Genesys Cloud CX 2',
        status: 'over',
        billed: '44',
        actual: '43',
        basis: 'contract',
        variance: '-1',
        unitPrice: '115.5',
        priceFrom: 'contract',
        currency: 'EUR',
        value: '-115.50',
      },
    ])
    // The usage report of the past period has its people.
    await genesys.collect({ kind: 'backfill', connectionId: 1, periods: 2 })
    const behind = await ask('reconcile.people', { month: '2026-11', tenant: 1, item: 'charge:GC-170-NV-EXCX2' })
    expect(behind.counted).toMatchObject([{ displayName: 'Agent 1', userPrincipalName: address(1) }])
    const contract = await ask('usage.get', { tenant: 1, month: '2026-11', dataset: 'genesys.contract-charges' })
    expect(contract).toMatchObject({
      currency: 'EUR',
      period: { start: '2026-10-21', end: '2026-11-20' },
      rows: [{ used: '43', committed: '40', allowance: '0', over: '3', overCost: '346.50' }],
      totals: null,
    })

    const [invoice] = invoices
    const [prepaid, overage] = invoice!.lines
    invoices = [{ ...invoice!, amount: 3726.5, lines: [prepaid!, { ...overage!, quantity: 3, amount: 346.5 }] }]
    await genesys.collect()
    expect((await ask('reconcile.get', { month: '2026-11' })).rows).toMatchObject([{ status: 'matched', billed: '43' }])
    invoices = [{ ...invoice!, lines: [{ ...prepaid!, product: { sku: 'X', name: 'Something else', unit: 'seat' } }] }]
    await genesys.collect()
    // What is due but not on the invoice is found; what the contract does not contain is a gap.
    expect((await ask('reconcile.get', { month: '2026-11' })).rows.map(({ product, status, flags }) => [product, status, flags])).toEqual([
      ['Genesys Cloud CX 2', 'under', ['not-invoiced']],
      ['Something else', 'gap', []],
    ])
    expect(rows(genesys, 'select count(*) from invoice')).toEqual([[1]])
    proved(genesys)
  })

  it('have a gap, not a difference, for a month without a contract', async () => {
    const genesys = await own({ ...billed(), billing: plainBilling })
    genesys.vendor.fault({ path: '/api/v2/billing/contracts/contract-1', refusal: 'notFound' })
    await genesys.collect()
    expect((await asking(genesys)('reconcile.get', { month: '2026-11' })).rows).toMatchObject([
      { status: 'gap', billed: '44', actual: null },
    ])
  })
})

describe('optional reports', () => {
  it('are requested once if refused, with the reason, while the rest is collected, and again when the user requests them', async () => {
    const genesys = await own({ licences: () => plainLicences(users(2)), billing: plainBilling })
    const { state } = genesys.vendor
    // Billable usage needs one of two permissions.
    for (const each of ['billing:subscription:view', 'simulated:license:users']) state.missingPermissions.add(each)
    const runs = await genesys.collect()
    expect(runs.map(({ dataset, outcome }) => [dataset, outcome])).toEqual([
      ['genesys.billable-usage', 'recorded'],
      ['genesys.contract-charges', 'skipped'],
      ['genesys.contract-charges', 'skipped'],
      ['genesys.invoices', 'skipped'],
      ['genesys.licence-users', 'skipped'],
    ])
    expect(states(genesys)).toEqual({
      'billable-usage': 'collected',
      'licence-users': 'refused',
      'contract-charges': 'refused',
      invoices: 'refused',
    })
    const asked = () => genesys.vendor.requests.filter(({ path }) => /contracts|license/.test(path)).length
    const before = asked()
    genesys.host.collector.start()
    await genesys.clock.playUntil(Date.parse(at) + 3 * 86_400_000)
    expect(asked()).toBe(before)
    state.missingPermissions.clear()
    await genesys.collect()
    expect(Object.values(states(genesys))).toEqual(['collected', 'collected', 'collected', 'collected'])
    proved(genesys)
  })

  it('are skipped if a preview has changed or no longer exists, while the rest is collected', async () => {
    const genesys = await own({ licences: () => plainLicences(users(2)), billing: plainBilling })
    genesys.vendor.fault({ path: '/api/v2/billing/contracts/invoices', refusal: 'notFound' })
    genesys.vendor.fault({ path: '/api/v2/billing/contracts', edit: (payload) => ({ ...payload, entities: 'moved' }) })
    await genesys.collect()
    expect(states(genesys)).toEqual({
      'billable-usage': 'collected',
      'licence-users': 'collected',
      'contract-charges': 'changed',
      invoices: 'missing',
    })
    expect(rows(genesys, `select count(*) from run where outcome = 'failed'`)).toEqual([[0]])
    proved(genesys)
  })

  it('need only GET requests, apart from tokens', async () => {
    const genesys = await own({ licences: () => plainLicences(users(2)), billing: plainBilling })
    await genesys.collect()
    await genesys.collect({ kind: 'backfill', connectionId: 1, periods: 4 })
    const others = genesys.vendor.requests.filter(({ method }) => method !== 'GET')
    expect(new Set(others.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(['POST /oauth/token']))
    expect(
      rows(
        genesys,
        `select distinct period_start from snapshot s join series se on se.id = s.series_id where se.dataset = 'genesys.contract-charges' order by 1`,
      ),
    ).toEqual([['2026-09-21'], ['2026-10-21'], ['2026-11-21']])
    proved(genesys)
  })
})
