/** The collector of one process: serves wishes and the schedule while it holds the collector's lock, else hands its wishes to who does. */
import type { EventName, Events, QueueAnswer, RunAnswer } from '../../../shared/contract/answers.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { ReadDb, Writer } from '../history/writer.ts'
import type { Log } from '../log/log.ts'
import type { Provider, ProviderId, ProviderSession } from '../providers/provider.ts'
import { createEngine, type Engine } from './engine.ts'
import { type CollectorLock, tryCollectorLock } from './lock.ts'
import { type PlanContext, planCollection, sweepLength } from './plan.ts'
import { type Progress, progressOf, queueOf } from './progress.ts'
import { type CollectRows, readCollectRows, readWishes } from './rows.ts'
import { readRunsOf } from './runs.ts'
import { continuesSince, inScope, requestText, type Wish, type WishRequest } from './wish.ts'

const hourMs = 3_600_000

type Connection = CollectRows['connections'][number]

/** What the collector works with. */
export interface CollectorDeps {
  dataDir: string
  reader: ReadDb
  writer: Writer
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
export interface FollowOptions {
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
  /** Keeps the schedule from now on, or stands by while another process does. */
  start(): void
  /** Something may be due now: the network is back, the machine woke up, the tray was clicked. */
  wake(reason: string): void
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
  const claims = new Set<symbol>()
  const background = new Set<Promise<unknown>>()
  const listeners = new Set<(progress: Progress) => void>()
  const sessions = new Map<number, { rowText: string; session: ProviderSession }>()
  let lead: { lock: CollectorLock; engine: Engine; ended: AbortController; polling: Promise<void> } | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let scheduling = false
  let paused = false
  /** After a stop by hand the schedule does not begin again at once. */
  let restingUntil = 0
  let alarm = new AbortController()

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

  const tellProgress = (progress: Progress) => {
    deps.emit('collect.progress', progress)
    for (const listener of listeners) listener(progress)
  }
  const tellChanged = () => deps.emit('history.changed', { at: new Date(clock.now()).toISOString() })

  /** One after the other, so that the lock is never taken and given back at once. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work)
    turn = mine.catch(() => {})
    return mine
  }

  /** Takes the lock if it is free; then what a killed process left open is closed, and wishes too old to go on are ended. */
  function tryLead(): Promise<Engine | null> {
    return inTurn(async () => {
      if (lead !== null) return lead.engine
      const lock = tryCollectorLock(deps.dataDir)
      if (lock === null) return null
      try {
        const at = clock.now()
        const interrupted = await writer.call('run.closeInterrupted', { at })
        if (interrupted > 0) log.info({ runs: interrupted }, 'closed what an ended process had left open')
        const tooOld = continuesSince(at, sweepLength(readCollectRows(reader), contextNow(false)))
        const ids = readWishes(reader)
          .filter((wish) => wish.sweepAt < tooOld)
          .map((wish) => wish.id)
        if (ids.length > 0) await writer.call('wish.finish', { ids, at, cancelled: true })
      } catch (error) {
        lock.release()
        throw error
      }
      const ended = new AbortController()
      const engine = createEngine({
        reader,
        writer,
        clock,
        log,
        planContext,
        session: sessionOf,
        refreshTenants: (connection, signal) => deps.refreshTenants(connection, sessionOf(connection), signal),
        onProgress: tellProgress,
        onRecorded: tellChanged,
      })
      engine.setScheduled(isScheduling())
      lead = { lock, engine, ended, polling: pollWishes(engine, ended.signal) }
      return engine
    })
  }

  const isScheduling = () => scheduling && !paused && clock.now() >= restingUntil

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

  function endLead(): Promise<void> {
    return inTurn(async () => {
      if (lead === null || claims.size > 0) return
      const { lock, engine, ended, polling } = lead
      ended.abort()
      await engine.stop()
      await polling
      lead = null
      lock.release()
    })
  }

