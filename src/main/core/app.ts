/** `createApp` is the one thing that hosts and tests construct: the whole product behind a table of routes and a stream of events. */
import type { EventName, Events, SavedFile } from '../../shared/contract/answers.ts'
import type { RouteName, RouteOutput, RouteParsed } from '../../shared/contract/routes.ts'
import { createApi } from './api.ts'
import type { Clock } from './clock.ts'
import { type Collector, createCollector } from './collect/collector.ts'
import { createPace } from './collect/pace.ts'
import { refreshTenants } from './connections/refresh.ts'
import { openConnection, type SessionSources } from './connections/sessions.ts'
import { createDemo, type Demo, type FillDemo } from './demo.ts'
import { createEvents } from './events.ts'
import { keepDailyBackups } from './history/daily-backup.ts'
import { openReader } from './history/open.ts'
import { openWriter, type ReadDb, type Writer } from './history/writer.ts'
import type { Log } from './log/log.ts'
import { createPacedHttp } from './providers/http.ts'
import { providerById } from './providers/providers.ts'
import type { SecretStore } from './secrets/secret-store.ts'
import { readSetting, readSettings } from './settings/settings.ts'
import { version } from './version.ts'

/** What a host gives the core. */
export interface AppDeps {
  dataDir: string
  clock: Clock
  /** The host's way out (Electron: `net.fetch`, with the system's proxy and certificates). */
  fetch: typeof globalThis.fetch
  secrets: SecretStore
  log: Log
  /** The running programme's environment, read for secrets by name. */
  env: Readonly<Record<string, string | undefined>>
  host: 'desktop' | 'browser' | 'terminal'
  /** Where a file that the page asks for goes; null in a terminal, which names its paths itself. */
  saveAs: SaveAs | null
  /** What fills an empty history with the demo; missing: this host has none. */
  fillDemo?: FillDemo
}

/**
 * Lets the user choose a place (desktop) or prepares a download (browser), then has `write` make the file there.
 * `write` gets a path and whether the user agreed to replace what is there; its errors pass through.
 */
export type SaveAs = (suggestedName: string, write: (path: string, options: { force: boolean }) => Promise<void>) => Promise<SavedFile>

/** A handler receives parsed input only; it throws `AppError` for what a user can meet. */
type Handler<R extends RouteName> = (input: RouteParsed<R>, context: { signal: AbortSignal }) => Promise<RouteOutput<R>>

/** Every route's handler; a missing one does not compile. */
export type Api = { [R in RouteName]: Handler<R> }

/** Listening to the core. */
export interface AppEvents {
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void
}

/** The running product. */
export interface App {
  api: Api
  events: AppEvents
  /** Starts the scheduler; a host that only answers questions need not call it. */
  start(): void
  /** Looks at what is due at once: after sleep, when the network is back. */
  wake(): void
  /** While paused nothing begins by itself; what a person asks for still runs. Not kept over a restart. */
  setPaused(paused: boolean): void
  /** Ends what runs without losing anything, then closes readers first and the writer last. */
  stop(): Promise<void>
}

/** What the terminal needs beside the routes: to wait for what it has started. */
export interface TerminalApp extends App {
  collector: Collector
  demo: Demo
  reader: ReadDb
}

/**
 * Opens the history of a data folder and puts the parts together. Nothing runs until `start` or until something is asked.
 * Throws `DATA_DIR_UNWRITABLE`, `DISK_FULL`, `DB_LOCKED`, `DB_DAMAGED`, `DB_FROM_NEWER_VERSION`, `DB_HISTORY_MISMATCH`, `HOST_RUNNING`.
 */
export async function createApp(deps: AppDeps): Promise<TerminalApp> {
  const { dataDir, clock, log } = deps
  const writer = await openWriter(dataDir, { now: clock.now() })
  const reader = await openReaderOrClose(dataDir, writer)
  const events = createEvents((event, error) => log.error({ event, err: error }, 'a listener failed'))
  const limitsPerKey = () => readSetting(reader, 'limitsPerKey')
  const sources: SessionSources = {
    reader,
    writer,
    clock,
    secrets: deps.secrets,
    env: deps.env,
    httpOf: (connectionId) =>
      createPacedHttp({
        fetch: deps.fetch,
        clock,
        pace: createPace({ writer, clock, limitsPerKey }, connectionId),
        userAgent: `Seatledger/${version}`,
      }),
  }
  const collector = createCollector({
    dataDir,
    reader,
    writer,
    clock,
    log: log.scope('collect'),
    providerOf: providerById,
    openSession: (connection) => openConnection(connection, sources),
    refreshTenants: (connection, session, signal) => refreshTenants(connection, session, sources, signal),
    settings: () => readSettings(reader),
    emit: events.emit,
  })
  const demo = createDemo({ reader, writer, clock, log: log.scope('demo'), fillDemo: deps.fillDemo ?? null, emit: events.emit })
  const api = createApi({ ...deps, ...sources, collector, demo })
  log.info({ version, host: deps.host, platform: process.platform, node: process.versions.node }, 'opened the history')
  let stopping: Promise<void> | null = null
  let endBackups: (() => Promise<void>) | null = null
  return {
    api,
    events,
    collector,
    demo,
    reader,
    start: () => {
      collector.start()
      endBackups ??= keepDailyBackups({ reader, dataDir, now: clock.now, keep: () => readSetting(reader, 'backupsKept'), log })
    },
    wake: () => collector.wake('host'),
    setPaused: (paused) => collector.setPaused(paused),
    stop: () => (stopping ??= stopInOrder()),
  }

  /** Whatever writes ends first; a reader that is closed last would leave the write-ahead log behind. */
  async function stopInOrder(): Promise<void> {
    await demo.stop()
    await collector.stop()
    await endBackups?.()
    reader.sqlite.close()
    await writer.close()
  }
}

async function openReaderOrClose(dataDir: string, writer: Writer): Promise<ReadDb> {
  try {
    return openReader(dataDir)
  } catch (error) {
    await writer.close()
    throw error
  }
}
