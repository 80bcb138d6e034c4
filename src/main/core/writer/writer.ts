/**
 * The single writer. It runs in a worker thread (`writer-worker.ts`), so that recording 20,000 holders does not block a host.
 * `openWriter` returns the handle that the rest of the core uses.
 */
import { Worker } from 'node:worker_threads'
import { AppError } from '../base/errors.ts'
import { ranOutOfMemory, thrown, workerUrl } from '../base/threads.ts'
import type { WriterOf } from '../database/db.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.ts'
import type { Writes } from './writes.ts'

/** Sends writes to the worker. */
export interface Writer extends WriterOf<Writes> {
  /** Waits for pending writes, then closes the history. */
  close(): Promise<void>
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Opens (creates, migrates) the history of a data folder in its own thread. `now` (ms) names backups. `again` means that there was a history
 * before: if it is gone, none is created. If the thread crashes, its pending calls reject (with `OUT_OF_MEMORY` if that was the cause) and the
 * next call starts a new thread. Throws as `openHistory`, and `DATA_DIR_GONE`, which each write also throws once the folder is gone. A reader
 * can be opened once this has resolved.
 */
export async function openWriter(dataDir: string, options: { now?: number; again?: boolean } = {}): Promise<Writer> {
  const start = (again: boolean) => startThread({ dataDir, now: options.now ?? Date.now(), again })
  let thread = start(options.again ?? false)
  let closing: Promise<void> | null = null
  await thread

  /** The running thread; starts a new one if it has ended. */
  function running(): Promise<WriterThread> {
    thread = thread.then(
      (known) => (known.hasEnded() ? start(true) : known),
      () => start(true),
    )
    return thread
  }

  return {
    async call(name, input, transfer) {
      if (closing !== null) throw new Error('The writer is closed')
      // biome-ignore lint/suspicious/noExplicitAny: the worker answers with what the named write returns
      return (await running()).send(name, input, transfer) as Promise<any>
    },
    close: () =>
      (closing ??= thread.then(
        (known) => known.close(),
        () => {},
      )),
  }
}

/** One thread. */
interface WriterThread {
  send(name: string, input: unknown, transfer?: ArrayBuffer[]): Promise<unknown>
  hasEnded(): boolean
  /** Waits for pending calls. */
  close(): Promise<void>
}

async function startThread(options: WorkerOptions): Promise<WriterThread> {
  const worker = new Worker(workerUrl('writer-worker', import.meta.url), { workerData: options, execArgv: [] })
  const pending = new Map<number, Pending>()
  const opened = Promise.withResolvers<void>()
  const exited = Promise.withResolvers<void>()
  let nextId = 1
  let ended: unknown = null

  const end = (error: unknown) => {
    ended ??= error
    opened.reject(ended)
    for (const call of pending.values()) call.reject(ended)
    pending.clear()
  }
  worker.once('exit', (code) => {
    end(new Error(`The writer has ended (${code})`))
    exited.resolve()
  })
  worker.once('error', (error) => end(endOf(error)))
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ready') opened.resolve()
    else if (message.kind === 'refused') opened.reject(thrown(message.error))
    else if (message.kind === 'done' || message.kind === 'failed') {
      const call = pending.get(message.id)
      pending.delete(message.id)
      if (message.kind === 'done') call?.resolve(message.value)
      else call?.reject(thrown(message.error))
    }
  })
  try {
    await opened.promise
  } catch (error) {
    await exited.promise
    throw error
  }

  const post = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  return {
    send: (name, input, transfer) =>
      new Promise((resolve, reject) => {
        if (ended !== null) {
          reject(ended)
          return
        }
        const id = nextId++
        pending.set(id, { resolve, reject })
        post({ kind: 'call', id, name, input }, transfer)
      }),
    hasEnded: () => ended !== null,
    async close() {
      if (ended === null) post({ kind: 'close' })
      await exited.promise
    },
  }
}

function endOf(error: unknown): Error {
  if (!ranOutOfMemory(error)) return new Error('The writer failed', { cause: error })
  return new AppError(
    'OUT_OF_MEMORY',
    'There was not enough memory to write this, so it was not written. Everything written before is safe, and writing still works. Close other programs and try again; if this continues, the response may be too large for this computer.',
    { cause: error },
  )
}
