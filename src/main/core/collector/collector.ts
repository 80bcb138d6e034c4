/**
 * The collector of one process. It handles requests and the schedule if the process has the lead; otherwise the process that has the lead
 * handles its requests.
 */

import type { QueueAnswer, RunAnswer } from '../../../shared/contract/collecting-answers.ts'
import type { EventName, Events } from '../../../shared/contract/events.ts'
import { hourMs } from '../../../shared/domain/duration.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { ProviderId } from '../../../shared/domain/vendors.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { throttle } from '../base/throttle.ts'
import { createTrouble, type Trouble } from '../base/trouble.ts'
import type { ReadDb } from '../database/db.ts'
import type { Log } from '../log/log.ts'
import type { Provider, ProviderSession } from '../vendors/provider.ts'
import { createEngine } from './engine.ts'
import { createLead } from './lead.ts'
import { type PlanContext, planCollection, sweepLength } from './plan.ts'
import { type Progress, progressOf, queueOf } from './progress.ts'
import { type CollectRequest, type PendingRequest, readPendingRequests, resumableSince } from './requests.ts'
import { type CollectRows, readCollectRows } from './rows.ts'
import { runsOfRequest } from './runs.ts'
import { type CollectorRole, createSchedule } from './schedule.ts'
import { submitRequest } from './submit-request.ts'
import type { CollectWriter } from './writes.ts'

const progressEveryMs = 100
const changedEveryMs = 500
/** How long the schedule pauses after the user stops a collection. */
const pauseAfterStopMs = hourMs

type Connection = CollectRows['connections'][number]

/** The collector's dependencies. */
export interface CollectorDeps {
  dataDir: string
  reader: ReadDb
  writer: CollectWriter
  clock: Clock
  log: Log
  providerOf(id: ProviderId): Provider
  /** Opens a connection; called again only when its options or credential have changed. */
  openSession(connection: Connection): ProviderSession
  /** Reads the vendor's list of tenants and stores it. */
  refreshTenants(connection: Connection, session: ProviderSession, signal: AbortSignal): Promise<void>
  /** Connections that another machine of the team currently collects, each with the text for users. */
  elsewhere?(): ReadonlyMap<number, string>
  settings(): { timeZone: string; collectEveryHours: number; limitsPerKey: boolean }
  emit<E extends EventName>(event: E, payload: Events[E]): void
  /** The interval of checking for requests and writes of other processes, ms. */
  pollMs?: number
}

/** How a caller can cancel and observe a collection. */
interface CollectOptions {
  signal: AbortSignal
  onProgress?(progress: Progress): void
}

/** The collector. */
export interface Collector {
  /**
   * Collects, and returns the runs. Aborting ends it cleanly (`CANCELLED`); an equal request within an hour, or twice the sweep's length,
   * resumes it.
   */
  collect(request: CollectRequest, options: CollectOptions): Promise<RunAnswer[]>
  /** Starts collecting, and returns how many targets there are without waiting for them. */
  begin(request: CollectRequest): Promise<number>
  /** Ends all requests, including those of other processes, and the current runs; the schedule pauses for an hour. */
  cancel(): Promise<void>
  queue(): QueueAnswer
  /** Why this process has stopped collecting; null if it has not. */
  trouble: Trouble['current']
  /** Runs the schedule from now on, or stands by while another process collects. `onRole` is called with the first role and at each change. */
  start(onRole?: (role: CollectorRole) => void): void
  /** Checks what is due now, e.g. when the network is back, the machine woke up, or the tray was clicked. */
  wake(reason: string): void
  /** The machine is about to sleep: aborts the current runs, which are repeated later, and starts nothing until `wake`. */
  suspend(): void
  /** While paused, the schedule starts nothing; requests are still handled. Not kept across restarts. */
  setPaused(paused: boolean): void
  /** Plans again, because what may be collected has changed. */
  replan(): void
  /** Whether this process is the one that collects. */
  isLeading(): boolean
  /** Ends cleanly; pending requests are resumed at the next start. */
  stop(): Promise<void>
}

