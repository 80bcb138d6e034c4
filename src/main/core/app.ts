/**
 * `createApp` is the one thing that hosts and tests construct: the whole product behind a table of routes and a stream of events. Its
 * history can be exchanged for a backup while hosts hold on to it: everything around the old one ends, and is opened again around the new.
 */

import { isoTime } from '../../shared/domain/iso-time.ts'
import { createBackupChoice } from './api/backup-choice.ts'
import type { Demo } from './api/demo.ts'
import { createEvents } from './api/events.ts'
import type { Api, App, AppDeps, CoreApi } from './api/product.ts'
import { AppError } from './base/errors.ts'
import { createTasks } from './base/tasks.ts'
import type { Collector } from './collector/collector.ts'
import type { ReadDb } from './database/db.ts'
import { rememberPlace } from './database/place.ts'
import { restoreHistory } from './maintenance/restore.ts'
import { openCore } from './open-core.ts'

/** What the terminal needs beside the routes: to wait for what it has started. */
export interface TerminalApp extends App {
  collector: Collector
  demo: Demo
  reader: ReadDb
}

/** Opens the product on a data folder. Nothing runs until `start` or until something is asked. Throws as `openCore`. */
export async function createApp(deps: AppDeps): Promise<TerminalApp> {
  const { dataDir, clock, log } = deps
  const events = createEvents((event, error) => log.error({ event, err: error }, 'a listener failed'))
  const tasks = createTasks(events.emit, clock.elapsed)
  const backups = createBackupChoice(dataDir, deps.chooseFile ?? null)
  const open = (again: boolean) => openCore(deps, { events, tasks, backups }, again)
  let core = await open(deps.again ?? false)
  let checkPlace = rememberPlace(dataDir)
  /** Set while the history is exchanged; rejects for good where it could not be opened again. */
  let exchange: Promise<void> = Promise.resolve()
  /** Begins collecting as the host asked for it; null until it did. */
  let begin: (() => void) | null = null
  let paused = false
  const underWay = new Set<Promise<unknown>>()
  const stopping = new AbortController()

  /** Ends everything around the history, has `change` done to its file, and begins again, whether that succeeded or not. */
  async function whileClosed<T>(change: () => Promise<T>): Promise<T> {
    const earlier = exchange
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    exchange = promise
    // Requests that wait for it see the failure themselves; another backup may be what helps.
    promise.catch(() => {})
    await earlier.catch(() => {})
    try {
      tasks.cancel()
      await Promise.allSettled(underWay)
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
          underWay.add(answer)
          return answer.finally(() => underWay.delete(answer))
        },
      ]),
    ) as CoreApi),
    'backups.restore': async ({ ref }, { signal }) => {
      const asked = AbortSignal.any([signal, stopping.signal])
      const { file } = backups.fileOf(ref)
      const restored = await whileClosed(() =>
        tasks.run('restore', asked, ({ signal, tell }) =>
          restoreHistory(dataDir, file, clock.now(), (done, total) => {
            signal.throwIfAborted()
            tell(done, total)
          }),
        ),
      )
      // Where it could not be opened again, this says why.
      await exchange
      return restored
    },
  } satisfies Api

  return {
    api,
    events,
    get collector() {
      return core.collector
    },
    get demo() {
      return core.demo
    },
    get reader() {
      return core.reader
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
      stopping.abort(new AppError('CANCELLED', 'Seatledger is ending, so this was not done. Start it again and ask once more.'))
      await exchange.catch(() => {})
      // A copy or an export that is cut short takes its half-made file away before the process goes.
      await Promise.allSettled(underWay)
      await core.stop()
    },
  }
}
