import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/main/core/base/errors.ts'
import { listConnections } from '../../../src/main/core/connections/read.ts'
import { storedOptions } from '../../../src/main/core/connections/stored-options.ts'
import { providerById } from '../../../src/main/core/vendors/providers.ts'
import { everything } from '../../support/collecting.ts'
import { petraHost } from '../../support/petra-host.ts'

const at = '2026-11-22T08:00:00Z'
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const outcome = (run: { outcome: string | null; error: { code: string } | null }) =>
  run.error === null ? run.outcome : `${run.outcome} ${run.error.code}`

describe('a credential that is refused', () => {
  it('stops its connection: nothing more is requested, and each target fails with the reason', async () => {
    const { petra, collect, asked, host, clock } = await petraHost({ at, tenants: 4 })
    petra.fault({ tenantId: 't2', status: 401 })
    const runs = await collect()
    expect(runs.map(outcome).sort()).toEqual(
      ['recorded', 'recorded', 'failed UNAUTHORIZED', 'failed UNAUTHORIZED', 'failed UNAUTHORIZED'].sort(),
    )
    expect(asked()).toEqual(['t1', 't2'])
    expect(host.reader.sqlite.prepare('select state, state_code from connection').raw().get()).toEqual(['needs-credential', 'UNAUTHORIZED'])

    host.collector.start()
    await clock.playUntil(Date.parse(at) + 48 * hourMs)
    expect(asked()).toEqual(['t1', 't2'])
  })

  it('is retried by the next collect if it comes from the environment, and a success reactivates the connection', async () => {
    const { petra, collect, credential, host } = await petraHost({ at, tenants: 2 })
    const good = credential.secret
    credential.secret = 'petra_wrong'
    expect((await collect()).map(outcome)).toEqual(['failed UNAUTHORIZED', 'failed UNAUTHORIZED', 'failed UNAUTHORIZED'])
    expect(petra.requests).toHaveLength(1)
    // Nothing was recorded, but a page that shows runs must be notified.
    expect(host.events.some(({ event }) => event === 'history.changed')).toBe(true)
    credential.secret = good
    expect((await collect()).map(outcome)).toEqual(['recorded', 'recorded', 'recorded'])
    expect(host.reader.sqlite.prepare('select state from connection').pluck().get()).toBe('ok')
  })

  it('is not retried if it is stored and was not replaced', async () => {
    const { petra, collect, host } = await petraHost({ at, tenants: 1 })
    host.writer.call('connection.credential', { id: 1, secretKind: 'keychain', secretEnv: null })
    petra.fault({ status: 401 })
    await collect()
    const before = petra.requests.length
    expect((await collect()).map(outcome)).toEqual(['failed UNAUTHORIZED', 'failed UNAUTHORIZED'])
    expect(petra.requests).toHaveLength(before)
  })
})

describe('a tenant that is refused', () => {
  it('is left out by the schedule until the user requests it; the others are collected', async () => {
    const { petra, collect, asked, host, clock } = await petraHost({ at, tenants: 3 })
    const heal = petra.fault({ tenantId: 't2', status: 403 })
    expect((await collect()).map(outcome)).toEqual(['recorded', 'recorded', 'failed VENDOR_FORBIDDEN', 'recorded'])
    host.collector.start()
    await clock.playUntil(Date.parse(at) + 24 * hourMs)
    expect(asked()).toEqual(['t1', 't2', 't3', 't1', 't3'])
    heal()
    expect((await collect()).map(outcome)).toEqual(['unchanged', 'recorded', 'unchanged', 'unchanged'])
  })

  it('is not a failure if the vendor itself has paused it; requested alone, it is an error with the reason', async () => {
    const { petra, collect, host } = await petraHost({ at, tenants: 2 })
    const listed = { externalId: 't2', kind: 'petra', name: 'Tenant 2', microsoftTenantId: null, vendorPaused: true } as const
    await host.writer.call('tenants.listed', { connectionId: 1, listing: { tenants: [listed], complete: [] }, at: Date.parse(at) })
    petra.fault({ tenantId: 't2', status: 403 })
    expect((await collect()).map(outcome)).toEqual(['recorded', 'recorded', 'skipped VENDOR_FORBIDDEN'])
    await expect(collect({ ...everything, tenantId: 2 })).rejects.toMatchObject({ code: 'VENDOR_FORBIDDEN' })
  })

  it('is not a failure if a key may not read the connection’s own dataset', async () => {
    const { collect } = await petraHost({
      at,
      tenants: 1,
      petra: { keys: [{ secret: 'petra_simulated_key', tenants: false, usage: false }] },
    })
    expect((await collect()).map(outcome)).toEqual(['skipped VENDOR_FORBIDDEN', 'recorded'])
  })
})

