import { describe, expect, it } from 'vitest'
import { everything } from '../../support/collecting.ts'
import { petraHost } from '../../support/petra-host.ts'
import { plainPetraWorld } from '../../support/plain-petra.ts'

const ms = (text: string) => Date.parse(text)
const day = (at: number) => new Date(at).toISOString().slice(0, 10)

describe('the schedule', () => {
  it('collects each tenant daily, once more before the month ends, and the month’s last day again on days 1 and 3', async () => {
    const { clock, petra, host } = await petraHost({ at: '2026-11-29T09:00:00Z', connectedAt: '2026-11-20T00:00:00Z', tenants: 3 })
    host.collector.start()
    await clock.playUntil(ms('2026-12-03T12:00:00Z'))

    const users = petra.requests.filter((request) => request.path === '/v1/billable-users')
    const perDay = Object.fromEntries([...Map.groupBy(users, (request) => day(request.at))].map(([on, requests]) => [on, requests.length]))
    expect(perDay).toEqual({
      '2026-11-29': 3,
      // The day's own request, and the month-end sweep.
      '2026-11-30': 6,
      '2026-12-01': 3,
      '2026-12-02': 3,
      '2026-12-03': 3,
    })
    const lastOfMonth = users.filter((request) => request.at < ms('2026-12-01T00:00:00Z')).slice(-3)
    expect(new Set(lastOfMonth.map((request) => request.tenantId)).size).toBe(3)
    for (const { at } of lastOfMonth) expect(at).toBeGreaterThan(ms('2026-11-30T21:00:00Z'))

    const settling = petra.requests.filter((request) => request.asOf !== null)
    expect(settling.map((request) => [request.asOf, day(request.at)])).toEqual([
      ['2026-11-30', '2026-12-01'],
      ['2026-11-30', '2026-12-03'],
    ])
    expect(petra.requests.filter((request) => request.status !== 200)).toEqual([])
    const lists = petra.requests.filter((request) => request.path === '/v1/tenants').map((request) => request.at)
    expect(lists).toHaveLength(4)
    for (const [i, at] of lists.entries()) expect(at - (lists[i - 1] ?? 0)).toBeGreaterThan(86_400_000)
  })

  it('reads a vendor’s list of tenants once, also if it plans again before the list has arrived', async () => {
    const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const heldLists: typeof globalThis.fetch = async (input, init) => {
      if (String(input).includes('/v1/tenants')) {
        asked.resolve()
        await released.promise
      }
      return globalThis.fetch(input, init)
    }
    const { petra, host, collect } = await petraHost({
      at: '2026-11-22T09:00:00Z',
      connectedAt: '2026-11-20T00:00:00Z',
      tenants: 2,
      fetch: heldLists,
    })
    const first = collect()
    await asked.promise
    const second = collect({ ...everything, due: true })
    // One progress event for each request: then the plan includes the second one.
    while (host.events.filter(({ event }) => event === 'collect.progress').length < 2) await new Promise(setImmediate)
    released.resolve()
    await Promise.all([first, second])
    expect(petra.requests.filter(({ path }) => path === '/v1/tenants')).toHaveLength(1)
  })

  it('resumes after a restart, and does not repeat what was collected today', async () => {
    const { clock, asked, host, openHost } = await petraHost({ at: '2026-11-22T09:00:00Z', tenants: 5 })
    host.collector.start()
    await clock.playUntil(ms('2026-11-22T09:02:30Z'))
    expect(asked()).toEqual(['t1', 't2', 't3'])
    clock.play()
    await host.collector.stop()
    const second = await openHost()
    second.collector.start()
    await clock.playUntil(ms('2026-11-22T12:00:00Z'))
    expect(asked()).toEqual(['t1', 't2', 't3', 't4', 't5'])
  })

  it('starts nothing while paused, and checks what is due when it is woken', async () => {
    const { clock, asked, host } = await petraHost({ at: '2026-11-22T09:00:00Z', tenants: 1 })
    host.collector.start()
    host.collector.setPaused(true)
    await clock.playUntil(ms('2026-11-23T23:40:00Z'))
    expect(asked()).toEqual([])
    host.collector.setPaused(false)
    await clock.playUntil(ms('2026-11-23T23:41:00Z'))
    expect(asked()).toEqual(['t1'])
    await clock.playUntil(ms('2026-11-24T00:00:01Z'))
    host.collector.wake('resume')
    await clock.playUntil(ms('2026-11-24T00:01:00Z'))
    expect(asked()).toEqual(['t1', 't1'])
  })

  it('that slept over midnight and the end of the month collects once on waking, and requests the month’s last day afterwards', async () => {
    const { clock, petra, host, asked } = await petraHost({ at: '2026-11-29T09:00:00Z', connectedAt: '2026-11-20T00:00:00Z', tenants: 2 })
    host.collector.start()
    await clock.playUntil(ms('2026-11-29T20:00:00Z'))
    expect(asked()).toEqual(['t1', 't2'])
    host.collector.suspend()
    await clock.playUntil(ms('2026-12-02T07:00:00Z'))
    expect(asked()).toHaveLength(2)
    host.collector.wake('resume')
    await clock.playUntil(ms('2026-12-02T12:00:00Z'))
    // Nothing is invented for the days asleep: they have no snapshot.
    expect(asked()).toEqual(['t1', 't2', 't1', 't2'])
    const days = host.reader.sqlite.prepare<[], number>('select observed_at from snapshot order by id').pluck().all().map(day)
    expect(new Set(days)).toEqual(new Set(['2026-11-29', '2026-12-02']))
    expect(petra.requests.filter(({ asOf }) => asOf !== null).map(({ asOf, at }) => [asOf, day(at)])).toEqual([
      ['2026-11-30', '2026-12-02'],
    ])
    await clock.playUntil(ms('2026-12-03T12:00:00Z'))
    expect(asked()).toHaveLength(6)
  })

  it.each([
    ['goes back an hour', '2026-10-24', '2026-10-25', '2026-10-26'],
    ['goes forward an hour', '2026-03-28', '2026-03-29', '2026-03-30'],
  ])('collects each tenant once a day also when the local clock %s', async (_, before, change, after) => {
    const { clock, petra, host } = await petraHost({ at: `${before}T05:00:00Z`, tenants: 2, timeZone: 'Europe/Berlin' })
    host.collector.start()
    await clock.playUntil(ms(`${after}T20:00:00Z`))
    const berlin = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' })
    const users = petra.requests.filter(({ path }) => path === '/v1/billable-users')
    const perDay = Object.fromEntries([...Map.groupBy(users, ({ at }) => berlin.format(at))].map(([on, all]) => [on, all.length]))
    expect(perDay).toEqual({ [before]: 2, [change]: 2, [after]: 2 })
  })

  it('handles a request first, and does not repeat what it collected', async () => {
    const { clock, asked, host } = await petraHost({ at: '2026-11-22T09:00:00Z', tenants: 10 })
    host.collector.start()
    await clock.playUntil(ms('2026-11-22T09:01:30Z'))
    const collecting = host.collector.collect({ ...everything, tenantId: 7 }, { signal: new AbortController().signal })
    clock.play()
    expect((await collecting).map((run) => [run.tenant, run.outcome])).toEqual([[7, 'recorded']])
    await clock.playUntil(ms('2026-11-22T11:00:00Z'))
    expect(asked()).toEqual(['t1', 't2', 't7', 't3', 't4', 't5', 't6', 't8', 't9', 't10'])
  })

  it('is joined by a request for everything in the middle of its sweep; a later request starts a sweep of its own', async () => {
    const { clock, asked, host } = await petraHost({ at: '2026-11-22T09:00:00Z', tenants: 6 })
    host.collector.start()
    await clock.playUntil(ms('2026-11-22T09:02:30Z'))
    const collecting = host.collector.collect(everything, { signal: new AbortController().signal })
    clock.play()
    const runs = await collecting
    expect(runs.map((run) => run.tenant)).toEqual([null, 1, 2, 3, 4, 5, 6])
    expect(asked()).toEqual(['t1', 't2', 't3', 't4', 't5', 't6'])
    await host.collector.collect(everything, { signal: new AbortController().signal })
    expect(asked()).toHaveLength(12)
  })

  it('is not joined if its sweep ended long ago and only a new tenant is left', async () => {
    const { clock, asked, host } = await petraHost({ at: '2026-11-22T09:00:00Z', tenants: 2 })
    host.collector.start()
    await clock.playUntil(ms('2026-11-22T15:00:00Z'))
    await host.writer.call('tenant.add', { connectionId: 1, externalId: 't3', kind: 'petra', name: 'New', at: clock.now() })
    const collecting = host.collector.collect(everything, { signal: new AbortController().signal })
    clock.play()
    await collecting
    expect(asked().slice(2).sort()).toEqual(['t1', 't2', 't3'])
  })

  it('begins with tenants whose numbers changed in the connection’s own dataset', async () => {
    const world = plainPetraWorld(5, (tenant, at) => (tenant >= 4 && at >= ms('2026-11-23T00:00:00Z') ? 3 : 2))
    const { clock, asked, host } = await petraHost({ at: '2026-11-22T09:00:00Z', tenants: 5, petra: { world } })
    host.collector.start()
    await clock.playUntil(ms('2026-11-23T12:00:00Z'))
    expect(asked().slice(5)).toEqual(['t4', 't5', 't1', 't2', 't3'])
  })
})
