import { describe, expect, it } from 'vitest'
import { listTenants } from '../../../src/main/core/connections/read.ts'
import { everything } from '../../support/collecting.ts'
import { petraHost } from '../../support/petra-host.ts'

const at = '2026-11-22T08:00:00Z'
const never = new AbortController().signal

describe('stopping', () => {
  it('leaves no run open, and the same command continues from there', async () => {
    const { asked, collect, host, clock } = await petraHost({ at, tenants: 6 })
    const stop = new AbortController()
    clock.play()
    const collecting = host.collector.collect(everything, { signal: stop.signal, onProgress: ({ done }) => done === 3 && stop.abort() })
    await expect(collecting).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(host.collector.isLeading()).toBe(false)
    expect(host.reader.sqlite.prepare('select count(*) from run where outcome is null').pluck().get()).toBe(0)
    const runs = await collect()
    expect(runs.filter((run) => run.outcome === 'recorded')).toHaveLength(7)
    expect(asked()).toEqual(['t1', 't2', 't3', 't4', 't5', 't6'])
  })

  it('starts a new sweep if the interrupted one is too old', async () => {
    const { asked, collect, host, clock } = await petraHost({ at, tenants: 3 })
    const stop = new AbortController()
    clock.play()
    const collecting = host.collector.collect(everything, { signal: stop.signal, onProgress: ({ done }) => done === 2 && stop.abort() })
    await expect(collecting).rejects.toMatchObject({ code: 'CANCELLED' })
    await clock.playUntil(Date.parse(at) + 2 * 3_600_000)
    await collect()
    expect(asked()).toEqual(['t1', 't2', 't3', 't1'])
  })

  it('aborts a request that hangs, as cancelled, and repeats it later', async () => {
    const { petra, collect, host, clock } = await petraHost({ at, tenants: 1, fetch })
    petra.fault({ tenantId: 't1', times: 1, wire: { kind: 'silent', when: 'before' } })
    const stop = new AbortController()
    const collecting = host.collector.collect(everything, { signal: stop.signal })
    const ended = expect(collecting).rejects.toMatchObject({ code: 'CANCELLED' })
    clock.play()
    while (petra.requests.length < 2) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await ended
    const query = 'select outcome, error_code from run where tenant_id = 1'
    expect(host.reader.sqlite.prepare(query).raw().all()).toEqual([['failed', 'CANCELLED']])
    // The user stopped it, so it does not count as a failure of the tenant.
    expect(listTenants(host.reader, Number.MAX_SAFE_INTEGER)).toMatchObject([{ lastError: null }])
    expect((await collect()).map((run) => run.outcome)).toEqual(['recorded', 'recorded'])
  })

  it('by the page ends all requests, and the schedule pauses for an hour', async () => {
    const { asked, host, clock } = await petraHost({ at, tenants: 5 })
    host.collector.start()
    await clock.playUntil(Date.parse(at) + 90_000)
    await host.collector.begin(everything)
    await host.collector.cancel()
    await clock.playUntil(Date.parse(at) + 3_600_000)
    expect(asked()).toEqual(['t1', 't2'])
    await clock.playUntil(Date.parse(at) + 3 * 3_600_000)
    expect(asked()).toEqual(['t1', 't2', 't3', 't4', 't5'])
  })
})

describe('a machine that sleeps', () => {
  it('aborts a request without a failure, starts nothing, and continues when it is woken', async () => {
    const { petra, host, clock, asked } = await petraHost({ at, tenants: 3, fetch })
    petra.fault({ tenantId: 't1', times: 1, wire: { kind: 'silent', when: 'before' } })
    host.collector.start()
    clock.play()
    while (petra.requests.length < 2) await new Promise((resolve) => setImmediate(resolve))
    host.collector.suspend()
    await clock.playUntil(Date.parse(at) + 8 * 3_600_000)
    expect(asked()).toEqual(['t1'])
    const query = 'select outcome, error_code from run where tenant_id = 1'
    expect(host.reader.sqlite.prepare(query).raw().all()).toEqual([['failed', 'CANCELLED']])
    // A request made before it wakes waits too.
    await host.collector.begin({ ...everything, tenantId: 2 })
    await clock.playUntil(Date.parse(at) + 8 * 3_600_000 + 60_000)
    expect(asked()).toEqual(['t1'])
    host.collector.wake('resume')
    clock.play()
    while (asked().length < 4) await new Promise((resolve) => setImmediate(resolve))
    expect(asked()).toEqual(['t1', 't2', 't1', 't3'])
  })
})

describe('the same request twice', () => {
  it('is one sweep, which the second one joins', async () => {
    const { asked, host, clock } = await petraHost({ at, tenants: 4 })
    const first = host.collector.collect(everything, { signal: never })
    await clock.playUntil(Date.parse(at) + 90_000)
    const second = host.collector.collect(everything, { signal: never })
    clock.play()
    const [a, b] = await Promise.all([first, second])
    expect(asked()).toEqual(['t1', 't2', 't3', 't4'])
    expect(b).toEqual(a)
  })
})

describe('nothing to collect', () => {
  it('says what to do', async () => {
    const { host } = await petraHost({ at, tenants: 1 })
    await host.writer.call('tenant.pause', { id: 1, paused: true })
    await expect(host.collector.collect({ ...everything, tenantId: 1 }, { signal: never })).rejects.toMatchObject({ code: 'STOPPED' })
    await host.writer.call('connection.remove', { id: 1, at: Date.parse(at) })
    await expect(host.collector.collect(everything, { signal: never })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
