/** The demo in the core: a host provides the function that fills an empty history; the core reports progress and resumes an interrupted demo. */

import type { EventName, Events } from '../../../shared/contract/events.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { throttle } from '../base/throttle.ts'
import type { ReadDb } from '../database/db.ts'
import { type ProcessLock, tryProcessLock } from '../database/process-lock.ts'
import { connectionTable } from '../database/schema/tenants.ts'
import type { Log } from '../log/log.ts'
import { readSetting } from '../settings/settings.ts'
import { readTeam } from '../team/local-state.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api, FillDemo } from './product.ts'

/** A page refetches everything on a change event, which takes about as long as a sweep. */
const changedEveryMs = 3_000

/** Dependencies of `createDemo`. */
export interface DemoDeps {
  dataDir: string
  reader: ReadDb
  writer: Writer
  clock: Clock
  log: Log
  /** Null in a host without a demo. */
  fillDemo: FillDemo | null
  emit<E extends EventName>(event: E, payload: Events[E]): void
}

/** How much of the demo a data folder holds; `none` also if it has a real history. */
export type DemoState = 'none' | 'half' | 'full'

/** The demo of a running host. */
export interface Demo {
  state(): DemoState
  /**
   * Starts or resumes filling. Resolves when the first sweep can be shown; `filled` resolves when all sweeps are done.
   * Throws `ALREADY_EXISTS`, and `HOST_RUNNING` while another process fills it.
   */
  open(): Promise<{ filled: Promise<void> }>
  /** Resumes an interrupted demo in the background; does nothing if there is none or another process is filling it. */
  resume(): void
  handlers: Pick<Api, 'demo.open'>
  /** Stops filling. */
  stop(): Promise<void>
}

/** Creates the demo of a host. */
export function createDemo(deps: DemoDeps): Demo {
  const { reader, writer, clock, log, emit } = deps
  const stopped = new AbortController()
  let filling: Promise<void> | null = null

  function state(): DemoState {
    if (!readSetting(reader, 'demo')) return 'none'
    return readSetting(reader, 'demoFilling') === null ? 'full' : 'half'
  }

  async function open(): Promise<{ filled: Promise<void> }> {
    const { fillDemo } = deps
    if (fillDemo === null) throw new AppError('FORBIDDEN', 'This host cannot create a demo. Run `seatledger demo --data-dir DIR` instead.')
    const isEmpty = reader.orm.select({ id: connectionTable.id }).from(connectionTable).limit(1).get() === undefined
    if (filling !== null || !(isEmpty || state() === 'half')) {
      throw new AppError(
        'ALREADY_EXISTS',
        'The demo needs an empty data folder, and this one is not empty. Use another one: `seatledger demo --data-dir DIR`.',
      )
    }
    if (readTeam(reader) !== null) {
      throw new AppError(
        'FORBIDDEN',
        'This data folder belongs to a team, and made-up history must not be shared. Use another one: `seatledger demo --data-dir DIR`.',
      )
    }
    const lock = tryProcessLock(deps.dataDir, 'demo')
    if (lock === null) {
      throw new AppError(
        'HOST_RUNNING',
        'Another Seatledger is filling this demo. Open it with `seatledger serve`, or run this again when the other one has finished.',
      )
    }
    return begin(fillDemo, lock)
  }

  async function begin(fillDemo: FillDemo, lock: ProcessLock): Promise<{ filled: Promise<void> }> {
    const first = Promise.withResolvers<void>()
    const changed = () => emit('history.changed', { at: isoTime(clock.now()) })
    const nowAndThen = throttle<void>(changedEveryMs, clock, stopped.signal, changed)
    const report = (done: number, total: number, running: boolean) => {
      emit('collect.progress', { running, done, total, expectedFinish: null, tenant: null, dataset: null })
      if (running) nowAndThen()
      else changed()
    }
    let last = { done: 0, total: 0 }
    filling = fillDemo({
      reader,
      writer,
      log,
      now: clock.now(),
      timeZone: readSetting(reader, 'timeZone'),
      signal: stopped.signal,
      onProgress(progress) {
        last = progress
        first.resolve()
        report(progress.done, progress.total, true)
      },
    }).finally(() => {
      // After a failure such as a full disk, filling can be resumed later.
      filling = null
      lock.release()
      report(last.done, last.total, false)
    })
    const filled = filling
    filled.then(first.resolve, first.reject)
    await first.promise
    return { filled }
  }

  async function openInBackground(): Promise<void> {
    const { filled } = await open()
    filled.catch((error: unknown) => {
      if (!stopped.signal.aborted) log.error({ err: error }, 'the demo could not be filled')
    })
  }

  return {
    state,
    open,
    resume() {
      if (filling !== null || deps.fillDemo === null || state() !== 'half') return
      openInBackground().catch((error: unknown) => {
        if (!stopped.signal.aborted) log.warn({ err: error }, 'the demo could not be resumed')
      })
    },
    handlers: {
      'demo.open': async () => {
        await openInBackground()
        return {}
      },
    },
    async stop() {
      stopped.abort()
      // The caller of `open` has already received this error.
      await filling?.catch(() => {})
    },
  }
}
