import { beforeEach, describe, expect, it, vi } from 'vitest'
import { simulatedPetraKey } from '../../src/main/demo/simulated-petra.ts'
import { type RunningApp, runningApp, runningPetra } from '../support/running-app.ts'
import type { SimulatedPetra } from '../support/simulated-petra.ts'
import { petraUser, staticPetraWorld } from '../support/static-petra-world.ts'

const tenants = { aB1: [petraUser('u1')], cD2: [petraUser('u2')], '77': [petraUser('u3')] }

describe('connections', { timeout: 180_000 }, () => {
  let petra: SimulatedPetra
  let running: RunningApp
  let env: Record<string, string | undefined>
  const add = (
    input: { name?: string; secret?: { env: string } | { value: string }; check?: boolean; config?: Record<string, unknown> } = {},
  ) =>
    running.ask('connections.add', {
      provider: 'petra',
      name: 'MSP',
      secret: { env: 'PETRA_KEY' },
      ...input,
      config: { baseUrl: petra.origin, requestsPerMinute: 6000, ...input.config },
    })

  beforeEach(async () => {
    env = { PETRA_KEY: simulatedPetraKey }
    const keys = [
      { secret: simulatedPetraKey, tenants: true, usage: true },
      { secret: 'petra_second_key', tenants: true, usage: true },
      { secret: 'petra_narrow_key', tenants: false, usage: false },
    ]
    petra = await runningPetra({ world: staticPetraWorld(tenants), keys })
    running = await runningApp({ env })
  })

  it('are tested at once, and their tenants are listed', async () => {
    const check = await add()
    expect(check).toMatchObject({ name: 'MSP', ok: true, organisation: 'Static MSP' })
    expect(await running.ask('connections.list', {})).toEqual([
      {
        name: 'MSP',
        provider: 'petra',
        url: petra.origin,
        cycleDay: null,
        state: 'ok',
        paused: false,
        secret: 'env:PETRA_KEY',
        tenants: 3,
        lastRunAt: null,
        lastError: null,
      },
    ])
    const list = await running.ask('tenants.list', {})
    expect(list.map((tenant) => tenant.externalId).sort()).toEqual(['77', 'aB1', 'cD2'])
    expect(list[0]).toMatchObject({
      connection: 'MSP',
      provider: 'petra',
      paused: false,
      vendorPaused: false,
      lastSnapshotAt: null,
      lastError: null,
    })
  })

  it('leave nothing behind when the credential is refused', async () => {
    env.PETRA_KEY = 'petra_wrong_key'
    await expect(add()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    expect(await running.ask('connections.list', {})).toEqual([])
    env.PETRA_KEY = simulatedPetraKey
    await expect(add()).resolves.toMatchObject({ ok: true })
  })

  it('are stored without a test on request, even before the variable exists', async () => {
    await add({ secret: { env: 'NOT_YET' }, check: false })
    expect(petra.requests).toEqual([])
    await expect(running.ask('connections.check', { name: 'MSP' })).rejects.toMatchObject({
      code: 'SECRET_MISSING',
      message: expect.stringContaining('NOT_YET'),
    })
    expect(await running.ask('connections.list', {})).toMatchObject([{ state: 'needs-credential', lastError: { code: 'SECRET_MISSING' } }])
  })

  it('work with a key that may neither list tenants nor read usage: tenants are added by hand', async () => {
    env.PETRA_KEY = 'petra_narrow_key'
    const check = await add()
    expect(check.parts.map((part) => [part.name, part.ok])).toEqual([
      ['key', true],
      ['tenants', false],
      ['usage', false],
    ])
    const tenant = await running.ask('tenants.add', { connection: 'MSP', externalId: 'aB1', name: 'Acme' })
    expect(tenant).toMatchObject({ externalId: 'aB1', name: 'Acme', connection: 'MSP' })
    await expect(running.ask('tenants.add', { connection: 'MSP', externalId: 'aB1' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })

  it('remove a tenant that was added by hand, with its failed runs, unless it has history', async () => {
    env.PETRA_KEY = 'petra_narrow_key'
    await add()
    const mistyped = await running.ask('tenants.add', { connection: 'MSP', externalId: 'nobody' })
    await running.ask('collect.start', { tenant: mistyped.id })
    await vi.waitFor(async () => expect(await running.ask('runs.list', {})).toMatchObject([{ outcome: 'failed' }]))
    expect(await running.ask('tenants.remove', { tenant: mistyped.id })).toMatchObject({ externalId: 'nobody' })
    expect(await running.ask('tenants.list', {})).toEqual([])
    expect(await running.ask('runs.list', {})).toEqual([])

    const kept = await running.ask('tenants.add', { connection: 'MSP', externalId: 'aB1' })
    await running.ask('collect.start', { tenant: kept.id })
    await vi.waitFor(async () => expect(await running.ask('snapshots.list', {})).toHaveLength(1))
    await expect(running.ask('tenants.remove', { tenant: kept.id })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('This tenant has history'),
    })
  })

  it('are no longer tested after a cancel, and the message says what is kept', async () => {
    /** Calls a route and cancels it as soon as the vendor, which never responds, has the request. */
    const given = async (asking: () => Promise<unknown>) => {
      const before = petra.requests.length
      petra.fault({ times: 1, wire: { kind: 'silent', when: 'before' } })
      const answer = asking().catch((error: unknown) => error)
      await vi.waitFor(() => expect(petra.requests.length).toBeGreaterThan(before))
      expect(await running.ask('tasks.cancel', { task: 'ask-vendor' })).toEqual({ cancelled: true })
      return answer
    }
    const ended = { code: 'CANCELLED', message: 'Cancelled. No further requests are sent to the vendor.' }
    expect(await given(() => add())).toMatchObject(ended)
    expect(await running.ask('connections.list', {})).toEqual([])
    await add()
    expect(await given(() => running.ask('connections.check', { name: 'MSP' }))).toMatchObject(ended)
    expect(await given(() => running.ask('tenants.list', { refresh: true }))).toMatchObject(ended)
    env.OTHER = 'petra_second_key'
    expect(await given(() => running.ask('connections.credential', { name: 'MSP', secret: { env: 'OTHER' } }))).toMatchObject({
      code: 'CANCELLED',
      message: expect.stringContaining('The new credential is saved'),
    })
    expect(await running.ask('connections.list', {})).toMatchObject([{ secret: 'env:OTHER', state: 'ok' }])
  })

  it('are not collected while paused, and continue afterwards', async () => {
    await add()
    await add({ name: 'Second' })
    const [one, other] = await running.ask('tenants.list', { connection: 'MSP' })
    await running.ask('tenants.pause', { tenant: one!.id, paused: true })
    const before = petra.requests.length
    expect(await running.ask('connections.pause', { name: 'MSP', paused: true })).toMatchObject({ name: 'MSP', paused: true, state: 'ok' })
    // Each tenant is shown as paused; tenants that were paused on their own stay so.
    expect(await running.ask('tenants.list', { connection: 'MSP' })).toMatchObject([
      { id: one!.id, paused: true, pausedItself: true },
      { id: other!.id, paused: true, pausedItself: false },
      { paused: true, pausedItself: false },
    ])
    for (const refused of [
      running.ask('collect.start', { connection: 'MSP' }),
      running.ask('collect.start', { tenant: other!.id }),
      running.ask('backfill.start', { connection: 'MSP' }),
    ]) {
      await expect(refused).rejects.toMatchObject({ code: 'STOPPED', message: expect.stringContaining('"MSP" is paused') })
    }
    expect(petra.requests).toHaveLength(before)
    expect((await running.ask('queue.get', {})).items.map(({ tenant }) => tenant)).not.toContain(other!.id)
    await running.ask('collect.start', {})
    await vi.waitFor(async () => expect((await running.ask('queue.get', {})).expectedFinish).toBeNull())
    const tenantsOf = async (connection: string) =>
      (await running.ask('tenants.list', { connection })).map(({ lastSnapshotAt }) => lastSnapshotAt)
    expect(await tenantsOf('MSP')).toEqual([null, null, null])
    expect(await tenantsOf('Second')).not.toContain(null)

    await running.ask('connections.pause', { name: 'Second', paused: true })
    await expect(running.ask('collect.start', {})).rejects.toMatchObject({
      code: 'STOPPED',
      message: expect.stringContaining('Every connection'),
    })
    expect(await running.ask('connections.pause', { name: 'MSP', paused: false })).toMatchObject({ paused: false })
    await running.ask('collect.start', {})
    await vi.waitFor(async () => expect((await tenantsOf('MSP')).filter((at) => at !== null)).toHaveLength(2))
    expect((await running.ask('tenants.list', { connection: 'MSP' })).map(({ paused }) => paused)).toEqual([true, false, false])
  })

  it('can change the billing cycle day of an own organisation only', async () => {
    await add()
    await expect(running.ask('connections.cycleDay', { name: 'MSP', day: 21 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('"MSP" has no billing cycle'),
    })
    const genesys = (name: string, config: object) =>
      running.ask('connections.add', {
        provider: 'genesys',
        name,
        config: { clientId: 'client', region: 'mypurecloud.de', ...config },
        secret: { env: 'PETRA_KEY' },
        check: false,
      })
    await genesys('Customers only', { customers: true })
    await genesys('Own', { ownOrg: true, cycleDay: 21, cycleSince: '2025-01-21' })
    expect((await running.ask('connections.list', {})).map(({ name, cycleDay }) => [name, cycleDay])).toEqual([
      ['Customers only', null],
      ['MSP', null],
      ['Own', 21],
    ])
    expect(await running.ask('connections.cycleDay', { name: 'Own', day: 1 })).toMatchObject({ name: 'Own', cycleDay: 1 })
    expect(await running.ask('connections.list', {})).toContainEqual(expect.objectContaining({ name: 'Own', cycleDay: 1 }))
    await expect(running.ask('connections.cycleDay', { name: 'Customers only', day: 1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('are not paused after reconnecting', async () => {
    await add()
    await running.ask('connections.pause', { name: 'MSP', paused: true })
    await running.ask('connections.remove', { name: 'MSP' })
    await add()
    expect(await running.ask('connections.list', {})).toMatchObject([{ paused: false }])
  })

  it('reject invalid options by name', async () => {
    const wrong = [
      { baseUrl: 'http://petra.example' },
      { baseUrl: 'https://petra.example/v1' },
      { requestsPerMinute: 0 },
      { requestsPerMinute: 7000 },
      { keyy: 'x' },
    ]
    for (const config of wrong) {
      await expect(add({ config })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining(Object.keys(config)[0]!),
      })
    }
    expect(petra.requests).toEqual([])
  })

  it('have unique names', async () => {
    await add()
    await expect(add()).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await add({ name: 'Second', secret: { env: 'PETRA_KEY' } })
    expect((await running.ask('connections.list', {})).map((each) => each.name)).toEqual(['MSP', 'Second'])
  })

  it('keep a credential for this session, with a note, if there is no keychain', async () => {
    const check = await add({ secret: { value: simulatedPetraKey } })
    expect(check.parts.at(-1)).toMatchObject({ name: 'credential', ok: false, message: expect.stringContaining('a test has none') })
    expect(await running.ask('connections.list', {})).toMatchObject([{ secret: 'session', state: 'ok' }])
    await running.app.stop()
    const later = await runningApp({ dataDir: running.dataDir })
    expect(await later.ask('connections.list', {})).toMatchObject([{ secret: 'session', state: 'needs-credential' }])
  })

  it('reject a credential in a terminal if it cannot be stored for the next command', async () => {
    await running.app.stop()
    running = await runningApp({ dataDir: running.dataDir, env, host: 'terminal' })
    await expect(add({ secret: { value: simulatedPetraKey } })).rejects.toMatchObject({
      code: 'NO_KEYCHAIN',
      message: expect.stringContaining('--secret-env'),
    })
    expect(await running.ask('connections.list', {})).toEqual([])
  })

  it('accept a new credential, and report one that the vendor rejects', async () => {
    await add()
    env.SECOND = 'petra_second_key'
    petra.revoke(simulatedPetraKey)
    await expect(running.ask('connections.check', { name: 'MSP' })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    expect(await running.ask('connections.list', {})).toMatchObject([{ state: 'needs-credential', lastError: { code: 'UNAUTHORIZED' } }])
    expect(await running.ask('connections.credential', { name: 'MSP', secret: { env: 'SECOND' } })).toMatchObject({ ok: true })
    expect(await running.ask('connections.list', {})).toMatchObject([{ state: 'ok', secret: 'env:SECOND', lastError: null }])
  })

  it('can be removed without their history, and reconnected under the same name', async () => {
    await add()
    const before = await running.ask('tenants.list', {})
    expect(await running.ask('connections.remove', { name: 'MSP' })).toEqual({ removed: null })
    expect(await running.ask('connections.list', {})).toEqual([])
    expect(await running.ask('tenants.list', {})).toEqual([])
    await expect(running.ask('connections.check', { name: 'MSP' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await add()
    expect((await running.ask('tenants.list', {})).map((tenant) => tenant.id)).toEqual(before.map((tenant) => tenant.id))
  })
})

describe('tenants', { timeout: 180_000 }, () => {
  let running: RunningApp
  let origin: string
  const world: Record<string, ReturnType<typeof petraUser>[]> = {}
  const add = (name: string) =>
    running.ask('connections.add', {
      provider: 'petra',
      name,
      secret: { env: 'KEY' },
      config: { baseUrl: origin, requestsPerMinute: 6000 },
    })

  beforeEach(async () => {
    for (const id of Object.keys(world)) delete world[id]
    Object.assign(world, tenants)
    origin = (await runningPetra({ world: staticPetraWorld(world) })).origin
    running = await runningApp({ env: { KEY: simulatedPetraKey } })
    await add('MSP')
  })

  it('are found by our id, external id (case-sensitive) and unique name', async () => {
    const [first] = await running.ask('tenants.list', {})
    const pause = (tenant: string | number) => running.ask('tenants.pause', { tenant, paused: true })
    expect(await pause(first!.id)).toMatchObject({ id: first!.id, paused: true })
    expect(await pause(String(first!.id))).toMatchObject({ id: first!.id })
    expect(await pause('aB1')).toMatchObject({ externalId: 'aB1' })
    expect(await pause('77')).toMatchObject({ externalId: '77' })
    expect(await pause('Tenant cD2')).toMatchObject({ externalId: 'cD2' })
    await expect(pause('ab1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await running.ask('tenants.pause', { tenant: 'aB1', paused: false })).toMatchObject({ paused: false })
  })

  it('with the same name are distinguished by their ids', async () => {
    await add('Other')
    const all = await running.ask('tenants.list', {})
    const candidates = all
      .filter((tenant) => tenant.externalId === 'aB1')
      .map(({ id, connection, externalId, name }) => ({ id, connection, externalId, name }))
    await expect(running.ask('tenants.pause', { tenant: 'aB1', paused: true })).rejects.toMatchObject({
      code: 'AMBIGUOUS',
      data: { candidates },
    })
    await running.ask('connections.remove', { name: 'Other' })
    expect(await running.ask('tenants.pause', { tenant: 'aB1', paused: true })).toMatchObject({ connection: 'MSP' })
  })

  it('are added, marked as gone and restored with the vendor’s list', async () => {
    const held = world.cD2!
    delete world.cD2
    world.eF3 = []
    const now = await running.ask('tenants.list', { connection: 'MSP', refresh: true })
    expect(now.map((tenant) => tenant.externalId)).toEqual(['77', 'aB1', 'eF3'])
    world.cD2 = held
    expect(await running.ask('tenants.list', { refresh: true })).toHaveLength(4)
  })

  it('are also matched by their Microsoft id, in either order', async () => {
    const known = (await running.ask('tenants.list', {})).find((tenant) => tenant.externalId === 'aB1')!
    await expect(
      running.ask('tenants.add', { connection: 'MSP', externalId: known.microsoftTenantId!.toUpperCase() }),
    ).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      message: expect.stringContaining('Tenant aB1'),
      data: { tenant: known.id },
    })
    // The fourth tenant of the simulated organisation.
    const byHand = await running.ask('tenants.add', { connection: 'MSP', externalId: '00000000-0000-4000-8000-000000000004' })
    world.eF3 = []
    const listed = await running.ask('tenants.list', { refresh: true })
    expect(listed).toHaveLength(4)
    expect(listed.find((tenant) => tenant.id === byHand.id)).toMatchObject({ externalId: 'eF3', name: 'Tenant eF3' })
  })
})
