/** A simulated Petra and a host that collects from it, on one automatic clock. */
import { onTestFinished } from 'vitest'
import type { CollectRequest } from '../../src/main/core/collector/requests.ts'
import { simulatedPetraKey } from '../../src/main/demo/simulated-petra.ts'
import { type AutoClock, autoClock } from './auto-clock.ts'
import { addPetra, type Collecting, everything, openCollecting } from './collecting.ts'
import { plainPetraWorld } from './plain-petra.ts'
import { type SimulatedPetra, type SimulatedPetraOptions, simulatePetra } from './simulated-petra.ts'
import { tempFolder } from './temp-folder.ts'

/** A host and its vendor. */
export interface PetraHost {
  clock: AutoClock
  petra: SimulatedPetra
  dataDir: string
  host: Collecting
  /** Opens another host on the same folder. */
  openHost(): Promise<Collecting>
  /** The key that the hosts send. */
  credential: { secret: string }
  /** Collects everything while the clock runs. */
  collect(request?: CollectRequest): ReturnType<Collecting['collector']['collect']>
  /** Tenants whose billable users were requested so far, in order. */
  asked(): (string | null)[]
}

/** Starts both; they stop after the test. */
export async function petraHost(options: {
  at: string
  tenants: number
  petra?: Partial<SimulatedPetraOptions>
  connectedAt?: string
  timeZone?: string
  /** Whether time continues to run during a request. */
  fetch?: typeof globalThis.fetch
}): Promise<PetraHost> {
  const clock = autoClock(Date.parse(options.at))
  onTestFinished(() => clock.stop())
  const petra = await simulatePetra({ clock, world: plainPetraWorld(options.tenants), ...options.petra })
  onTestFinished(() => petra.close())
  const dataDir = tempFolder()
  const credential = { secret: simulatedPetraKey }
  const openHost = async () => {
    const host = await openCollecting({
      dataDir,
      clock,
      fetch: options.fetch ?? clock.fetch,
      readSecret: async () => credential.secret,
      settings: { timeZone: options.timeZone ?? 'UTC', collectEveryHours: 24, limitsPerKey: false },
      pollMs: 600_000,
      direct: true,
    })
    onTestFinished(async () => {
      clock.play()
      await host.close()
    })
    return host
  }
  const host = await openHost()
  const connectedAt = Date.parse(options.connectedAt ?? options.at)
  await addPetra(host.writer, { origin: petra.origin, tenants: options.tenants, at: connectedAt })
  return {
    clock,
    petra,
    dataDir,
    host,
    openHost,
    credential,
    collect: (request = everything) => {
      clock.play()
      return host.collector.collect(request, { signal: new AbortController().signal })
    },
    asked: () => petra.requests.filter((request) => request.path === '/v1/billable-users').map((request) => request.tenantId),
  }
}
