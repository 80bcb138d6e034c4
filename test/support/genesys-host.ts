/** A simulated Genesys Cloud and a host that collects from it, on one automatic clock. */
import { onTestFinished } from 'vitest'
import type { CollectRequest } from '../../src/main/core/collector/requests.ts'
import { genesysConfigSchema } from '../../src/main/core/vendors/genesys/config.ts'
import type { GenesysWorld } from '../../src/main/demo/genesys-world.ts'
import { simulatedGenesysClient } from '../../src/main/demo/simulated-genesys.ts'
import { type AutoClock, autoClock } from './auto-clock.ts'
import { type Collecting, everything, openCollecting } from './collecting.ts'
import { type SimulatedGenesys, simulateGenesys } from './simulated-genesys.ts'
import { tempFolder } from './temp-folder.ts'

/** A host and its vendor. */
export interface GenesysHost {
  clock: AutoClock
  vendor: SimulatedGenesys
  host: Collecting
  /** Stops the host and opens another on the same folder, like a restart. */
  restart(): Promise<Collecting>
  /** Collects everything while the clock runs. */
  collect(request?: CollectRequest): ReturnType<Collecting['collector']['collect']>
  /** Number of overview requests per customer, by organisation id. */
  asked(): Map<string, number>
}

/** Starts both; they stop after the test. The connection reads its customers and, with `ownOrg`, its own cycle from the 21st. */
export async function genesysHost(options: {
  at: string
  world: GenesysWorld
  customers?: boolean
  ownOrg?: boolean
}): Promise<GenesysHost> {
  const { customers = true, ownOrg = false } = options
  const clock = autoClock(Date.parse(options.at))
  onTestFinished(() => clock.stop())
  const vendor = await simulateGenesys({ clock, world: options.world })
  onTestFinished(() => vendor.close())
  const dataDir = tempFolder()
  const open = () =>
    openCollecting({
      dataDir,
      clock,
      fetch: clock.fetch,
      readSecret: async () => simulatedGenesysClient.secret,
      pollMs: 600_000,
      direct: true,
    })
  let host = await open()
  onTestFinished(async () => {
    clock.play()
    await host.close()
  })
  const config = genesysConfigSchema.parse({
    clientId: simulatedGenesysClient.id,
    apiUrl: vendor.origin,
    loginUrl: vendor.origin,
    ownOrg,
    cycleDay: 21,
    customers,
  })
  await host.writer.call('connection.add', {
    name: 'Genesys',
    provider: 'genesys',
    config: JSON.stringify(config),
    at: clock.now(),
    secretKind: 'env',
    secretEnv: 'GENESYS_SECRET',
  })
  return {
    clock,
    vendor,
    get host() {
      return host
    },
    async restart() {
      clock.play()
      await host.close()
      host = await open()
      return host
    },
    collect(request = everything) {
      clock.play()
      return host.collector.collect(request, { signal: new AbortController().signal })
    },
    asked() {
      const ids = vendor.requests.flatMap(({ path }) => /trusteebillingoverview\/(.+)$/.exec(path)?.[1] ?? [])
      return new Map([...Map.groupBy(ids, (id) => id)].map(([id, all]) => [id, all.length]))
    },
  }
}
