/** `copyAsOf` in its own thread, so that a host keeps answering and collecting. */
import { Worker } from 'node:worker_threads'
import { type ThrownShape, thrown, workerUrl } from '../base/threads.ts'
import type { PageWatch } from '../maintenance/copy.ts'

/** The thread's start options. */
export interface AsOfJob {
  dataDir: string
  folder: string
  end: number
}

/** Messages from the thread. */
export type FromAsOfWorker = { kind: 'told'; done: number; total: number } | { kind: 'copied' } | { kind: 'failed'; error: ThrownShape }

/** Runs `copyAsOf` in a thread, which has ended when this resolves or rejects. Rejects with the signal's reason when it is aborted. */
export async function copyAsOfInThread(job: AsOfJob, signal: AbortSignal, watch: PageWatch): Promise<void> {
  signal.throwIfAborted()
  const worker = new Worker(workerUrl('as-of-worker', import.meta.url), { workerData: job, execArgv: [] })
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      let failure: unknown = new Error('Copying the history ended without a result')
      let copied = false
      worker.on('message', (message: FromAsOfWorker) => {
        if (message.kind === 'told') watch(message.done, message.total)
        else if (message.kind === 'copied') copied = true
        else failure = thrown(message.error)
      })
      worker.once('error', (error) => {
        failure = new Error('Copying the history failed', { cause: error })
      })
      worker.once('exit', () => (copied ? resolve() : reject(signal.aborted ? signal.reason : failure)))
    })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
