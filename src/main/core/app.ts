/**
 * `createApp` is what hosts and tests construct: the whole product behind a table of routes and a stream of events. Restoring a backup closes
 * everything around the old history and opens it again around the new one, while hosts keep the same app.
 */
import { isoTime } from '../../shared/domain/iso-time.ts'
import { createBackupChoice } from './api/backup-choice.ts'
import type { Demo } from './api/demo.ts'
import { createEncryption } from './api/encryption.ts'
import { createEvents } from './api/events.ts'
import type { Api, App, AppDeps, CoreApi } from './api/product.ts'
import { AppError } from './base/errors.ts'
import { createTasks } from './base/tasks.ts'
import type { Collector } from './collector/collector.ts'
import type { ReadDb } from './database/db.ts'
import { rememberPlace } from './database/place.ts'
import { unlockFile } from './database/unlock.ts'
import { restoreHistory } from './maintenance/restore.ts'
import { openCore } from './open-core.ts'
import type { Team } from './team/team.ts'
import type { Writer } from './writer/writer.ts'

/** What the terminal needs in addition to the routes. */
export interface TerminalApp extends App {
  collector: Collector
  team: Team
  demo: Demo
  reader: ReadDb
  writer: Writer
}

/** Opens a data folder. Nothing runs until `start` or the first request. Throws as `openCore`. */
export async function createApp(deps: AppDeps): Promise<TerminalApp> {
  const { dataDir, clock, log } = deps
  const events = createEvents((event, error) => log.error({ event, err: error }, 'a listener failed'))
  const tasks = createTasks(events.emit, clock.elapsed)
  const backups = createBackupChoice(dataDir, deps.chooseFile ?? null)
  const encryption = createEncryption(deps)
  const open = (again: boolean) => openCore(deps, { events, tasks, backups, encryption }, again)
  let core = await open(deps.again ?? false)
  let checkPlace = rememberPlace(dataDir)
  /** Pending while the history is replaced; stays rejected if it could not be opened again. */
  let exchange: Promise<void> = Promise.resolve()
  /** Starts collecting as the host requested; null until it does. */
  let begin: (() => void) | null = null
  let paused = false
  const running = new Set<Promise<unknown>>()
  const stopping = new AbortController()

  /** Closes everything around the history, runs `change` on its file, and opens everything again, whether or not it succeeded. */
  async function whileClosed<T>(change: () => Promise<T>): Promise<T> {
    const earlier = exchange
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    exchange = promise
    // Waiting requests get the rejection themselves; a later restore may still succeed.
    promise.catch(() => {})
    await earlier.catch(() => {})
    try {
      tasks.cancel()
      await Promise.allSettled(running)
      await core.stop()
      checkPlace()
      return await change()
    } finally {
      try {
        core = await open(true)
        checkPlace = rememberPlace(dataDir)
        core.setPaused(paused)
        begin?.()
        resolve()
      } catch (error) {
        log.error({ err: error }, 'the history could not be opened again')
        reject(error)
      }
      events.emit('history.changed', { at: isoTime(clock.now()) })
    }
  }

  const api = {
    ...(Object.fromEntries(
      Object.keys(core.api).map((route) => [
        route,
        async (input: never, context: { signal: AbortSignal }) => {
          await exchange
          stopping.signal.throwIfAborted()
          checkPlace()
          const signal = AbortSignal.any([context.signal, stopping.signal])
          const answer = core.api[route as keyof CoreApi](input, { signal })
          running.add(answer)
          return answer.finally(() => running.delete(answer))
        },
      ]),
    ) as CoreApi),
    'backups.restore': async ({ ref }, { signal }) => {
      core.asOf.allow('backups.restore')
      const asked = AbortSignal.any([signal, stopping.signal])
      const { file } = backups.fileOf(ref)
      const restored = await whileClosed(() =>
        tasks.run('restore', asked, async ({ signal, tell }) => {
          await unlockFile(file, deps)
          return restoreHistory(dataDir, file, clock.now(), (done, total) => {
            signal.throwIfAborted()
            tell(done, total)
          })
        }),
      )
      // Rejects with the cause if the history could not be opened again.
      await exchange
      return restored
    },
    'encryption.set': async (input, { signal }) => {
      core.asOf.allow('encryption.set')
      if (input.on) encryption.check(input.recoveryKey)
      const asked = AbortSignal.any([signal, stopping.signal])
      const changed = await whileClosed(() => tasks.run('encrypt', asked, ({ tell }) => encryption.change(input.on, tell)))
      await exchange
      return changed
    },
  } satisfies Api

  return {
    api,
    events,
    get collector() {
      return core.collector
    },
    get team() {
      return core.team
    },
    get demo() {
      return core.demo
    },
    get reader() {
      return core.reader
    },
    get writer() {
      return core.writer
    },
    start: (onRole) => {
      begin = () => core.start(onRole)
      begin()
    },
    wake: () => core.wake(),
    suspend: () => core.suspend(),
    setPaused: (on) => {
      paused = on
      core.setPaused(on)
    },
    stop: async () => {
      stopping.abort(new AppError('CANCELLED', 'Seatledger is quitting, so this was not done. Start it again and retry.'))
      await exchange.catch(() => {})
      // A cancelled backup or export must remove its partial file before the process exits.
      await Promise.allSettled(running)
      await core.stop()
    },
  }
}
