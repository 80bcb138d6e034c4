/** The demo as the core sees it: a host brings what fills an empty history, the core tells how far it is and goes on with one that was cut short. */
import type { EventName, Events } from '../../../shared/contract/answers.ts'
import type { Clock } from '../base/clock.ts'
import { AppError } from '../base/errors.ts'
import { throttle } from '../base/throttle.ts'
import type { ReadDb } from '../database/db.ts'
import { type ProcessLock, tryProcessLock } from '../database/process-lock.ts'
import { connectionTable } from '../database/schema/tenants.ts'
import type { Log } from '../log/log.ts'
import { readSetting } from '../settings/settings.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api, FillDemo } from './product.ts'

/** A page asks everything anew when it hears of a change, which costs the filling about as much as a sweep. */
const changedEveryMs = 3_000

/** What `createDemo` works with. */
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

/** How much of the demo a data folder holds; `none` also where it has a history of its own. */
export type DemoState = 'none' | 'half' | 'full'

/** The demo of one running host. */
export interface Demo {
  state(): DemoState
  /**
   * Begins, or goes on where it was cut short, and answers when the first sweep can be looked at; `filled` resolves when all is there.
   * Throws `ALREADY_EXISTS`, and `HOST_RUNNING` while another process fills it.
   */
  open(): Promise<{ filled: Promise<void> }>
  /** Goes on with a demo that was cut short, in the background; does nothing where there is none, or another process is at it. */
  resume(): void
  handlers: Pick<Api, 'demo.open'>
  /** Ends what is being filled. */
  stop(): Promise<void>
}

/** Makes the demo's handler. */
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
    if (fillDemo === null) throw new AppError('FORBIDDEN', 'This programme has no demo. Run `seatledger demo --data-dir DIR` instead.')
    const isEmpty = reader.orm.select({ id: connectionTable.id }).from(connectionTable).limit(1).get() === undefined
    if (filling !== null || !(isEmpty || state() === 'half')) {
      throw new AppError(
        'ALREADY_EXISTS',
        'The demo needs an empty data folder, and this one is not empty. Name another one: `seatledger demo --data-dir DIR`.',
      )
    }
    const lock = tryProcessLock(deps.dataDir, 'demo')
    if (lock === null) {
      throw new AppError(
        'HOST_RUNNING',
        'Another Seatledger is filling this demo. Look at it with `seatledger serve`, or run this again once that one has ended.',
      )
    }
    return begin(fillDemo, lock)
  }

  async function begin(fillDemo: FillDemo, lock: ProcessLock): Promise<{ filled: Promise<void> }> {
    const first = Promise.withResolvers<void>()
    const changed = () => emit('history.changed', { at: new Date(clock.now()).toISOString() })
    const nowAndThen = throttle<void>(changedEveryMs, clock, stopped.signal, changed)
    const tell = (done: number, total: number, running: boolean) => {
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
        tell(progress.done, progress.total, true)
      },
    }).finally(() => {
      // What failed (a full disk) can be gone on with once there is room.
      filling = null
      lock.release()
      tell(last.done, last.total, false)
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
        if (!stopped.signal.aborted) log.warn({ err: error }, 'the demo does not go on')
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
      // Whoever opened it has its error already.
      await filling?.catch(() => {})
    },
  }
}
