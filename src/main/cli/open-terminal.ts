/** The terminal of one command: opens the core on first use, and stops it on Ctrl-C. */
import { type RouteName, type RouteOutput, routes } from '../../shared/contract/routes.ts'
import type { AppDeps, FillDemo } from '../core/api/product.ts'
import type { TerminalApp } from '../core/app.ts'
import { hasHistory } from '../core/database/data-folder.ts'
import { logCrashesTo } from '../core/log/crash.ts'
import { openFileLog } from '../core/log/file-log.ts'
import { type createOutput, type Streams, type Terminal, whenAborted } from './terminal.ts'
import { checkedInput } from './usage.ts'

/** `close` stops what was opened. */
export function openTerminal(options: {
  streams: Streams
  output: ReturnType<typeof createOutput>
  json: boolean
  dataDir: string
  keyEnv: string | undefined
}): Terminal & { close(): Promise<void> } {
  const { streams, output, json, dataDir, keyEnv } = options
  const stop = new AbortController()
  // Checked first, before anything slow is loaded.
  const again = hasHistory(dataDir)
  const log = openFileLog(dataDir, { host: 'terminal' })
  logCrashesTo(log)
  let opening: Promise<TerminalApp> | null = null

  const interrupt = () => {
    // A second Ctrl-C stops immediately.
    if (stop.signal.aborted) process.exit(1)
    output.note('Stopping … (press Ctrl-C again to stop immediately)')
    stop.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)

  const isDemo = async (): Promise<boolean> => {
    if (opening === null) return false
    const [app, { readSetting }] = await Promise.all([opening, import('../core/settings/settings.ts')])
    return !app.isLocked && readSetting(app.reader, 'demo')
  }

  const terminal: Terminal = {
    ...output,
    async print(value, text) {
      if (!json && (await isDemo())) output.note('DEMO: made-up history, not a real bill')
      await output.print(value, text)
    },
    json,
    dataDir,
    keyEnv,
    log,
    env: streams.env,
    signal: stop.signal,
    app: (as = { host: 'terminal', saveAs: null }) => (opening ??= openApp({ dataDir, again, log, env: streams.env, keyEnv, ...as })),
    async ask(route, input) {
      const parsed = checkedInput(routes[route].input, input)
      const app = await terminal.app()
      return answerOf(app, route, parsed, stop.signal)
    },
    async readSecret() {
      const { readSecretInput } = await import('./stdin.ts')
      return readSecretInput(streams.stdin, streams.stderr)
    },
    async typeLine(question) {
      const { askLine } = await import('./stdin.ts')
      return askLine(question, streams.stdin, streams.stderr, stop.signal)
    },
    async unlock(file) {
      const [{ unlockFile }, { createSecretStore }] = await Promise.all([
        import('../core/database/unlock.ts'),
        import('../core/secrets/keychain-store.ts'),
      ])
      await unlockFile(file, { secrets: createSecretStore(), env: streams.env, keyEnv })
    },
    async confirm(question, unattended = false) {
      const { askYesNo } = await import('./stdin.ts')
      return askYesNo(question, streams.stdin, streams.stderr, stop.signal, unattended)
    },
    async untilStopped() {
      const keepAlive = setInterval(() => {}, 3_600_000)
      await whenAborted(stop.signal)
      clearInterval(keepAlive)
    },
  }
  return {
    ...terminal,
    async close() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      output.progress(null)
      // If opening failed, the command has already reported it.
      const app = await opening?.catch(() => null)
      await app?.stop()
      log.close()
    },
  }
}

async function openApp(
  given: Pick<AppDeps, 'dataDir' | 'again' | 'log' | 'env' | 'keyEnv' | 'host' | 'saveAs' | 'openPrinter'>,
): Promise<TerminalApp> {
  const [{ createApp }, { createSecretStore }, { systemClock }, { prepareNetwork }] = await Promise.all([
    import('../core/app.ts'),
    import('../core/secrets/keychain-store.ts'),
    import('../core/base/clock.ts'),
    import('./network.ts'),
  ])
  const fetch: typeof globalThis.fetch = (input, init) => {
    prepareNetwork(given.env)
    return globalThis.fetch(input, init)
  }
  // The simulated vendors are only loaded to open the demo.
  const fillDemo: FillDemo = async (deps) => (await import('../demo/fill-demo.ts')).fillDemo(deps)
  return createApp({ ...given, clock: systemClock, fetch, secrets: createSecretStore(), fillDemo })
}

function answerOf<R extends RouteName>(app: TerminalApp, route: R, input: unknown, signal: AbortSignal): Promise<RouteOutput<R>> {
  const handler = app.api[route] as (input: unknown, context: { signal: AbortSignal }) => Promise<RouteOutput<R>>
  return handler(input, { signal })
}
