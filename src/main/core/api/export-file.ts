import { Worker } from 'node:worker_threads'
import { AppError } from '../base/errors.ts'
import { thrown, thrownShape, workerUrl } from '../base/threads.ts'
import type { ExportJob, ExportMade, FromExportWorker, ToExportWorker } from '../export/job.ts'
import type { OpenPrinter, Printer } from './product.ts'

/**
 * Runs an export in its own thread. The file is complete or absent; an abort throws `CANCELLED`.
 * Throws like `runExport`.
 */
export async function exportFile(job: ExportJob, signal: AbortSignal, openPrinter?: OpenPrinter): Promise<ExportMade> {
  const printer = lazyPrinter(openPrinter)
  try {
    return await inThread(job, signal, (html) => printer.print(html, signal))
  } finally {
    await printer.close()
  }
}

function inThread(job: ExportJob, signal: AbortSignal, print: (html: string) => Promise<Uint8Array>): Promise<ExportMade> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const worker = new Worker(workerUrl('export-worker', import.meta.url), {
      workerData: job,
      execArgv: [],
      // Rows are short-lived. A small young generation keeps a large export at 100 MB instead of 260.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    })
    const tell = (message: ToExportWorker) => worker.postMessage(message)
    const cancel = () => tell({ kind: 'cancel' })
    signal.addEventListener('abort', cancel, { once: true })
    worker.on('message', (message: FromExportWorker) => {
      if (message.kind === 'made') resolve({ bytes: message.bytes, sha256: message.sha256, rows: message.rows, tables: message.tables })
      else if (message.kind === 'failed') reject(thrown(message.error))
      else {
        print(message.html).then(
          (pdf) => tell({ kind: 'printed', pdf }),
          (error: unknown) => tell({ kind: 'unprinted', error: thrownShape(error) }),
        )
      }
    })
    worker.once('error', (error) => reject(new Error('Export worker failed', { cause: error })))
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', cancel)
      reject(new Error(`Export worker exited without a result (${code})`))
    })
  })
}

/** Opens the printer at the first document, since most exports print none. */
function lazyPrinter(open: OpenPrinter | undefined): Printer {
  let opening: Promise<Printer> | null = null
  return {
    async print(html, signal) {
      if (open === undefined) throw new AppError('NOT_FOUND', 'This host cannot print. Export XLSX or HTML instead.')
      opening ??= open()
      return (await opening).print(html, signal)
    },
    async close() {
      await (await opening?.catch(() => null))?.close()
    },
  }
}
