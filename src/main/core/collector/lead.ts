/** The lead: one process per data folder holds the collector's lock, and runs an engine while it does. */
import type { Clock } from '../base/clock.ts'
import { historyGuard } from '../database/data-folder.ts'
import type { ReadDb } from '../database/db.ts'
import { type ProcessLock, tryProcessLock } from '../database/process-lock.ts'
import type { Log } from '../log/log.ts'
import type { Engine } from './engine.ts'
import { type CollectRequest, readPendingRequests } from './requests.ts'
import type { CollectWriter } from './writes.ts'

/** The dependencies of the lead. */
export interface LeadDeps {
  dataDir: string
  reader: ReadDb
  writer: CollectWriter
  clock: Clock
  log: Log
  /** Requests whose sweep began before this moment (ms) are too old to be resumed. */
  resumableSince(now: number, kind: CollectRequest['kind']): number
  startEngine(): Engine
  /** The interval of checking for requests of other processes, ms. */
  pollMs: number
}

/** The lead as one process sees it. */
export interface Lead {
  /** Takes the lead if it is free. Returns the engine if this process has the lead, null if another one does. */
  tryTake(): Promise<Engine | null>
  /** The engine if this process already has the lead. */
  engine(): Engine | null
  /** Runs `work`; the lead, once taken, is kept at least until it ends. The lead is released when the last such work ends. */
  keepDuring<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when all such work has ended and the lead is released. */
  released(): Promise<void>
}

/** Makes the lead of one process, which is not taken yet. */
export function createLead(deps: LeadDeps): Lead {
  const { reader, writer, clock, log, pollMs } = deps
  const requireSameHistory = historyGuard(deps.dataDir)
  const keepers = new Set<Promise<unknown>>()
  let held: { lock: ProcessLock; engine: Engine; ended: AbortController; polling: Promise<void> } | null = null
  let turn: Promise<unknown> = Promise.resolve()

  /** Runs such work one after another, so that the lock is never taken and released at the same time. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work)
    turn = mine.catch(() => {})
    return mine
  }

  function tryTake(): Promise<Engine | null> {
    return inTurn(async () => {
      // A failed engine is replaced, e.g. because the disk has space again.
      if (held?.engine.hasFailed()) await release()
      if (held !== null) return held.engine
      requireSameHistory()
      const lock = tryProcessLock(deps.dataDir, 'collector')
      if (lock === null) return null
      try {
        await cleanUp()
      } catch (error) {
        lock.release()
        throw error
      }
      const ended = new AbortController()
      const engine = deps.startEngine()
      held = { lock, engine, ended, polling: pollRequests(engine, ended.signal) }
      return engine
    })
  }

  /** Closes runs left open by a process that ended, and ends requests that are too old to be resumed. */
  async function cleanUp(): Promise<void> {
    const at = clock.now()
    const interrupted = await writer.call('run.closeInterrupted', { at })
    if (interrupted > 0) log.info({ runs: interrupted }, 'closed runs that an ended process had left open')
    const ids = readPendingRequests(reader)
      .filter((each) => each.sweepAt < deps.resumableSince(at, each.request.kind))
      .map((each) => each.id)
    if (ids.length > 0) await writer.call('collectRequest.finish', { ids, at, cancelled: true })
  }

  /** Other processes pass their requests on as rows. */
  async function pollRequests(engine: Engine, signal: AbortSignal): Promise<void> {
    let seen = ''
    try {
      for (;;) {
        await clock.sleep(pollMs, signal)
        const ids = readPendingRequests(reader)
          .map((each) => each.id)
          .join()
        if (ids !== seen) engine.pump()
        seen = ids
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'requests of other processes are no longer noticed')
    }
  }

  async function release(): Promise<void> {
    if (held === null) return
    const { lock, engine, ended, polling } = held
    ended.abort()
    try {
      await engine.stop()
      await polling
    } finally {
      held = null
      lock.release()
    }
  }

  return {
    tryTake,
    engine: () => held?.engine ?? null,
    async keepDuring(work) {
      const keeper = work()
      keepers.add(keeper)
      try {
        return await keeper
      } finally {
        keepers.delete(keeper)
        await inTurn(async () => {
          if (keepers.size === 0) await release()
        })
      }
    },
    async released() {
      await Promise.allSettled([...keepers])
      await inTurn(async () => {})
    },
  }
}
