import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everything } from '../../support/collecting.ts'
import { type PetraHost, petraHost } from '../../support/petra-host.ts'
import type { PetraFault } from '../../support/simulated-petra.ts'

const at = '2026-11-22T08:00:00Z'
const minuteMs = 60_000

const faults: Record<string, PetraFault> = {
  forbidden: { status: 403, times: 1 },
  limited: { status: 429, headers: { 'retry-after': '600' }, times: 1 },
  broken: { status: 500, times: 2 },
  cut: { wire: { kind: 'cut', announced: 'length' }, times: 2 },
  html: { body: '<html>Sign in</html>', times: 1 },
}
const steps = fc.array(
  fc.record({
    act: fc.constantFrom('collect', 'abandon', 'schedule', 'restart', 'page'),
    fault: fc.option(fc.constantFrom(...Object.keys(faults)), { nil: null }),
    tenant: fc.integer({ min: 1, max: 4 }),
    minutes: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 5 },
)

describe('events in any order', () => {
  it('never exceed the rate limit, leave no run open, and end with everything recorded as the vendor sent it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const world = await petraHost({ at, tenants: 4 })
        const { clock, petra } = world
        let host = world.host
        for (const { act, fault, tenant, minutes } of sequence) {
          const heal = fault === null ? () => {} : petra.fault({ tenantId: `t${tenant}`, ...faults[fault] })
          const until = clock.now() + minutes * minuteMs
          if (act === 'collect' || act === 'abandon') {
            const stop = new AbortController()
            const collecting = host.collector.collect(everything, { signal: stop.signal }).then(
              () => null,
              (error: { code?: string }) => error.code,
            )
            if (act === 'abandon') {
              await clock.playUntil(until)
              stop.abort()
            }
            clock.play()
            expect([null, 'CANCELLED']).toContain(await collecting)
          } else if (act === 'schedule') {
            host.collector.start()
            await clock.playUntil(until)
          } else if (act === 'page') {
            await host.collector.begin(everything)
            await clock.playUntil(until)
          } else {
            clock.play()
            await host.close()
            host = await world.openHost()
          }
          heal()
          checkSound(world, host)
        }
        clock.play()
        await host.close()
        host = await world.openHost()
        const runs = await host.collector.collect(everything, { signal: new AbortController().signal })
        expect(new Set(runs.map((run) => run.tenant))).toEqual(new Set([null, 1, 2, 3, 4]))
        expect(runs.every((run) => run.outcome === 'recorded' || run.outcome === 'unchanged')).toBe(true)
        checkSound(world, host)
        await host.close()
        clock.stop()
        await petra.close()
      }),
      { numRuns: 10 },
    )
  })
})

function checkSound({ petra }: PetraHost, host: PetraHost['host']): void {
  const { sqlite } = host.reader
  const count = (query: string) => sqlite.prepare(query).pluck().get() as number
  // Each valid answer is one snapshot of one run.
  expect(count("select count(*) from run where outcome in ('recorded', 'unchanged')")).toBe(count('select count(*) from snapshot'))
  expect(count('select count(*) from run where (outcome is null) <> (finished_at is null)')).toBe(0)
  const users = petra.requests.filter((request) => request.path === '/v1/billable-users')
  for (const [i, { at }] of users.entries()) expect(at - (users[i - 1]?.at ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(minuteMs)
  const lastSnapshots = sqlite
    .prepare('select tenant_id, count(*) from series join snapshot on series_id = series.id where tenant_id is not null group by 1')
    .raw()
    .all() as [number, number][]
  for (const [tenant, snapshots] of lastSnapshots) {
    const asked = users.filter((request) => request.tenantId === `t${tenant}`).length
    expect(snapshots).toBeLessThanOrEqual(asked)
  }
}
