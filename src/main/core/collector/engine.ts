/**
 * Asks what the plan says, lane by lane: lanes (a vendor's routes) run side by side, each one request after the other. It keeps nothing that
 * matters in memory: each step reads the rows anew and plans again, so a restart, another process's wish or a paused tenant changes the next step.
 */
import type { Clock } from '../base/clock.ts'
import { failureKindOf } from '../connections/failure-kind.ts'
import type { ReadDb } from '../database/db.ts'
import type { Log } from '../log/log.ts'
import type { ProviderSession } from '../vendors/provider.ts'
import { createListings } from './listings.ts'
import { closedForMs } from './pace-writes.ts'
import { type Job, type Plan, type PlanContext, planCollection } from './plan.ts'
import { type Progress, progressOf } from './progress.ts'
import { type CollectRows, readCollectRows } from './rows.ts'
import { type RunEnd, runOne } from './run-one.ts'
import type { CollectWriter } from './writes.ts'

/** How long the schedule leaves a connection alone whose credential cannot be read here. */
const heldMs = 600_000
/** A request that is under way at a stop may still end by itself within this. */
const graceMs = 3_000

type Connection = CollectRows['connections'][number]

/** What the engine works with. */
export interface EngineDeps {
  reader: ReadDb
  writer: CollectWriter
  clock: Clock
  log: Log
  planContext(): Omit<PlanContext, 'scheduled' | 'held' | 'now'>
  session(connection: Connection): ProviderSession
  /** Reads the vendor's list of tenants and keeps it. */
  refreshTenants(connection: Connection, signal: AbortSignal): Promise<void>
  onProgress(progress: Progress): void
  /** A run ended: rows changed, whatever its outcome. */
  onEnded(): void
}

/** The running engine; only the holder of the collector's lock has one. */
export interface Engine {
  /** Whether the schedule is served too, or wishes only. */
  setScheduled(scheduled: boolean): void
  /** While the machine sleeps nothing is begun, wishes included. */
  setAsleep(asleep: boolean): void
  /** Looks what there is to do, and starts it. */
  pump(): void
  /** Resolves when the wish is finished. Rejects when the history cannot be written, or with the signal's reason. */
  waitFor(wishId: number, signal: AbortSignal): Promise<void>
  /** Whether it has given up, since the history cannot be written. */
  hasFailed(): boolean
  /** Cuts short what runs now, after a moment in which it may end by itself. */
  interrupt(): Promise<void>
  /** Ends cleanly: what runs ends or is closed as cancelled. */
  stop(): Promise<void>
}

interface Waiter {
  resolve(): void
  reject(error: unknown): void
}

