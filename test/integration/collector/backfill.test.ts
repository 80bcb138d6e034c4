import { describe, expect, it } from 'vitest'
import { petraHost } from '../../support/petra-host.ts'

const past = (periods: number | null = null) => ({ kind: 'backfill' as const, connectionId: 1, periods })
const at = '2026-11-22T08:00:00Z'

describe('a backfill', () => {
  it('collects month-ends, newest first, until the vendor has no more', async () => {
    const { petra, collect, host } = await petraHost({ at, tenants: 2, petra: { pastFrom: '2026-07-15' } })
    const runs = await collect(past())
    expect(petra.requests.map((request) => request.asOf)).toEqual(['2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31', '2026-06-30'])
    expect(runs.map((run) => [run.tenant, run.dataset, run.outcome])).toEqual([
      [null, 'petra.usage', 'recorded'],
      ...Array.from({ length: 3 }, () => [null, 'petra.usage', expect.stringMatching(/recorded|unchanged/)]),
      [null, 'petra.usage', expect.stringMatching(/failed|skipped/)],
    ])
    const days = host.reader.sqlite.prepare('select period_end from snapshot order by id').pluck().all()
    expect(days).toEqual(['2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31'])
  })

  it('collects no more periods than requested', async () => {
    const { petra, collect } = await petraHost({ at, tenants: 2 })
    expect(await collect(past(3))).toHaveLength(3)
    expect(petra.requests).toHaveLength(3)
  })

  it('ends after two empty answers in a row', async () => {
    const { petra, collect } = await petraHost({ at, tenants: 2 })
    petra.fault({ edit: (payload) => (String(payload.asOf) < '2026-09-01' ? { ...payload, tenants: [], totalTenants: 0 } : payload) })
    await collect(past())
    expect(petra.requests.map((request) => request.asOf)).toEqual(['2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31'])
  })

  it('resumes where it was stopped', async () => {
    const { petra, collect, host, clock } = await petraHost({ at, tenants: 2 })
    const stop = new AbortController()
    clock.play()
    const collecting = host.collector.collect(past(5), { signal: stop.signal, onProgress: ({ done }) => done === 2 && stop.abort() })
    await expect(collecting).rejects.toMatchObject({ code: 'CANCELLED' })
    const before = petra.requests.length
    const runs = await collect(past(5))
    expect(runs.filter((run) => run.outcome !== 'failed')).toHaveLength(5)
    expect(petra.requests.length).toBeLessThanOrEqual(6)
    expect(before).toBeGreaterThanOrEqual(2)
  })

  it('resumes where a failure ended it, also hours later', async () => {
    const { petra, collect, clock } = await petraHost({ at, tenants: 2 })
    const heal = petra.fault({ edit: (payload) => (payload.asOf === '2026-08-31' ? { ...payload, tenants: 'none' } : payload) })
    expect((await collect(past(5))).map((run) => run.outcome)).toEqual([
      ...Array(2).fill(expect.stringMatching(/recorded|unchanged/)),
      'failed',
    ])
    heal()
    await clock.playUntil(Date.parse(at) + 5 * 3_600_000)
    const runs = await collect(past(5))
    expect(runs.map((run) => run.outcome)).toEqual(Array(5).fill(expect.stringMatching(/recorded|unchanged/)))
    expect(petra.requests.map((request) => request.asOf)).toEqual([
      '2026-10-31',
      '2026-09-30',
      '2026-08-31',
      '2026-08-31',
      '2026-07-31',
      '2026-06-30',
    ])
    // A completed backfill starts again from the beginning.
    await collect(past(5))
    expect(petra.requests).toHaveLength(11)
  })

  it('reports a refused credential', async () => {
    const { petra, collect, host } = await petraHost({ at, tenants: 2 })
    await host.writer.call('connection.credential', { id: 1, secretKind: 'keychain', secretEnv: null })
    await host.writer.call('connection.state', { id: 1, state: 'needs-credential', code: 'UNAUTHORIZED', message: 'Refused.' })
    const runs = await collect(past())
    expect(runs.map((run) => [run.outcome, run.error?.code])).toEqual([['failed', 'UNAUTHORIZED']])
    expect(petra.requests).toEqual([])
  })
})