describe('the vendor’s limit', () => {
  it('is waited for, even for two hours, and other routes continue', async () => {
    const { petra, collect, clock, host } = await petraHost({ at, tenants: 3 })
    petra.fault({ tenantId: 't1', times: 1, status: 429, headers: { 'retry-after-public-api': '7200' } })
    const collecting = collect()
    await clock.playUntil(Date.parse(at) + 10 * minuteMs)
    const { items } = host.collector.queue()
    expect(items.map((item) => item.tenant)).toEqual([1, 2, 3])
    expect(items[0]).toMatchObject({ notBefore: '2026-11-22T10:00:00.000Z', reason: 'requested; waiting for the vendor’s rate limit' })
    expect(petra.requests.map((request) => request.path)).toEqual(['/v1/usage', '/v1/billable-users'])
    clock.play()
    expect((await collecting).map(outcome)).toEqual(['recorded', 'recorded', 'recorded', 'recorded'])
    const [, second, third] = petra.requests.filter((request) => request.path === '/v1/billable-users')
    expect(second!.at).toBe(Date.parse('2026-11-22T10:00:00Z'))
    // The spacing is more than 61 s from now on.
    expect(third!.at - second!.at).toBe(76_250)
  })

  it('is waited for a limited number of times', async () => {
    const { petra, collect } = await petraHost({ at, tenants: 2 })
    petra.fault({ tenantId: 't1', status: 429, headers: { 'retry-after': '60' } })
    expect((await collect()).map(outcome).sort()).toEqual(['failed RATE_LIMITED', 'recorded', 'recorded'])
  })
})

describe('a storm of server faults', () => {
  it('backs off what fails, and does not delay the rest', async () => {
    const { petra, host, clock, asked } = await petraHost({ at, tenants: 5 })
    const calm = petra.fault({ tenantId: 't2', status: 500 })
    host.collector.start()
    await clock.playUntil(Date.parse(at) + 3 * hourMs)
    expect(asked().slice(0, 5)).toEqual(['t1', 't2', 't3', 't4', 't5'])
    const again = asked().slice(5)
    expect(new Set(again)).toEqual(new Set(['t2']))
    // 5, 10, 20, 40, 80 minutes: five attempts in three hours.
    expect(again).toHaveLength(5)
    const { items } = host.collector.queue()
    expect(items).toEqual([{ tenant: 2, dataset: 'petra.billable-users', notBefore: expect.any(String), reason: 'after a failure' }])

    calm()
    await clock.playUntil(Date.parse(at) + 8 * hourMs)
    expect(host.collector.queue().items).toEqual([])
  })

  it('does not delay a user’s collect during the back-off', async () => {
    const { petra, collect, asked } = await petraHost({ at, tenants: 1 })
    petra.fault({ tenantId: 't1', times: 1, status: 500 })
    expect((await collect()).map(outcome)).toEqual(['recorded', 'failed VENDOR_ERROR'])
    expect((await collect()).map(outcome)).toEqual(['unchanged', 'recorded'])
    expect(asked()).toEqual(['t1', 't1'])
  })
})

describe('an answer that cannot be read', () => {
  it('is stored with its run, and not recorded', async () => {
    const { petra, collect, host } = await petraHost({ at, tenants: 2 })
    petra.fault({ tenantId: 't1', body: '{"tenantId":"t1","users":"none"}' })
    petra.fault({ tenantId: 't2', body: '<html>Sign in</html>' })
    const runs = await collect()
    expect(runs.map(outcome)).toEqual(['recorded', 'failed UNREADABLE_ANSWER', 'failed NOT_JSON'])
    expect(host.reader.sqlite.prepare('select run_id from run_payload').pluck().all()).toContain(runs[1]!.id)
    expect(host.reader.sqlite.prepare('select count(*) from snapshot').pluck().get()).toBe(1)
  })
})

describe('a history that cannot be written', () => {
  it('ends collecting with the reason, and sends no requests whose answers could not be stored', async () => {
    const { clock, host, asked } = await petraHost({ at, tenants: 3 })
    const call = host.writer.call
    host.writer.call = ((name: string, ...rest: never[]) => {
      if (name === 'run.record') return Promise.reject(new AppError('DISK_FULL', 'The disk is full.'))
      return call(name as never, ...(rest as unknown as [never]))
    }) as typeof call
    clock.play()
    await expect(host.collector.collect(everything, { signal: new AbortController().signal })).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(asked().length).toBeLessThanOrEqual(1)
    expect(host.reader.sqlite.prepare('select count(*) from run where outcome is null').pluck().get()).toBe(0)
  })
})

describe('options that cannot be read', () => {
  it('stop their own connection, with the reason, and no other', async () => {
    const { collect, host, clock, asked } = await petraHost({ at, tenants: 2 })
    for (const config of ['{"baseUrl":"https://x.example","future":true}', '{']) {
      await host.writer.call('connection.add', {
        name: `n ${config}`,
        provider: 'petra',
        config,
        at: Date.parse(at),
        secretKind: 'env',
        secretEnv: 'K',
      })
    }
    const runs = await collect()
    expect(runs.map(outcome).sort()).toEqual(['failed STOPPED', 'failed STOPPED', 'recorded', 'recorded', 'recorded'])
    expect(asked()).toEqual(['t1', 't2'])
    await expect(collect({ ...everything, connectionId: 2 })).rejects.toMatchObject({ code: 'STOPPED' })
    await expect(collect({ kind: 'backfill', connectionId: 3, periods: null })).rejects.toMatchObject({ code: 'STOPPED' })

    const listed = await listConnections(
      host.reader,
      (row) => ({ url: String(storedOptions(providerById(row.provider), row)), cycleDay: null }),
      async () => false,
    )
    expect(listed.map((row) => [row.state, row.lastError?.code])).toEqual([
      ['ok', undefined],
      ['stopped', 'STOPPED'],
      ['stopped', 'STOPPED'],
    ])

    host.collector.start()
    await clock.playUntil(Date.parse(at) + 24 * hourMs)
    expect(asked()).toEqual(['t1', 't2', 't1', 't2'])
  })
})
