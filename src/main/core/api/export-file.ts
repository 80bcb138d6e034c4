import { AppError } from '../base/errors.ts'
import { runJob, thrownShape, workerUrl } from '../base/threads.ts'
import type { DocumentToPrint, ExportJob, ExportMade, ToExportWorker } from '../export/job.ts'
import type { OpenPrinter, Printer } from './product.ts'

/**
 * Runs an export in its own thread. The file is complete or absent; an abort throws `CANCELLED`.
 * Throws like `runExport`.
 */
export async function exportFile(job: ExportJob, signal: AbortSignal, openPrinter?: OpenPrinter): Promise<ExportMade> {
  const printer = lazyPrinter(openPrinter)
  try {
    return await runJob<ExportMade, DocumentToPrint>(workerUrl('export-worker', import.meta.url), job, {
      what: 'The export',
      signal,
      // Rows are short-lived. A small young generation keeps a large export at 100 MB instead of 260.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
      // The thread is not terminated, so that it can remove the unfinished file.
      cancel: (worker) => worker.postMessage({ kind: 'cancel' } satisfies ToExportWorker),
      onMessage: ({ html }, worker) => {
        const answer = (message: ToExportWorker) => worker.postMessage(message)
        printer.print(html, signal).then(
          (pdf) => answer({ kind: 'printed', pdf }),
          (error: unknown) => answer({ kind: 'unprinted', error: thrownShape(error) }),
        )
      },
    })
  } finally {
    await printer.close()
  }
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
