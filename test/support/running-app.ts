/** The real app on a data folder, with a simulated Petra, for tests of its routes. */
import { onTestFinished } from 'vitest'
import type { AppDeps } from '../../src/main/core/api/product.ts'
import { createApp, type TerminalApp } from '../../src/main/core/app.ts'
import { type Clock, systemClock } from '../../src/main/core/base/clock.ts'
import { silentLog } from '../../src/main/core/log/file-log.ts'
import { createMemoryStore } from '../../src/main/core/secrets/memory-store.ts'
import { type RouteInput, type RouteName, type RouteOutput, routes } from '../../src/shared/contract/routes.ts'
import { type SimulatedPetra, type SimulatedPetraOptions, simulatePetra } from './simulated-petra.ts'
import { tempFolder } from './temp-folder.ts'

export interface RunningApp {
  app: TerminalApp
  dataDir: string
  /** Calls a route like a host, parsing the input first. */
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

/** A simulated Petra that closes after the test; fast by default. */
export async function runningPetra(
  options: Omit<SimulatedPetraOptions, 'clock'> & { clock?: Pick<Clock, 'now'> },
): Promise<SimulatedPetra> {
  const petra = await simulatePetra({ clock: systemClock, requestsPerMinute: 6000, ...options })
  onTestFinished(() => petra.close())
  return petra
}
