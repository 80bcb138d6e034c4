/**
 * The one writer. It runs in a worker thread (`writer-worker.ts`), so that recording 20,000 holders never blocks a host;
 * `openWriter` gives the handle that the rest of the core calls.
 */
import { Worker } from 'node:worker_threads'
import { thrown, workerUrl } from '../threads.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.ts'
import type { Writes } from './writes.ts'

/** Sends writes to the worker, one after the other; each is committed (`synchronous=FULL`) before its promise resolves. */
export interface Writer {
  /** Throws what the write threw; `AppError`s keep their code, message and data. */
  call<K extends keyof Writes>(name: K, input: Parameters<Writes[K]>[1], transfer?: ArrayBuffer[]): Promise<Awaited<ReturnType<Writes[K]>>>
  /** Waits for what is under way, optimises, closes. */
  close(): Promise<void>
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Opens (creates, migrates) the history of a data folder in a thread of its own. `now` (ms) names backups.
 * Throws as `openHistory`. A reader can be opened once this has resolved.
 */
export async function openWriter(dataDir: string, options: { now?: number } = {}): Promise<Writer> {
  const worker = new Worker(workerUrl('writer-worker', import.meta.url), {
    workerData: { dataDir, now: options.now ?? Date.now() } satisfies WorkerOptions,
    execArgv: [],
  })
  const pending = new Map<number, Pending>()
  let nextId = 1
  let ended: Error | null = null
  let opened: Pending | null = null

  const end = (error: Error) => {
    ended ??= error
    opened?.reject(ended)
    for (const call of pending.values()) call.reject(ended)
    pending.clear()
  }
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      end(new Error(`The writer has ended (${code})`))
      resolve()
    })
  })
  worker.once('error', (error) => end(new Error('The writer failed', { cause: error })))
  const ready = new Promise<unknown>((resolve, reject) => {
    opened = { resolve, reject }
  })
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ready') opened?.resolve(undefined)
    else if (message.kind === 'refused') opened?.reject(thrown(message.error))
    else if (message.kind === 'done' || message.kind === 'failed') {
      const call = pending.get(message.id)
      pending.delete(message.id)
      if (message.kind === 'done') call?.resolve(message.value)
      else call?.reject(thrown(message.error))
    }
  })
  try {
    await ready
  } catch (error) {
    await exited
    throw error
  }

  let closing = false
  const send = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  return {
    call: (name, input, transfer) =>
      // biome-ignore lint/suspicious/noExplicitAny: the worker answers with what the named write returns
      new Promise<any>((resolve, reject) => {
        if (ended !== null || closing) {
          reject(ended ?? new Error('The writer is closed'))
          return
        }
        const id = nextId++
        pending.set(id, { resolve, reject })
        send({ kind: 'call', id, name, input }, transfer)
      }),
    async close() {
      if (!closing && ended === null) {
        closing = true
        send({ kind: 'close' })
      }
      await exited
    },
  }
}
