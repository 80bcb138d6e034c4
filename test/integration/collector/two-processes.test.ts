import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/main/core/base/clock.ts'
import { simulatedPetraKey } from '../../../src/main/demo/simulated-petra.ts'
import { addPetra, type Collecting, everything, openCollecting } from '../../support/collecting.ts'
import { type CollectorProcess, startCollectorProcess } from '../../support/collector-process.ts'
import { plainPetraWorld } from '../../support/plain-petra.ts'
import { simulatePetra } from '../../support/simulated-petra.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A host in this process, and a child process that waits for permission before each request. */
async function twoProcesses(tenants: number) {
  const petra = await simulatePetra({ clock: systemClock, world: plainPetraWorld(tenants), requestsPerMinute: 6000 })
  onTestFinished(() => petra.close())
  const dataDir = tempFolder()
  const here = await openCollecting({
    dataDir,
    clock: systemClock,
    fetch,
    readSecret: async () => simulatedPetraKey,
    pollMs: 10,
    direct: true,
  })
  onTestFinished(() => here.close())
  await addPetra(here.writer, { origin: petra.origin, tenants, at: Date.now(), requestsPerMinute: 6000 })
  const startThere = (beforeRequest: (child: CollectorProcess) => void) => {
    const child: CollectorProcess = startCollectorProcess({ dataDir, startAt: Date.now(), secret: simulatedPetraKey, direct: true }, () =>
      beforeRequest(child),
    )
    onTestFinished(async () => {
      child.kill()
      await child.ended
    })
    return child
  }
  const asked = () => petra.requests.filter((request) => request.path === '/v1/billable-users').map((request) => request.tenantId)
  return { here, startThere, asked }
}

const collectHere = (here: Collecting, request: Parameters<Collecting['collector']['collect']>[0] = everything) =>
  here.collector.collect(request, { signal: new AbortController().signal })

describe('a second process on the data folder', () => {
  it('leaves its request to the process that collects, and waits until it is finished', async () => {
    const { here, startThere, asked } = await twoProcesses(12)
    let joined: ReturnType<typeof collectHere> | null = null
    const there = startThere(() => {
      if (asked().length === 4) joined ??= collectHere(here)
    })
    const result = await there.ended
    const runs = await joined!
    expect(result?.runs).toHaveLength(13)
    expect(runs).toEqual(result?.runs)
    expect(asked()).toEqual(Array.from({ length: 12 }, (_, i) => `t${i + 1}`))
    expect(here.collector.isLeading()).toBe(false)
  })

  it('takes over when the process that collects is killed', async () => {
    const { here, startThere, asked } = await twoProcesses(8)
    let joined: ReturnType<typeof collectHere> | null = null
    const there = startThere((self) => {
      if (asked().length === 3) joined ??= collectHere(here)
      if (asked().length === 5) self.kill()
    })
    expect(await there.ended).toBeNull()
    const runs = await joined!
    expect(runs.filter((run) => run.outcome === 'recorded')).toHaveLength(9)
    expect(asked()).toEqual(Array.from({ length: 8 }, (_, i) => `t${i + 1}`))
    expect(here.reader.sqlite.prepare('select count(*) from run where outcome is null').pluck().get()).toBe(0)
  })

  it('reports writes and progress of the other one', async () => {
    const { here, startThere } = await twoProcesses(6)
    const there = startThere(() => {})
    while (there.progress.length === 0) await new Promise((resolve) => setImmediate(resolve))
    here.collector.start()
    await there.ended
    while (!here.events.some(({ event }) => event === 'history.changed')) await new Promise((resolve) => setImmediate(resolve))
    const progress = here.events.filter(({ event }) => event === 'collect.progress')
    expect(progress.length).toBeGreaterThan(0)
  })

  it('reports that it stands by while the other one collects, and when it takes over', async () => {
    const { here, startThere } = await twoProcesses(6)
    const there = startThere(() => {})
    while (there.progress.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const roles: string[] = []
    here.collector.start((role) => void roles.push(role))
    while (roles.length < 1) await new Promise((resolve) => setImmediate(resolve))
    expect(roles).toEqual(['standing-by'])
    there.kill()
    await there.ended
    while (roles.length < 2) await new Promise((resolve) => setImmediate(resolve))
    expect(roles).toEqual(['standing-by', 'collecting'])
  })
})
