import { Worker } from 'node:worker_threads'
import type { InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import { AppError } from '../base/errors.ts'
import { type ThrownShape, thrown, workerUrl } from '../base/threads.ts'
import { unreadable } from './limits.ts'
import type { FileToRead } from './read-file.ts'

/** The thread's result. `lines` are the JSON of `InvoiceLine[]`, in UTF-8. */
export type FromInvoiceWorker = { kind: 'read'; preview: InvoicePreview; lines: Uint8Array } | { kind: 'failed'; error: ThrownShape }

/** A file that was read in its thread. */
export type ReadInThread = Omit<Extract<FromInvoiceWorker, { kind: 'read' }>, 'kind'>

/**
 * Reads a file in a thread with limited memory. Throws as `readFile`, `UNREADABLE_FILE` if the memory does not suffice, and `CANCELLED`.
 */
export function readInThread(file: FileToRead, signal: AbortSignal): Promise<ReadInThread> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const worker = new Worker(workerUrl('invoice-worker', import.meta.url), {
      workerData: file,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 },
    })
    const cancel = () => {
      reject(new AppError('CANCELLED', 'Reading the file was cancelled. Nothing was imported.'))
      void worker.terminate()
    }
    signal.addEventListener('abort', cancel, { once: true })
    worker.once('message', (message: FromInvoiceWorker) => {
      if (message.kind === 'read') resolve({ preview: message.preview, lines: message.lines })
      else reject(thrown(message.error))
    })
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      reject(
        outOfMemory
          ? unreadable(file.fileName, 'it needs too much memory. Split it, or leave out the columns that are not needed.')
          : new Error('The thread that reads invoices failed', { cause: error }),
      )
    })
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', cancel)
      reject(new Error(`The thread that reads invoices ended without a result (${code})`))
    })
  })
}