/** Starts an engine. */
export function createEngine(deps: EngineDeps): Engine {
  const { reader, writer, clock, log } = deps
  const stopped = new AbortController()
  let requests = new AbortController()
  const busyLanes = new Set<string>()
  const inFlight = new Map<string, Promise<void>>()
  /** By the clock that cannot be set. */
  const heldUntil = new Map<number, number>()
  const waiters = new Map<number, Set<Waiter>>()
  let scheduled = false
  let asleep = false
  let failure: { error: unknown } | null = null
  let alarm: { at: number; off: AbortController } | null = null
  let pumping: Promise<void> | null = null
  let again = false
  const listings = createListings({
    clock,
    log,
    refreshTenants: (connection) => deps.refreshTenants(connection, requests.signal),
    onEnded: pump,
  })

  const context = (): PlanContext => {
    const held = new Set([...heldUntil].filter(([, until]) => until > clock.elapsed()).map(([id]) => id))
    return { ...deps.planContext(), now: clock.now(), scheduled, held }
  }

  function pump(): void {
    again = true
    pumping ??= pumpAll().finally(() => {
      pumping = null
    })
  }

  async function pumpAll(): Promise<void> {
    while (again && failure === null && !stopped.signal.aborted) {
      again = false
      try {
        await step()
      } catch (error) {
        fail(error)
      }
    }
  }

  /** Closes what is done, then starts the next job of each lane that is free. From reading the rows to starting there is no pause. */
  async function step(): Promise<void> {
    if (asleep) return
    let { rows, plan } = read()
    if (!listings.begin(rows, scheduled) && (await settle(plan))) ({ rows, plan } = read())
    if (stopped.signal.aborted) return
    settleWaiters(rows)
    startLanes(rows, plan)
    setAlarm(Math.min(...plan.jobs.map((job) => job.notBefore ?? Number.POSITIVE_INFINITY)))
    deps.onProgress(progressOf(rows, plan, clock.now()))
  }

  function read(): { rows: CollectRows; plan: Plan } {
    const rows = readCollectRows(reader)
    return { rows, plan: planCollection(rows, context()) }
  }

  /** Answers for targets that cannot be asked, and ends wishes that nothing is left of. Wishes wait for lists of tenants that are under way. */
  async function settle(plan: Plan): Promise<boolean> {
    const at = clock.now()
    for (const { code, message } of new Map(plan.skips.map((skip) => [skip.candidate.connectionId, skip])).values()) {
      const targets = plan.skips
        .filter((skip) => skip.code === code && skip.message === message)
        .map(({ trigger, candidate: { connectionId, tenantId, dataset, params } }) => ({
          connectionId,
          tenantId,
          dataset,
          params,
          trigger,
        }))
      await writer.call('run.refuse', { at, code, message, targets })
    }
    const finished = listings.underWay().length > 0 ? [] : plan.finished
    for (const [cancelled, wishes] of Map.groupBy(finished, (wish) => wish.cutShort)) {
      await writer.call('wish.finish', { ids: wishes.map((wish) => wish.id), at, cancelled })
    }
    return plan.skips.length > 0 || finished.length > 0
  }

  function settleWaiters(rows: CollectRows): void {
    const open = new Set(rows.wishes.map((wish) => wish.id))
    for (const [wishId, set] of waiters) {
      if (open.has(wishId)) continue
      waiters.delete(wishId)
      for (const waiter of set) waiter.resolve()
    }
  }

  function startLanes(rows: CollectRows, plan: Plan): void {
    const lanes = new Set(plan.jobs.map((job) => job.candidate.lane))
    for (const lane of lanes) {
      if (busyLanes.has(lane)) continue
      const job = nextOf(lane, rows, plan)
      if (job === null) continue
      busyLanes.add(lane)
      const waitMs = closedForMs(rows.paces.get(lane), clock.now())
      // After a wait the plan may be another one.
      const work = waitMs > 0 ? wait(waitMs) : run(job, rows)
      void work.finally(() => {
        busyLanes.delete(lane)
        pump()
      })
    }
  }

  /** The lane's first job that may be asked; tenants wait while their connection's own dataset can be read first, since it decides their order. */
  function nextOf(lane: string, rows: CollectRows, plan: Plan): Job | null {
    const now = clock.now()
    const first = new Set(
      plan.jobs
        .filter(
          ({ candidate, trigger, notBefore }) =>
            candidate.tenantId === null && candidate.onceSince === null && trigger !== 'backfill' && notBefore === null,
        )
        .filter(({ candidate }) => inFlight.has(candidate.key) || closedForMs(rows.paces.get(candidate.lane), now) === 0)
        .map(({ candidate }) => candidate.connectionId),
    )
    const mayStart = ({ candidate, notBefore }: Job) =>
      candidate.lane === lane &&
      notBefore === null &&
      !inFlight.has(candidate.key) &&
      !listings.isReading(candidate.connectionId) &&
      (candidate.tenantId === null || !first.has(candidate.connectionId))
    return plan.jobs.find(mayStart) ?? null
  }

  /** Looks again when the first back-off ends. */
  function setAlarm(at: number): void {
    if (alarm?.at === at) return
    alarm?.off.abort()
    const off = new AbortController()
    alarm = { at, off }
    if (!Number.isFinite(at)) return
    clock.sleep(at - clock.now(), AbortSignal.any([off.signal, stopped.signal])).then(
      () => {
        // Where the clock was set back meanwhile, the same moment wants another one.
        alarm = null
        pump()
      },
      () => {
        // Another alarm has taken its place, or the engine stops.
      },
    )
  }

  async function wait(ms: number): Promise<void> {
    try {
      await clock.sleep(ms, stopped.signal)
    } catch (error) {
      if (!stopped.signal.aborted) fail(error)
    }
  }

  function run(job: Job, rows: CollectRows): Promise<void> {
    const { key, connectionId } = job.candidate
    const connection = rows.connections.find((each) => each.id === connectionId)!
    const running = runOne({ writer, clock, log }, job, deps.session(connection), requests.signal)
      .then((end) => ended(connectionId, end), fail)
      .finally(() => inFlight.delete(key))
    inFlight.set(key, running)
    return running
  }

  function ended(connectionId: number, { code }: RunEnd): void {
    if (code !== null && failureKindOf(code) === 'connection') heldUntil.set(connectionId, clock.elapsed() + heldMs)
    deps.onEnded()
  }

  /** The history cannot be written, or we have a bug: nothing more is asked, and who waits is told. */
  function fail(error: unknown): void {
    failure ??= { error }
    log.error({ err: error }, 'collecting has stopped')
    for (const waiter of [...waiters.values()].flatMap((set) => [...set])) waiter.reject(error)
    waiters.clear()
  }

  async function interrupt(): Promise<void> {
    const running = Promise.allSettled([...inFlight.values(), ...listings.underWay()])
    const ended = new AbortController()
    await Promise.race([running, clock.sleep(graceMs, ended.signal).catch(() => {})])
    ended.abort()
    requests.abort()
    await running
    requests = new AbortController()
  }

  return {
    setScheduled(value) {
      scheduled = value
    },
    setAsleep(value) {
      asleep = value
    },
    pump,
    waitFor: (wishId, signal) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure.error)
          return
        }
        const abort = () => {
          waiters.get(wishId)?.delete(waiter)
          reject(signal.reason)
        }
        const waiter: Waiter = {
          resolve: () => {
            signal.removeEventListener('abort', abort)
            resolve()
          },
          reject: (error) => {
            signal.removeEventListener('abort', abort)
            reject(error)
          },
        }
        waiters.set(wishId, (waiters.get(wishId) ?? new Set()).add(waiter))
        if (signal.aborted) abort()
        else signal.addEventListener('abort', abort, { once: true })
        pump()
      }),
    hasFailed: () => failure !== null,
    interrupt,
    async stop() {
      stopped.abort()
      await interrupt()
      await pumping
    },
  }
}
