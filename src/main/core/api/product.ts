/** What a host gives the core, and what it gets. */
import type { EventName, Events, SavedFile } from '../../../shared/contract/answers.ts'
import type { RouteName, RouteOutput, RouteParsed } from '../../../shared/contract/routes.ts'
import type { Clock } from '../base/clock.ts'
import type { CollectorRole } from '../collector/schedule.ts'
import type { ReadDb } from '../database/db.ts'
import type { Log } from '../log/log.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Writer } from '../writer/writer.ts'
/** What a host gives the core. */
export interface AppDeps {
  dataDir: string
  /** The folder had a history when the process began: none is made where it is gone by now. */
  again?: boolean
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
  /** Lets a person choose a file to read; missing: this host has no dialog of its own. */
  chooseFile?: ChooseFile
  /** What fills an empty history with the demo; missing: this host has none. */
  fillDemo?: FillDemo
}

/**
 * Lets the user choose a place (desktop) or prepares a download (browser), then has `write` make the file there.
 * `write` gets a path and whether the user agreed to replace what is there; its errors pass through.
 */
export type SaveAs = (suggestedName: string, write: (path: string, options: { force: boolean }) => Promise<void>) => Promise<SavedFile>

/** Shows the host's dialog for a file; null where it was closed. The path stays in the core. */
export type ChooseFile = (options: { title: string; extensions: string[] }) => Promise<string | null>

/** A handler receives parsed input only; it throws `AppError` for what a user can meet. */
type Handler<R extends RouteName> = (input: RouteParsed<R>, context: { signal: AbortSignal }) => Promise<RouteOutput<R>>

/** Every route's handler; a missing one does not compile. */
export type Api = { [R in RouteName]: Handler<R> }

/** Every route that an open history answers by itself. */
export type CoreApi = Omit<Api, 'backups.restore'>

/** Listening to the core. */
export interface AppEvents {
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void
}

/** The running product. */
export interface App {
  api: Api
  events: AppEvents
  /** Starts the scheduler; a host that only answers questions need not call it. `onRole`: see `Collector.start`. */
  start(onRole?: (role: CollectorRole) => void): void
  /** Looks at what is due at once: after sleep, when the network is back. */
  wake(): void
  /** The machine is about to sleep: nothing is asked until `wake`. */
  suspend(): void
  /** While paused nothing begins by itself; what a person asks for still runs. Not kept over a restart. */
  setPaused(paused: boolean): void
  /** Ends what runs (requests are answered with `CANCELLED`) without losing anything, then closes readers first and the writer last. */
  stop(): Promise<void>
}

/** What filling a history with made-up answers works with. */
export interface FillDemoDeps {
  reader: ReadDb
  writer: Writer
  log: Log
  /** The real moment, ms: the made-up history ends shortly before it, or before the moment at which it was begun. */
  now: number
  /** The reporting time zone: month-ends are its. */
  timeZone: string
  signal: AbortSignal
  /** So many of the made-up sweeps are done. */
  onProgress(progress: { done: number; total: number }): void
}

/** Fills an empty history with the demo, or goes on with one. Throws the signal's reason when it aborts: what was filled so far stays, to go on with. */
export type FillDemo = (deps: FillDemoDeps) => Promise<void>
