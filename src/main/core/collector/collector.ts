/** The collector of one process: serves wishes and the schedule while it holds the collector's lock, else hands its wishes to who does. */
import type { EventName, Events, QueueAnswer, RunAnswer } from '../../../shared/contract/answers.ts'
import { hourMs } from '../../../shared/domain/duration.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { throttle } from '../base/throttle.ts'
import type { ReadDb } from '../database/db.ts'
import type { Log } from '../log/log.ts'
import type { Provider, ProviderId, ProviderSession } from '../vendors/provider.ts'
import { checkRequest, checkRuns } from './check-request.ts'
import { createEngine } from './engine.ts'
import { createLeader } from './leader.ts'
import { type PlanContext, planCollection, sweepLength } from './plan.ts'
import { type Progress, progressOf, queueOf } from './progress.ts'
import { type CollectRows, readCollectRows, readWishes } from './rows.ts'
import { readRunsOf } from './runs.ts'
import { type CollectorRole, createSchedule } from './schedule.ts'
import { scheduledSweep } from './scheduled-sweep.ts'
import { continuesSince, requestText, type Wish, type WishRequest } from './wish.ts'
import type { CollectWriter } from './writes.ts'

const progressEveryMs = 100
const changedEveryMs = 500

type Connection = CollectRows['connections'][number]

/** What the collector works with. */
export interface CollectorDeps {
  dataDir: string
  reader: ReadDb
  writer: CollectWriter
  clock: Clock
  log: Log
  providerOf(id: ProviderId): Provider
  /** Opens a connection; asked once for each state of its row. */
  openSession(connection: Connection): ProviderSession
  /** Reads the vendor's list of tenants and keeps it. */
  refreshTenants(connection: Connection, session: ProviderSession, signal: AbortSignal): Promise<void>
  settings(): { timeZone: string; collectEveryHours: number; limitsPerKey: boolean }
  emit<E extends EventName>(event: E, payload: Events[E]): void
  /** How often other processes' wishes and writes are looked for, ms. */
  pollMs?: number
}

/** How a caller follows its wish. */
interface FollowOptions {
  signal: AbortSignal
  onProgress?(progress: Progress): void
}

/** The collector. */
export interface Collector {
  /** Collects and waits. Aborting ends it cleanly (`CANCELLED`); an equal wish within the hour, or twice the sweep's length, goes on where it was. */
  collect(request: WishRequest, options: FollowOptions): Promise<RunAnswer[]>
  /** Starts collecting and answers at once how many targets there are. */
  begin(request: WishRequest): Promise<number>
  /** Ends every wish, also those of other processes, and what runs now; the schedule pauses for an hour. */
  cancel(): Promise<void>
  queue(): QueueAnswer
  /** Keeps the schedule from now on, or stands by while another process collects: `onRole` is told which, at first and at each change. */
  start(onRole?: (role: CollectorRole) => void): void
  /** Something may be due now: the network is back, the machine woke up, the tray was clicked. */
  wake(reason: string): void
  /** The machine is about to sleep: what runs is cut short, to be asked again, and nothing begins until it is woken. */
  suspend(): void
  /** While paused the schedule begins nothing; what a person asks for still runs. Not kept over a restart. */
  setPaused(paused: boolean): void
  /** Whether this process is the one that collects. */
  isLeading(): boolean
  /** Ends cleanly; unfinished wishes go on at the next start. */
  stop(): Promise<void>
}

