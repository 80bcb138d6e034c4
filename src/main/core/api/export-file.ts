import { Worker } from 'node:worker_threads'
import { thrown, workerUrl } from '../base/threads.ts'
import type { ExportJob, ExportMade, FromExportWorker } from '../export/job.ts'

/**
 * Runs an export in its own thread. The file is complete or absent; an abort throws `CANCELLED`.
 * Throws like `runExport`.
 */
export function exportFile(job: ExportJob, signal: AbortSignal): Promise<ExportMade> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const worker = new Worker(workerUrl('export-worker', import.meta.url), {
      workerData: job,
      execArgv: [],
      // Rows are short-lived. A small young generation keeps a large export at 100 MB instead of 260.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    })
    const cancel = () => worker.postMessage('cancel')
    signal.addEventListener('abort', cancel, { once: true })
    worker.once('message', (message: FromExportWorker) => {
      if (message.kind === 'made') resolve({ bytes: message.bytes, sha256: message.sha256, rows: message.rows, tables: message.tables })
      else reject(thrown(message.error))
    })
    worker.once('error', (error) => reject(new Error('Export worker failed', { cause: error })))
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', cancel)
      reject(new Error(`Export worker exited without a result (${code})`))
    })
  })
}
