/** `copyAsOf` in its own thread, so that a host keeps answering and collecting. */
import { runJob, workerUrl } from '../base/threads.ts'
import type { PageWatch } from '../maintenance/copy.ts'

/** The thread's start options. */
export interface AsOfJob {
  dataDir: string
  folder: string
  end: number
}

/** As `copyAsOf`; ends with the signal's reason when that is aborted. The thread is over when it resolves or rejects. */
export function copyAsOfInThread(job: AsOfJob, signal: AbortSignal, watch: PageWatch): Promise<void> {
  return runJob<void, Parameters<PageWatch>>(workerUrl('as-of-worker', import.meta.url), job, {
    what: 'Copying the history',
    signal,
    told: (progress) => watch(...progress),
  })
}
