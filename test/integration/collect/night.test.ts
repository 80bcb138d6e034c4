import { describe, expect, it, onTestFinished } from 'vitest'
import type { WishRequest } from '../../../src/main/core/collect/wish.ts'
import { simulatedPetraKey, simulatePetra } from '../../../src/main/demo/simulated-petra.ts'
import { autoClock } from '../../support/auto-clock.ts'
import { addPetra, openCollecting } from '../../support/collecting.ts'
import { plainPetraWorld } from '../../support/plain-petra.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const evening = Date.parse('2026-11-22T18:00:00Z')
const everything: WishRequest = { kind: 'collect', connectionId: null, tenantId: null, due: false }

async function petraAt(start: number, tenants: number) {
  const clock = autoClock(start)
  onTestFinished(() => clock.stop())
  const petra = await simulatePetra({ clock, world: plainPetraWorld(tenants) })
  onTestFinished(() => petra.close())
  const dataDir = tempFolder()
  const open = () => openCollecting({ dataDir, clock, fetch: clock.fetch, readSecret: async () => simulatedPetraKey, pollMs: 600_000 })
  const host = await open()
  onTestFinished(() => host.close())
  await addPetra(host.writer, { origin: petra.origin, tenants, at: start })
  return { clock, petra, dataDir, host, open }
}

describe('a night', () => {
  it('collects 300 tenants at one request a minute: all, without a 429, hardly a minute wasted, with a true expected finish', async () => {
    const { clock, petra, host } = await petraAt(evening, 300)
    clock.play()
    const expected: { at: number; finish: number }[] = []
    const runs = await host.collector.collect(everything, {
      signal: new AbortController().signal,
      onProgress: ({ expectedFinish, running }) => {
        if (running && expectedFinish) expected.push({ at: clock.now(), finish: Date.parse(expectedFinish) })
      },
    })
    expect(runs.filter((run) => run.outcome === 'recorded')).toHaveLength(301)
    expect(petra.requests.filter((request) => request.status !== 200)).toEqual([])
    const users = petra.requests.filter((request) => request.path === '/v1/billable-users')
    expect(new Set(users.map((request) => request.tenantId)).size).toBe(300)
    const tookMs = users.at(-1)!.at - users[0]!.at
    expect((299 * 60_000) / tookMs).toBeGreaterThan(0.97)
    const [first] = expected
    expect(Math.abs(first!.finish - clock.now()) / (clock.now() - first!.at)).toBeLessThan(0.02)
    for (const { at, finish } of expected) {
      expect(Math.abs(finish - clock.now())).toBeLessThan(Math.max(61_000, 0.02 * (clock.now() - at)))
    }
  })
})