  /** As long as one claim stands, this process collects if it can. */
  async function claiming<T>(work: () => Promise<T>): Promise<T> {
    const claim = Symbol('claim')
    claims.add(claim)
    try {
      return await work()
    } finally {
      claims.delete(claim)
      if (claims.size === 0) await endLead()
    }
  }

  async function addWish(request: WishRequest): Promise<Wish> {
    const at = clock.now()
    const rows = readCollectRows(reader)
    const sweepMs = sweepLength(rows, contextNow(false))
    const kept = await writer.call('wish.add', {
      at,
      request: requestText(request),
      continuesSince: continuesSince(at, sweepMs),
    })
    return { ...kept, request }
  }

  /** Serves the wish, or waits until the process that holds the lock has; takes over when that one ends. */
  function follow(wish: Wish, signal: AbortSignal): Promise<void> {
    return claiming(async () => {
      while (readWishes(reader).some(({ id }) => id === wish.id)) {
        signal.throwIfAborted()
        const engine = await tryLead()
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

  /** Throws the next step where there is nothing that could be asked. */
  function checkRequest(request: WishRequest): void {
    const rows = readCollectRows(reader)
    if (rows.connections.length === 0) {
      throw new AppError('NOT_FOUND', 'There is no connection to collect from yet. Add one with `seatledger connect`, or in the settings.')
    }
    if (request.kind !== 'collect' || request.tenantId === null) return
    if (!rows.tenants.some((tenant) => inScope(request, { connectionId: tenant.connectionId, tenantId: tenant.id }))) {
      throw new AppError(
        'STOPPED',
        'This tenant is not asked: it is paused, or the vendor no longer lists it. Resume it with `seatledger tenants resume`, or refresh the list of tenants.',
        {
          data: { tenant: request.tenantId },
        },
      )
    }
  }

  async function keepSchedule(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const engine = await tryLead()
        engine?.setScheduled(isScheduling())
        engine?.pump()
        await sleepUntilAlarm(engine === null ? 5 * pollMs : hourMs)
      } catch (error) {
        if (stopping.signal.aborted) return
        log.error({ err: error }, 'the schedule could not be kept; it is tried again')
        await sleepUntilAlarm(60_000)
      }
    }
  }

  async function sleepUntilAlarm(ms: number): Promise<void> {
    const signal = AbortSignal.any([alarm.signal, stopping.signal])
    try {
      await clock.sleep(ms, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
    if (alarm.signal.aborted) alarm = new AbortController()
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
        if (lead !== null) continue
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
      checkRequest(request)
      if (onProgress) listeners.add(onProgress)
      try {
        const wish = await addWish(request)
        await followOrCancel(wish, signal)
        return readRunsOf(reader, wish)
      } finally {
        if (onProgress) listeners.delete(onProgress)
      }
    },

    async begin(request) {
      checkRequest(request)
      const wish = await addWish(request)
      const rows = readCollectRows(reader)
      const { jobs, skips } = planCollection({ ...rows, wishes: rows.wishes.filter((each) => each.id === wish.id) }, contextNow(false))
      inBackground(followOrCancel(wish, new AbortController().signal))
      return jobs.length + skips.length
    },

    async cancel() {
      restingUntil = clock.now() + hourMs
      lead?.engine.setScheduled(false)
      await writer.call('wish.finish', { ids: readWishes(reader).map((wish) => wish.id), at: clock.now(), cancelled: true })
      await lead?.engine.interrupt()
      lead?.engine.pump()
    },

    queue() {
      const rows = readCollectRows(reader)
      return queueOf(rows, planCollection(rows, contextNow(true)), clock.now())
    },

    start() {
      if (scheduling) return
      scheduling = true
      inBackground(claiming(keepSchedule))
      inBackground(watchOthers())
    },

    wake(reason) {
      log.info({ reason }, 'looking for what is due')
      restingUntil = 0
      alarm.abort()
    },

    setPaused(value) {
      paused = value
      alarm.abort()
    },

    isLeading: () => lead !== null,

    async stop() {
      stopping.abort()
      await Promise.all([...background])
      await endLead()
    },
  }
}
