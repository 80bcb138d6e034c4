/** The demo as the core sees it: a host brings what fills an empty history, the core tells how far it is. */
import type { EventName, Events } from '../../shared/contract/answers.ts'
import type { Clock } from './clock.ts'
import { AppError } from './errors.ts'
import type { ReadDb } from './history/db.ts'
import { connectionTable } from './history/schema.ts'
import type { Writer } from './history/writer.ts'
import type { Log } from './log/log.ts'
import type { Api, FillDemo } from './product.ts'
import { readSetting } from './settings/settings.ts'

/** What `createDemo` works with. */
export interface DemoDeps {
  reader: ReadDb
  writer: Writer
  clock: Clock
  log: Log
  /** Null in a host without a demo. */
  fillDemo: FillDemo | null
  emit<E extends EventName>(event: E, payload: Events[E]): void
}

/** The demo of one running host. */
export interface Demo {
  /** Begins and answers when the first sweep can be looked at; `filled` resolves when all is there. Throws `ALREADY_EXISTS`. */
  open(): Promise<{ filled: Promise<void> }>
  handlers: Pick<Api, 'demo.open'>
  /** Ends what is being filled. */
  stop(): Promise<void>
}

/** Makes the demo's handler. */
export function createDemo(deps: DemoDeps): Demo {
  const { reader, writer, clock, log, emit } = deps
  const stopped = new AbortController()
  let filling: Promise<void> | null = null

  async function open(): Promise<{ filled: Promise<void> }> {
    const { fillDemo } = deps
    if (fillDemo === null) throw new AppError('FORBIDDEN', 'This programme has no demo. Run `seatledger demo --data-dir DIR` instead.')
    if (filling !== null || reader.orm.select({ id: connectionTable.id }).from(connectionTable).limit(1).get() !== undefined) {
      throw new AppError(
        'ALREADY_EXISTS',
        'The demo needs an empty data folder, and this one is not empty. Name another one: `seatledger demo --data-dir DIR`.',
      )
    }
    const first = Promise.withResolvers<void>()
    const tell = (done: number, total: number, running: boolean) => {
      emit('collect.progress', { running, done, total, expectedFinish: null, tenant: null, dataset: null })
      emit('history.changed', { at: new Date(clock.now()).toISOString() })
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
    }).finally(() => tell(last.done, last.total, false))
    filling.catch(first.reject)
    await first.promise
    return { filled: filling }
  }

  return {
    open,
    handlers: {
      'demo.open': async () => {
        const { filled } = await open()
        filled.catch((error: unknown) => {
          if (!stopped.signal.aborted) log.error({ err: error }, 'the demo could not be filled')
        })
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
