/** Shared by worker threads: the location of a worker's file, one job in a thread of its own, and the transfer of errors. */
import { existsSync } from 'node:fs'
import { parentPort, type ResourceLimits, Worker, workerData } from 'node:worker_threads'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { AppError } from './errors.ts'

/** Structured cloning drops the class of an `AppError`; other errors are cloned as they are. */
export type ThrownShape =
  | { known: true; code: ErrorCode; message: string; data: Record<string, unknown> | undefined }
  | { known: false; error: unknown }

/** Converts a thrown value for transfer. */
export function thrownShape(error: unknown): ThrownShape {
  if (error instanceof AppError) return { known: true, code: error.code, message: error.message, data: error.data }
  return { known: false, error }
}

/** The inverse of `thrownShape`. */
export function thrown(shape: ThrownShape): unknown {
  if (!shape.known) return shape.error
  return new AppError(shape.code, shape.message, shape.data === undefined ? {} : { data: shape.data })
}

/** The URL of a worker: when run from source, `NAME.ts` in the folder of `from`; when bundled, its entry in the same folder or the one above. */
export function workerUrl(name: string, from: string): URL {
  if (from.endsWith('.ts')) return new URL(`${name}.ts`, from)
  const sibling = new URL(`${name}.js`, from)
  return existsSync(sibling) ? sibling : new URL(`../${name}.js`, from)
}

/** Whether a thread ended because its memory did not suffice. */
export const ranOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** Messages from the thread of a job. */
type FromJob = { kind: 'message'; message: unknown } | { kind: 'done'; value: unknown } | { kind: 'failed'; error: ThrownShape }

/** How a job runs. */
export interface JobOptions<Message> {
  /** The work, for errors: "Copying the history". */
  what: string
  signal?: AbortSignal
  resourceLimits?: ResourceLimits
  /** Receives the messages that the job sends before its result. */
  onMessage?(message: Message, worker: Worker): void
  /** What an abort does instead of ending the thread. */
  cancel?(worker: Worker): void
}

/**
 * Runs the job of a worker file that calls `answerJob`, in its own thread. The thread is over when this resolves or rejects. Throws what the
 * job throws, and the signal's reason if the abort ended the thread.
 */
export async function runJob<Value, Message = never>(worker: URL, job: unknown, options: JobOptions<Message>): Promise<Value> {
  const { what, signal, resourceLimits, onMessage, cancel = (thread: Worker) => void thread.terminate() } = options
  signal?.throwIfAborted()
  const thread = new Worker(worker, { workerData: job, execArgv: [], ...(resourceLimits && { resourceLimits }) })
  const abort = () => cancel(thread)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await new Promise<Value>((resolve, reject) => {
      let failure: unknown = null
      let done: { value: Value } | null = null
      thread.on('message', (message: FromJob) => {
        if (message.kind === 'message') onMessage?.(message.message as Message, thread)
        else if (message.kind === 'done') done = { value: message.value as Value }
        else failure = thrown(message.error)
      })
      thread.once('error', (error) => {
        failure = new Error(`${what} failed`, { cause: error })
      })
      thread.once('exit', (code) => {
        if (done !== null) resolve(done.value)
        else if (failure !== null) reject(failure)
        else reject(signal?.aborted ? signal.reason : new Error(`${what} ended without a result (${code})`))
      })
    })
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** The other side of `runJob`, in the worker's file. `transfer` names the buffers of the result that are moved instead of copied. */
export async function answerJob<Job, Value, Message = never>(
  work: (job: Job, send: (message: Message) => void) => Value | Promise<Value>,
  transfer: (value: Value) => ArrayBuffer[] = () => [],
): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('A job must run in a worker thread')
  const post = (message: FromJob, moved: ArrayBuffer[] = []) => port.postMessage(message, moved)
  try {
    const value = await work(workerData as Job, (message) => post({ kind: 'message', message }))
    post({ kind: 'done', value }, transfer(value))
  } catch (error) {
    post({ kind: 'failed', error: thrownShape(error) })
  }
  port.close()
}
