/** The real app on a data folder, with a simulated Petra, for tests of its routes. */
import { onTestFinished } from 'vitest'
import type { AppDeps } from '../../src/main/core/api/product.ts'
import { createApp, type TerminalApp } from '../../src/main/core/app.ts'
import { type Clock, systemClock } from '../../src/main/core/base/clock.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { simulatedPetraKey } from '../../src/main/demo/simulated-petra.ts'
import type { RunAnswer } from '../../src/shared/contract/collecting-answers.ts'
import { type RouteInput, type RouteName, type RouteOutput, routes } from '../../src/shared/contract/routes.ts'
import { everything } from './collecting.ts'
import { plainPetraWorld } from './plain-petra.ts'
import { type SimulatedPetra, type SimulatedPetraOptions, simulatePetra } from './simulated-petra.ts'
import { tempFolder } from './temp-folder.ts'

export interface RunningApp {
  app: TerminalApp
  dataDir: string
  /** Calls a route as a host does, parsing the input first. */
  ask<R extends RouteName>(route: R, input: RouteInput<R>): Promise<RouteOutput<R>>
}

/** Starts it; it stops after the test. */
export async function runningApp(deps: Partial<AppDeps> = {}): Promise<RunningApp> {
  const dataDir = deps.dataDir ?? tempFolder()
  const app = await createApp({
    dataDir,
    clock: systemClock,
    fetch: globalThis.fetch,
    secrets: createMemoryStore('a test has none'),
    log: silentLog,
    env: {},
    host: 'browser',
    saveAs: null,
    ...deps,
  })
  onTestFinished(() => app.stop())
  return {
    app,
    dataDir,
    ask: (route, input) => {
      const handler = app.api[route] as (input: unknown, context: { signal: AbortSignal }) => Promise<RouteOutput<typeof route>>
      return handler(routes[route].input.parse(input), { signal: new AbortController().signal })
    },
  }
}

/** A simulated Petra that stops after the test; without rate limits by default. */
export async function runningPetra(
  options: Omit<SimulatedPetraOptions, 'clock'> & { clock?: Pick<Clock, 'now'> },
): Promise<SimulatedPetra> {
  const petra = await simulatePetra({ clock: systemClock, requestsPerMinute: 6000, ...options })
  onTestFinished(() => petra.close())
  return petra
}

/** Connects an app to a simulated Petra. */
export const connectPetra = (
  { ask }: Pick<RunningApp, 'ask'>,
  baseUrl: string,
  secret: RouteInput<'connections.add'>['secret'] = { value: simulatedPetraKey },
): Promise<unknown> => ask('connections.add', { provider: 'petra', name: 'Petra', config: { baseUrl, requestsPerMinute: 6_000 }, secret })

/** Collects everything now. */
export const collectAll = ({ app }: Pick<RunningApp, 'app'>): Promise<RunAnswer[]> =>
  app.collector.collect(everything, { signal: new AbortController().signal })

/** An app with a connection to a simulated Petra of some tenants, which has not collected yet. */
export async function collectingApp({
  tenants = 1,
  ...deps
}: Partial<AppDeps> & { tenants?: number } = {}): Promise<RunningApp & { collect(): Promise<RunAnswer[]> }> {
  const petra = await runningPetra({ world: plainPetraWorld(tenants) })
  const running = await runningApp(deps)
  await connectPetra(running, petra.origin)
  return { ...running, collect: () => collectAll(running) }
}
