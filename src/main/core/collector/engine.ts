/**
 * Collects what is planned: lanes (a vendor's routes) run concurrently, the jobs of a lane one after another. The plan is not kept in
 * memory: each step reads the rows and plans again, so a restart, a request of another process or a paused tenant takes effect at
 * the next step.
 */
import { minuteMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import { failureKindOf } from '../connections/failure-kind.ts'
import type { ReadDb } from '../database/db.ts'
import type { Log } from '../log/log.ts'
import type { ProviderSession } from '../vendors/provider.ts'
import { collectTarget, type RunEnd } from './collect-target.ts'
import { closedForMs } from './pace.ts'
import { type Job, type Plan, type PlanContext, planCollection } from './plan.ts'
import { type Progress, progressOf } from './progress.ts'
import { type CollectRows, readCollectRows } from './rows.ts'
import { createTenantRefresh } from './tenant-refresh.ts'
import type { CollectWriter } from './writes.ts'

/** How long the schedule skips a connection whose credential is refused or cannot be read. */
const onHoldMs = 10 * minuteMs
/** How long current runs may take to finish when the engine stops. */
const graceMs = 3_000

type Connection = CollectRows['connections'][number]

/** The engine's dependencies. */
export interface EngineDeps {
  reader: ReadDb
  writer: CollectWriter
  clock: Clock
  log: Log
  planContext(): Omit<PlanContext, 'scheduled' | 'onHold' | 'now'>
  session(connection: Connection): ProviderSession
  /** Reads the vendor's list of tenants and stores it. */
  refreshTenants(connection: Connection, signal: AbortSignal): Promise<void>
  onProgress(progress: Progress): void
  /** Called when it stops because the history cannot be written. */
  onFailed(error: unknown): void
  /** Called after each run, whatever its outcome, since rows have changed. */
  onRunEnded(): void
}

/** The running engine. Only the process that holds the collector's lock has one. */
export interface Engine {
  /** Whether the schedule is collected too, or only pending requests. */
  setScheduled(scheduled: boolean): void
  /** While the machine sleeps, nothing is started, not even for requests. */
  setAsleep(asleep: boolean): void
  /** Plans again, and starts what can be started. */
  pump(): void
  /** Resolves when the request is finished. Rejects if the history cannot be written, or with the signal's reason. */
  waitFor(requestId: number, signal: AbortSignal): Promise<void>
  /** Whether it has stopped because the history cannot be written. */
  hasFailed(): boolean
  /** Aborts the current runs after a grace period. */
  interrupt(): Promise<void>
  /** Stops cleanly: current runs finish or are closed as cancelled. */
  stop(): Promise<void>
}

/** Starts an engine. */
export function createEngine(deps: EngineDeps): Engine {
  const { reader, writer, clock, log } = deps
  const stopped = new AbortController()
  let aborting = new AbortController()
  const busyLanes = new Set<string>()
  const inFlight = new Map<string, Promise<void>>()
  /** By connection, on the monotonic clock. */
  const onHoldUntil = new Map<number, number>()
  /** By request. */
  const waiters = new Map<number, Set<PromiseWithResolvers<void>>>()
  let scheduled = false
  let asleep = false
  let failure: { error: unknown } | null = null
  let alarm: { at: number; off: AbortController } | null = null
  let pumping: Promise<void> | null = null
  let again = false
  const tenantRefresh = createTenantRefresh({
    clock,
    log,
    refreshTenants: (connection) => deps.refreshTenants(connection, aborting.signal),
    onEnded: pump,
  })

  const context = (): PlanContext => {
    const onHold = new Set([...onHoldUntil].filter(([, until]) => until > clock.elapsed()).map(([id]) => id))
    return { ...deps.planContext(), now: clock.now(), scheduled, onHold }
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

  /** Finishes what is done, then starts the next job of each free lane. There is no `await` between reading the rows and starting. */
  async function step(): Promise<void> {
    if (asleep) return
    let { rows, plan } = read()
    if (!tenantRefresh.start(rows, scheduled) && (await settle(plan))) ({ rows, plan } = read())
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

  /**
   * Records failures for targets that cannot be collected, and marks requests as finished. No request is finished while a list of tenants
   * is being refreshed.
   */
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
    const finished = tenantRefresh.running().length > 0 ? [] : plan.finished
    for (const [cancelled, requests] of Map.groupBy(finished, (request) => request.endedEarly)) {
      await writer.call('collectRequest.finish', { ids: requests.map((request) => request.id), at, cancelled })
    }
    return plan.skips.length > 0 || finished.length > 0
  }

  function settleWaiters(rows: CollectRows): void {
    const pending = new Set(rows.pending.map((each) => each.id))
    for (const [requestId, set] of waiters) {
      if (pending.has(requestId)) continue
      waiters.delete(requestId)
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
      // After a wait the plan may have changed.
      const work = waitMs > 0 ? wait(waitMs) : run(job, rows)
      void work.finally(() => {
        busyLanes.delete(lane)
        pump()
      })
    }
  }

  /** The lane's first job that may start. Tenants wait while their connection's own dataset can be collected, since it decides their order. */
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
      !tenantRefresh.isRunning(candidate.connectionId) &&
      (candidate.tenantId === null || !first.has(candidate.connectionId))
    return plan.jobs.find(mayStart) ?? null
  }

  /** Plans again when the first back-off ends. */
  function setAlarm(at: number): void {
    if (alarm?.at === at) return
    alarm?.off.abort()
    const off = new AbortController()
    alarm = { at, off }
    if (!Number.isFinite(at)) return
    clock.sleep(at - clock.now(), AbortSignal.any([off.signal, stopped.signal])).then(
      () => {
        // Cleared, so that the same time can be set again if the clock was set back meanwhile.
        alarm = null
        pump()
      },
      () => {
        // Another alarm replaced this one, or the engine stops.
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
    const running = collectTarget({ writer, clock, log }, job, deps.session(connection), aborting.signal)
      .then((end) => ended(connectionId, end), fail)
      .finally(() => inFlight.delete(key))
    inFlight.set(key, running)
    return running
  }

  function ended(connectionId: number, { code }: RunEnd): void {
    if (code !== null && failureKindOf(code) === 'connection') onHoldUntil.set(connectionId, clock.elapsed() + onHoldMs)
    deps.onRunEnded()
  }

  /** After a failed write or a bug: starts nothing more and rejects all waiters. */
  function fail(error: unknown): void {
    failure ??= { error }
    log.error({ err: error }, 'collecting has stopped')
    deps.onFailed(error)
    for (const waiter of [...waiters.values()].flatMap((set) => [...set])) waiter.reject(error)
    waiters.clear()
  }

  async function interrupt(): Promise<void> {
    const running = Promise.allSettled([...inFlight.values(), ...tenantRefresh.running()])
    const ended = new AbortController()
    await Promise.race([running, clock.sleep(graceMs, ended.signal).catch(() => {})])
    ended.abort()
    aborting.abort()
    await running
    aborting = new AbortController()
  }

  return {
    setScheduled(value) {
      scheduled = value
    },
    setAsleep(value) {
      asleep = value
    },
    pump,
    async waitFor(requestId, signal) {
      if (failure !== null) throw failure.error
      signal.throwIfAborted()
      const waiter = Promise.withResolvers<void>()
      const abort = () => waiter.reject(signal.reason)
      const ofRequest = getOrAdd(waiters, requestId, () => new Set<PromiseWithResolvers<void>>())
      ofRequest.add(waiter)
      signal.addEventListener('abort', abort, { once: true })
      pump()
      try {
        await waiter.promise
      } finally {
        signal.removeEventListener('abort', abort)
        ofRequest.delete(waiter)
      }
    },
    hasFailed: () => failure !== null,
    interrupt,
    async stop() {
      stopped.abort()
      await interrupt()
      await pumping
    },
  }
}
