import type { InvoicePreview } from '../../../shared/contract/reconcile-answers.ts'
import { AppError } from '../base/errors.ts'
import { ranOutOfMemory, runJob, workerUrl } from '../base/threads.ts'
import { unreadable } from './limits.ts'
import type { FileToRead } from './read-file.ts'

/** A file that was read in its thread. `lines` are the JSON of `InvoiceLine[]`, in UTF-8. */
export interface ReadInThread {
  preview: InvoicePreview
  lines: Uint8Array<ArrayBuffer>
}

/**
 * Reads a file in a thread with limited memory. Throws as `readFile`, `UNREADABLE_FILE` if the memory does not suffice, and `CANCELLED`.
 */
export async function readInThread(file: FileToRead, signal: AbortSignal): Promise<ReadInThread> {
  try {
    return await runJob<ReadInThread>(workerUrl('invoice-worker', import.meta.url), file, {
      what: 'Reading the file',
      signal,
      resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 },
    })
  } catch (error) {
    if (signal.aborted) throw new AppError('CANCELLED', 'Reading the file was cancelled. Nothing was imported.')
    if (!(error instanceof Error && ranOutOfMemory(error.cause))) throw error
    throw unreadable(file.fileName, 'it needs too much memory. Split it, or remove columns that are not needed.')
  }
}