/** Makes a collector. It does nothing until one of its functions is called. */
export function createCollector(deps: CollectorDeps): Collector {
  const { reader, writer, clock, log, pollMs = 1_000 } = deps
  const stopping = new AbortController()
  const background = new Set<Promise<unknown>>()
  const listeners = new Set<(progress: Progress) => void>()
  const sessions = new Map<number, { rowText: string; session: ProviderSession }>()
  let scheduling = false
  let paused = false
  let asleep = false
  /** By the monotonic clock. */
  let pausedUntil = Number.NEGATIVE_INFINITY

  const planContext = () => {
    const { timeZone, collectEveryHours, limitsPerKey } = deps.settings()
    const elsewhere = deps.elsewhere?.() ?? new Map<number, string>()
    return { providerOf: deps.providerOf, limitsPerKey, timeZone, everyHours: collectEveryHours, elsewhere }
  }
  const contextNow = (scheduled: boolean): PlanContext => ({ ...planContext(), now: clock.now(), scheduled, onHold: new Set() })

  function sessionOf(connection: Connection): ProviderSession {
    const { config, secretKind, secretEnv } = connection
    const rowText = JSON.stringify([config, secretKind, secretEnv])
    const known = sessions.get(connection.id)
    if (known?.rowText === rowText) return known.session
    const session = deps.openSession(connection)
    sessions.set(connection.id, { rowText, session })
    return session
  }

  // A fast vendor would flood the page with events.
  const emitProgress = throttle<Progress>(progressEveryMs, clock, stopping.signal, (progress) => deps.emit('collect.progress', progress))
  const reportProgress = (progress: Progress) => {
    emitProgress(progress)
    for (const listener of listeners) listener(progress)
  }
  const reportChanged = throttle<void>(changedEveryMs, clock, stopping.signal, () =>
    deps.emit('history.changed', { at: isoTime(clock.now()) }),
  )
  const trouble = createTrouble({ what: 'Nothing is collected.', next: 'Seatledger retries within an hour.' }, () => reportChanged())

  const mayStart = () => scheduling && !paused && clock.elapsed() >= pausedUntil

  const lead = createLead({
    dataDir: deps.dataDir,
    reader,
    writer,
    clock,
    log,
    pollMs,
    resumableSince: (now, kind) => resumableSince(now, sweepLength(readCollectRows(reader), contextNow(false)), kind),
    startEngine() {
      const engine = createEngine({
        reader,
        writer,
        clock,
        log,
        planContext,
        session: sessionOf,
        refreshTenants: (connection, signal) => deps.refreshTenants(connection, sessionOf(connection), signal),
        onProgress: reportProgress,
        onFailed: trouble.failed,
        onRunEnded: trouble.succeeded,
      })
      engine.setScheduled(mayStart())
      engine.setAsleep(asleep)
      return engine
    },
  })

  const schedule = createSchedule({
    lead,
    clock,
    log,
    standByMs: 5 * pollMs,
    mayStart,
    stopping: stopping.signal,
    onFailed: trouble.failed,
  })

  const submit = (request: CollectRequest) => submitRequest({ reader, writer }, request, contextNow(false))

  /** Waits until the request is finished, by this process or the one that has the lead. Takes the lead if that process ends. */
  function waitUntilFinished(request: PendingRequest, signal: AbortSignal): Promise<void> {
    return lead.keepDuring(async () => {
      while (readPendingRequests(reader).some(({ id }) => id === request.id)) {
        signal.throwIfAborted()
        const engine = await lead.tryTake()
        if (engine !== null) {
          await engine.waitFor(request.id, signal)
          continue
        }
        const rows = readCollectRows(reader)
        reportProgress(progressOf(rows, planCollection(rows, contextNow(false)), clock.now()))
        await clock.sleep(pollMs, signal)
      }
    })
  }

  async function waitOrCancel(request: PendingRequest, user: AbortSignal): Promise<void> {
    try {
      await waitUntilFinished(request, AbortSignal.any([user, stopping.signal]))
    } catch (error) {
      if (!user.aborted && !stopping.signal.aborted) throw error
      if (user.aborted) await writer.call('collectRequest.finish', { ids: [request.id], at: clock.now(), cancelled: true })
      throw new AppError('CANCELLED', 'Collecting was stopped. What was collected so far is kept. Run the same command again to continue.')
    }
  }

  /** Reports writes and progress of other processes. */
  async function watchOthers(): Promise<void> {
    let version = await writer.call('collect.dataVersion', {})
    while (!stopping.signal.aborted) {
      try {
        await clock.sleep(2 * pollMs, stopping.signal)
        const now = await writer.call('collect.dataVersion', {})
        if (now === version) continue
        version = now
        reportChanged()
        if (lead.engine() !== null) continue
        const rows = readCollectRows(reader)
        reportProgress(progressOf(rows, planCollection(rows, contextNow(true)), clock.now()))
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'could not check for writes of other processes')
      }
    }
  }

  function inBackground(work: Promise<unknown>): void {
    const tracked = work
      .catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'CANCELLED')) log.error({ err: error }, 'collecting failed')
      })
      .finally(() => background.delete(tracked))
    background.add(tracked)
  }

  return {
    async collect(request, { signal, onProgress }) {
      signal.throwIfAborted()
      if (onProgress) listeners.add(onProgress)
      try {
        const pending = await submit(request)
        await waitOrCancel(pending, signal)
        return runsOfRequest(reader, pending, clock.now())
      } finally {
        if (onProgress) listeners.delete(onProgress)
      }
    },

    async begin(request) {
      const pending = await submit(request)
      const { jobs, skips } = planCollection({ ...readCollectRows(reader), pending: [pending] }, contextNow(false))
      inBackground(waitOrCancel(pending, new AbortController().signal))
      return jobs.length + skips.length
    },

    async cancel() {
      pausedUntil = clock.elapsed() + pauseAfterStopMs
      lead.engine()?.setScheduled(false)
      await writer.call('collectRequest.finish', { ids: readPendingRequests(reader).map(({ id }) => id), at: clock.now(), cancelled: true })
      await lead.engine()?.interrupt()
      lead.engine()?.pump()
    },

    queue() {
      const rows = readCollectRows(reader)
      return queueOf(rows, planCollection(rows, contextNow(true)), clock.now())
    },

    trouble: trouble.current,

    start(onRole = () => {}) {
      if (scheduling) return
      scheduling = true
      inBackground(lead.keepDuring(() => schedule.run(onRole)))
      inBackground(watchOthers())
    },

    wake(reason) {
      log.info({ reason }, 'checking what is due')
      pausedUntil = Number.NEGATIVE_INFINITY
      asleep = false
      lead.engine()?.setAsleep(false)
      lead.engine()?.pump()
      schedule.checkNow()
    },

    suspend() {
      log.info({}, 'the machine is about to sleep')
      asleep = true
      const engine = lead.engine()
      engine?.setAsleep(true)
      if (engine) inBackground(engine.interrupt())
    },

    setPaused(value) {
      paused = value
      schedule.checkNow()
    },

    replan: () => lead.engine()?.pump(),

    isLeading: () => lead.engine() !== null,

    async stop() {
      stopping.abort()
      await Promise.all([...background])
      await lead.released()
    },
  }
}
