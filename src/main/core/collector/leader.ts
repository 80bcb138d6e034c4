/** Being the process that collects: the lock, the engine that runs while it is held, and the claims that want it held. */
import type { Clock } from '../base/clock.ts'
import type { ReadDb } from '../database/db.ts'
import { rememberPlace } from '../database/place.ts'
import { type ProcessLock, tryProcessLock } from '../database/process-lock.ts'
import type { Log } from '../log/log.ts'
import type { Engine } from './engine.ts'
import { readWishes } from './rows.ts'
import type { WishRequest } from './wish.ts'
import type { CollectWriter } from './writes.ts'

/** What leading works with. */
export interface LeaderDeps {
  dataDir: string
  reader: ReadDb
  writer: CollectWriter
  clock: Clock
  log: Log
  /** Wishes whose sweep began before this moment (ms) are too old to go on. */
  continuesSince(now: number, kind: WishRequest['kind']): number
  startEngine(): Engine
  /** How often other processes' wishes are looked for, ms. */
  pollMs: number
}

/** The lead of one process. */
export interface Leader {
  /** The engine where this process leads, or now does; null while another one does. */
  tryLead(): Promise<Engine | null>
  /** The engine where this process leads already. */
  engine(): Engine | null
  /** While the work goes on, this process keeps the lead if it has it; with the last claim it gives the lead back. */
  claiming<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when all claims have ended and the lead is given back. */
  ended(): Promise<void>
}

/** Makes the lead of one process; it does not lead yet. */
export function createLeader(deps: LeaderDeps): Leader {
  const { reader, writer, clock, log, pollMs } = deps
  const checkPlace = rememberPlace(deps.dataDir)
  const claims = new Set<Promise<unknown>>()
  let lead: { lock: ProcessLock; engine: Engine; ended: AbortController; polling: Promise<void> } | null = null
  let turn: Promise<unknown> = Promise.resolve()

  /** One after the other, so that the lock is never taken and given back at once. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work)
    turn = mine.catch(() => {})
    return mine
  }

  function tryLead(): Promise<Engine | null> {
    return inTurn(async () => {
      // One that has failed is replaced: the disk may have room again.
      if (lead?.engine.hasFailed()) await giveBack()
      if (lead !== null) return lead.engine
      checkPlace()
      const lock = tryProcessLock(deps.dataDir, 'collector')
      if (lock === null) return null
      try {
        await tidy()
      } catch (error) {
        lock.release()
        throw error
      }
      const ended = new AbortController()
      const engine = deps.startEngine()
      lead = { lock, engine, ended, polling: pollWishes(engine, ended.signal) }
      return engine
    })
  }

  /** What a killed process left open is closed, and wishes too old to go on are ended. */
  async function tidy(): Promise<void> {
    const at = clock.now()
    const interrupted = await writer.call('run.closeInterrupted', { at })
    if (interrupted > 0) log.info({ runs: interrupted }, 'closed what an ended process had left open')
    const ids = readWishes(reader)
      .filter((wish) => wish.sweepAt < deps.continuesSince(at, wish.request.kind))
      .map((wish) => wish.id)
    if (ids.length > 0) await writer.call('wish.finish', { ids, at, cancelled: true })
  }

  /** Other processes leave their wishes as rows. */
  async function pollWishes(engine: Engine, signal: AbortSignal): Promise<void> {
    let seen = ''
    try {
      for (;;) {
        await clock.sleep(pollMs, signal)
        const wishes = readWishes(reader)
          .map((wish) => wish.id)
          .join()
        if (wishes !== seen) engine.pump()
        seen = wishes
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'other processes’ wishes are no longer seen')
    }
  }

  async function giveBack(): Promise<void> {
    if (lead === null) return
    const { lock, engine, ended, polling } = lead
    ended.abort()
    try {
      await engine.stop()
      await polling
    } finally {
      lead = null
      lock.release()
    }
  }

  return {
    tryLead,
    engine: () => lead?.engine ?? null,
    async claiming(work) {
      const claim = work()
      claims.add(claim)
      try {
        return await claim
      } finally {
        claims.delete(claim)
        await inTurn(async () => {
          if (claims.size === 0) await giveBack()
        })
      }
    },
    async ended() {
      await Promise.allSettled([...claims])
      await inTurn(async () => {})
    },
  }
}