/** Makes a collector. It does nothing until it is asked to. */
export function createCollector(deps: CollectorDeps): Collector {
  const { reader, writer, clock, log, pollMs = 1_000 } = deps
  const stopping = new AbortController()
  const background = new Set<Promise<unknown>>()
  const listeners = new Set<(progress: Progress) => void>()
  const sessions = new Map<number, { rowText: string; session: ProviderSession }>()
  let scheduling = false
  let paused = false
  let asleep = false
  /** After a stop by hand the schedule does not begin again at once: by the clock that cannot be set. */
  let restingUntil = Number.NEGATIVE_INFINITY

  const planContext = () => {
    const { timeZone, collectEveryHours, limitsPerKey } = deps.settings()
    return { providerOf: deps.providerOf, limitsPerKey, timeZone, everyHours: collectEveryHours }
  }
  const contextNow = (scheduled: boolean): PlanContext => ({ ...planContext(), now: clock.now(), scheduled, held: new Set() })

  function sessionOf(connection: Connection): ProviderSession {
    const { config, secretKind, secretEnv } = connection
    const rowText = JSON.stringify([config, secretKind, secretEnv])
    const known = sessions.get(connection.id)
    if (known?.rowText === rowText) return known.session
    const session = deps.openSession(connection)
    sessions.set(connection.id, { rowText, session })
    return session
  }

  // A fast vendor would otherwise flood the page.
  const emitProgress = throttle<Progress>(progressEveryMs, clock, stopping.signal, (progress) => deps.emit('collect.progress', progress))
  const tellProgress = (progress: Progress) => {
    emitProgress(progress)
    for (const listener of listeners) listener(progress)
  }
  const tellChanged = throttle<void>(changedEveryMs, clock, stopping.signal, () =>
    deps.emit('history.changed', { at: new Date(clock.now()).toISOString() }),
  )

  const isScheduling = () => scheduling && !paused && clock.elapsed() >= restingUntil

  const leader = createLeader({
    dataDir: deps.dataDir,
    reader,
    writer,
    clock,
    log,
    pollMs,
    continuesSince: (now, kind) => continuesSince(now, sweepLength(readCollectRows(reader), contextNow(false)), kind),
    startEngine() {
      const engine = createEngine({
        reader,
        writer,
        clock,
        log,
        planContext,
        session: sessionOf,
        refreshTenants: (connection, signal) => deps.refreshTenants(connection, sessionOf(connection), signal),
        onProgress: tellProgress,
        onEnded: tellChanged,
      })
      engine.setScheduled(isScheduling())
      engine.setAsleep(asleep)
      return engine
    },
  })

  const schedule = createSchedule({ leader, clock, log, standByMs: 5 * pollMs, mayBegin: isScheduling, stopping: stopping.signal })

  async function addWish(request: WishRequest): Promise<Wish> {
    const at = clock.now()
    const rows = readCollectRows(reader)
    const sweepMs = sweepLength(rows, contextNow(false))
    const kept = await writer.call('wish.add', {
      at,
      request: requestText(request),
      continuesSince: continuesSince(at, sweepMs, request.kind),
      scheduled: scheduledSweep(reader, rows, request, contextNow(false)),
    })
    return { ...kept, request }
  }

  /** Serves the wish, or waits until the process that holds the lock has; takes over when that one ends. */
  function follow(wish: Wish, signal: AbortSignal): Promise<void> {
    return leader.claiming(async () => {
      while (readWishes(reader).some(({ id }) => id === wish.id)) {
        signal.throwIfAborted()
        const engine = await leader.tryLead()
        if (engine !== null) {
          await engine.waitFor(wish.id, signal)
          continue
        }
        const rows = readCollectRows(reader)
        tellProgress(progressOf(rows, planCollection(rows, contextNow(false)), clock.now()))
        await clock.sleep(pollMs, signal)
      }
    })
  }

  async function followOrCancel(wish: Wish, user: AbortSignal): Promise<void> {
    try {
      await follow(wish, AbortSignal.any([user, stopping.signal]))
    } catch (error) {
      if (!user.aborted && !stopping.signal.aborted) throw error
      if (user.aborted) await writer.call('wish.finish', { ids: [wish.id], at: clock.now(), cancelled: true })
      throw new AppError(
        'CANCELLED',
        'Collecting was stopped. Nothing is lost: what was collected is kept, and the same command goes on from there.',
      )
    }
  }

  /** Tells the page that another process has written, and how far that one is. */
  async function watchOthers(): Promise<void> {
    let version = await writer.call('collect.dataVersion', {})
    while (!stopping.signal.aborted) {
      try {
        await clock.sleep(2 * pollMs, stopping.signal)
        const now = await writer.call('collect.dataVersion', {})
        if (now === version) continue
        version = now
        tellChanged()
        if (leader.engine() !== null) continue
        const rows = readCollectRows(reader)
        tellProgress(progressOf(rows, planCollection(rows, contextNow(true)), clock.now()))
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'could not look for other processes’ writes')
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
      checkRequest(reader, readCollectRows(reader), request, deps)
      if (onProgress) listeners.add(onProgress)
      try {
        const wish = await addWish(request)
        await followOrCancel(wish, signal)
        return checkRuns(request, readRunsOf(reader, wish, clock.now()))
      } finally {
        if (onProgress) listeners.delete(onProgress)
      }
    },

    async begin(request) {
      checkRequest(reader, readCollectRows(reader), request, deps)
      const wish = await addWish(request)
      const rows = readCollectRows(reader)
      const { jobs, skips } = planCollection({ ...rows, wishes: rows.wishes.filter((each) => each.id === wish.id) }, contextNow(false))
      inBackground(followOrCancel(wish, new AbortController().signal))
      return jobs.length + skips.length
    },

    async cancel() {
      restingUntil = clock.elapsed() + hourMs
      leader.engine()?.setScheduled(false)
      await writer.call('wish.finish', { ids: readWishes(reader).map((wish) => wish.id), at: clock.now(), cancelled: true })
      await leader.engine()?.interrupt()
      leader.engine()?.pump()
    },

    queue() {
      const rows = readCollectRows(reader)
      return queueOf(rows, planCollection(rows, contextNow(true)), clock.now())
    },

    start(onRole = () => {}) {
      if (scheduling) return
      scheduling = true
      inBackground(leader.claiming(() => schedule.keep(onRole)))
      inBackground(watchOthers())
    },

    wake(reason) {
      log.info({ reason }, 'looking for what is due')
      restingUntil = Number.NEGATIVE_INFINITY
      asleep = false
      leader.engine()?.setAsleep(false)
      leader.engine()?.pump()
      schedule.lookNow()
    },

    suspend() {
      log.info({}, 'the machine is about to sleep')
      asleep = true
      const engine = leader.engine()
      engine?.setAsleep(true)
      if (engine) inBackground(engine.interrupt())
    },

    setPaused(value) {
      paused = value
      schedule.lookNow()
    },

    isLeading: () => leader.engine() !== null,

    async stop() {
      stopping.abort()
      await Promise.all([...background])
      await leader.ended()
    },
  }
}
