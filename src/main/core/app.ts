/**
 * `createApp` is what hosts and tests construct: the whole product as a table of routes and a stream of events. Restoring a backup closes
 * the old history and opens the new one, while hosts keep the same app. A host with a page gets an app even if the history is
 * encrypted and its key is not on this machine: the page then asks for the recovery key.
 */
import { type RouteName, routes } from '../../shared/contract/routes.ts'
import { isoTime } from '../../shared/domain/iso-time.ts'
import { createBackupChoice } from './api/backup-choice.ts'
import type { Demo } from './api/demo.ts'
import { createEncryption } from './api/encryption.ts'
import { createEvents } from './api/events.ts'
import type { Api, App, AppDeps, ClosedRoute, CoreApi } from './api/product.ts'
import { AppError } from './base/errors.ts'
import { createTasks } from './base/tasks.ts'
import type { Collector } from './collector/collector.ts'
import { historyGuard } from './database/data-folder.ts'
import type { ReadDb } from './database/db.ts'
import { historyFile } from './database/files.ts'
import { asHistoryError } from './database/sqlite-errors.ts'
import { unlockFile, unlockWithRecoveryKey } from './database/unlock.ts'
import { restoreHistory } from './maintenance/restore.ts'
import { type Core, openCore } from './open-core.ts'
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

/** The handlers below that work without an open history. */
const closedRoutes: readonly RouteName[] = ['backups.restore', 'encryption.set', 'encryption.unlock'] satisfies ClosedRoute[]

/**
 * Opens a data folder. Nothing runs until `start` or the first request. Throws as `openCore`; a host with a page gets an app that `isLocked` if only
 * the recovery key is missing.
 */
export async function createApp(deps: AppDeps): Promise<TerminalApp> {
  const { dataDir, clock, log } = deps
  const events = createEvents((event, error) => log.error({ event, err: error }, 'a listener failed'))
  const tasks = createTasks(events.emit, clock.elapsed)
  const backups = createBackupChoice(dataDir, deps.chooseFile ?? null)
  const encryption = createEncryption(deps)
  const open = (again: boolean) => openCore(deps, { events, tasks, backups, encryption }, again)
  /** Pending while the history is replaced; stays rejected while it could not be opened. */
  let replacement: Promise<void> = Promise.resolve()
  /** Null while the history is locked. */
  let core: Core | null = null
  try {
    core = await open(deps.again ?? false)
  } catch (error) {
    if (deps.host === 'terminal' || !wantsRecoveryKey(error)) throw error
    log.warn({ err: error }, 'the history waits for its recovery key')
    replacement = Promise.reject(error)
    replacement.catch(() => {})
  }
  let requireSameHistory = historyGuard(dataDir)
  /** Starts collecting with the host's options; null until the host calls `start`. */
  let begin: (() => void) | null = null
  let paused = false
  const running = new Set<Promise<unknown>>()
  const stopping = new AbortController()

  function opened(): Core {
    if (core === null) throw new Error('The history is not open')
    return core
  }

  /** Closes the history, runs `change` on its file, and opens the history again, whether or not `change` succeeded. */
  async function whileClosed<T>(change: () => Promise<T>): Promise<T> {
    const earlier = replacement
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    replacement = promise
    // Waiting requests receive the rejection themselves.
    promise.catch(() => {})
    await earlier.catch(() => {})
    try {
      tasks.cancel()
      await Promise.allSettled(running)
      await core?.stop()
      requireSameHistory()
      return await change()
    } finally {
      try {
        core = await open(true)
        requireSameHistory = historyGuard(dataDir)
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
      Object.keys(routes)
        .filter((route) => !closedRoutes.includes(route as RouteName))
        .map((route) => [
          route,
          async (input: never, context: { signal: AbortSignal }) => {
            await replacement
            stopping.signal.throwIfAborted()
            requireSameHistory()
            const signal = AbortSignal.any([context.signal, stopping.signal])
            const answer = opened()
              .api[route as keyof CoreApi](input, { signal })
              .catch((error: unknown) => {
                throw asHistoryError(error, dataDir)
              })
            running.add(answer)
            return answer.finally(() => running.delete(answer))
          },
        ]),
    ) as CoreApi),
    'backups.restore': async ({ ref }, { signal }) => {
      core?.asOf.allow('backups.restore')
      const asked = AbortSignal.any([signal, stopping.signal])
      const { file } = backups.fileOf(ref)
      const restored = await whileClosed(() =>
        tasks.run('restore', asked, async ({ signal, report }) => {
          await unlockFile(file, deps)
          return restoreHistory(dataDir, file, clock.now(), (done, total) => {
            signal.throwIfAborted()
            report(done, total)
          })
        }),
      )
      // Rejects with the cause if the history could not be opened again.
      await replacement
      return restored
    },
    'encryption.set': async (input, { signal }) => {
      core?.asOf.allow('encryption.set')
      if (input.on) encryption.check(input.recoveryKey)
      const asked = AbortSignal.any([signal, stopping.signal])
      const changed = await whileClosed(() => tasks.run('encrypt', asked, ({ report }) => encryption.change(input.on, report)))
      await replacement
      return changed
    },
    'encryption.unlock': async ({ ref, recoveryKey }) => {
      const file = ref === undefined ? historyFile(dataDir) : backups.fileOf(ref).file
      await unlockWithRecoveryKey(file, recoveryKey, deps.secrets)
      if (ref === undefined && core === null) await whileClosed(async () => {})
      await replacement
      return {}
    },
  } satisfies Api

  return {
    api,
    events,
    get collector() {
      return opened().collector
    },
    get team() {
      return opened().team
    },
    get demo() {
      return opened().demo
    },
    get reader() {
      return opened().reader
    },
    get writer() {
      return opened().writer
    },
    get isLocked() {
      return core === null
    },
    start: (onRole) => {
      begin = () => core?.start(onRole)
      begin()
    },
    wake: () => core?.wake(),
    suspend: () => core?.suspend(),
    setPaused: (on) => {
      paused = on
      core?.setPaused(on)
    },
    stop: async () => {
      stopping.abort(new AppError('CANCELLED', 'Seatledger is quitting, so nothing was done. Start it again and retry.'))
      await replacement.catch(() => {})
      // A cancelled backup or export must remove its partial file before the process exits.
      await Promise.allSettled(running)
      await core?.stop()
    },
  }
}

/** Whether only the recovery key is missing. A missing passphrase must be given when Seatledger is started. */
const wantsRecoveryKey = (error: unknown) => error instanceof AppError && error.code === 'KEY_MISSING' && error.data?.kind === 'recovery'
