/** `changeKey` in its own thread, so that a host keeps answering. */
import { Worker } from 'node:worker_threads'
import { type ThrownShape, thrown, workerUrl } from '../base/threads.ts'
import type { KeyChange } from './change-key.ts'
import type { PageWatch } from './copy.ts'

/** The thread's start options. `keyId` names a known key; null removes the key. */
export interface ChangeKeyJob {
  dataDir: string
  keyId: string | null
}

/** Messages from the thread. */
export type FromChangeKeyWorker =
  | { kind: 'told'; done: number; total: number }
  | { kind: 'changed'; change: KeyChange }
  | { kind: 'failed'; error: ThrownShape }

/** As `changeKey`; the key must be known. */
export function changeKeyInThread(job: ChangeKeyJob, watch: PageWatch = () => {}): Promise<KeyChange> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('change-key-worker', import.meta.url), { workerData: job, execArgv: [] })
    worker.on('message', (message: FromChangeKeyWorker) => {
      if (message.kind === 'told') watch(message.done, message.total)
      else if (message.kind === 'changed') resolve(message.change)
      else reject(thrown(message.error))
    })
    worker.once('error', (error) => reject(new Error('Changing the key failed', { cause: error })))
    worker.once('exit', (code) => reject(new Error(`Changing the key ended without a result (${code})`)))
  })
}
