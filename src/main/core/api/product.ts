/** The interface between a host and the core. */
import type { EventName, Events } from '../../../shared/contract/events.ts'
import type { SavedFile } from '../../../shared/contract/export-answers.ts'
import type { RouteName, RouteOutput, RouteParsed } from '../../../shared/contract/routes.ts'
import type { Clock } from '../base/clock.ts'
import type { CollectorRole } from '../collector/schedule.ts'
import type { ReadDb } from '../database/db.ts'
import type { Log } from '../log/log.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Writer } from '../writer/writer.ts'
/** What a host provides to the core. */
export interface AppDeps {
  dataDir: string
  /** The folder had a history when the process started, so a missing one is an error and no new one is created. */
  again?: boolean
  clock: Clock
  /** The host's `fetch` (Electron: `net.fetch`, with the system's proxy and certificates). */
  fetch: typeof globalThis.fetch
  secrets: SecretStore
  log: Log
  /** The process environment; secrets are read from it by name. */
  env: Readonly<Record<string, string | undefined>>
  /** The environment variable with the key of an encrypted history; absent if the user named none. */
  keyEnv?: string | undefined
  host: 'desktop' | 'browser' | 'terminal'
  /** Where a file requested by the page is saved; null in a terminal, which has its own paths. */
  saveAs: SaveAs | null
  /** Opens a printer that makes PDF files; missing if the host cannot print. */
  openPrinter?: OpenPrinter
  /** Lets the user choose a file to read, or a folder; missing if the host has no dialog. */
  chooseFile?: ChooseFile
  /** Fills an empty history with the demo; missing if the host has no demo. */
  fillDemo?: FillDemo
}

/**
 * Lets the user choose a location (desktop) or prepares a download (browser), then calls `write` to create the file.
 * `write` gets the path and whether an existing file may be replaced; its errors are passed on.
 */
export type SaveAs = (suggestedName: string, write: (path: string, options: { force: boolean }) => Promise<void>) => Promise<SavedFile>

/** Opens a printer for one export. Throws `NOT_FOUND` with the next step if this host has none. */
export type OpenPrinter = () => Promise<Printer>

/** Prints HTML documents as PDF files, one at a time. */
export interface Printer {
  print(html: string, signal: AbortSignal): Promise<Uint8Array>
  close(): Promise<void>
}

/** Shows the host's dialog for a file or a folder; null if it was closed. The path never reaches the page. */
export type ChooseFile = (options: { title: string } & ({ extensions: string[] } | { folder: true })) => Promise<string | null>

/** A handler receives parsed input; it throws `AppError` for expected errors. */
type Handler<R extends RouteName> = (input: RouteParsed<R>, context: { signal: AbortSignal }) => Promise<RouteOutput<R>>

/** The handlers of all routes; a missing one is a compile error. */
export type Api = { [R in RouteName]: Handler<R> }

/** Routes that need the history closed, or that work before it can be opened. */
export type ClosedRoute = 'backups.restore' | 'encryption.set' | 'encryption.unlock'

/** Routes that choose the earlier day that is shown. */
export type AsOfRoute = Extract<RouteName, `asOf.${string}`>

/** Every route that needs an open history. */
export type CoreApi = Omit<Api, ClosedRoute>

/** Subscribes to events of the core. */
export interface AppEvents {
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void
}

/** The running app. */
export interface App {
  api: Api
  events: AppEvents
  /** Whether the history waits for its recovery key: until `encryption.unlock`, every other route fails with `KEY_MISSING`. */
  readonly isLocked: boolean
  /** Starts the scheduler; a host that only answers requests does not call it. `onRole`: see `Collector.start`. */
  start(onRole?: (role: CollectorRole) => void): void
  /** Checks at once what is due: after sleep, or when the network is back. */
  wake(): void
  /** Called before the machine sleeps: no vendor request starts until `wake`. */
  suspend(): void
  /** While paused, scheduled work does not start; manual requests still run. Not kept after a restart. */
  setPaused(paused: boolean): void
  /** Stops everything without losing data (open requests get `CANCELLED`), then closes readers first and the writer last. */
  stop(): Promise<void>
}

/** Input for filling a history with simulated data. */
export interface FillDemoDeps {
  reader: ReadDb
  writer: Writer
  log: Log
  /** The current time, ms. The simulated history ends shortly before it, or before the time at which filling started. */
  now: number
  /** The reporting time zone, which decides month-ends. */
  timeZone: string
  signal: AbortSignal
  /** Reports how many sweeps are done. */
  onProgress(progress: { done: number; total: number }): void
}

/** Fills an empty history with the demo, or resumes that. Throws the signal's reason when aborted; what was filled stays, and filling can be resumed. */
export type FillDemo = (deps: FillDemoDeps) => Promise<void>
