/** `copyAsOf` in its own thread, so that a host keeps answering and collecting. */
import { runJob, workerUrl } from '../base/threads.ts'
import type { PageWatch } from '../maintenance/copy.ts'

/** The thread's start options. */
export interface AsOfJob {
  dataDir: string
  folder: string
  end: number
}

/** Runs `copyAsOf` in a thread, which has ended when this resolves or rejects. Rejects with the signal's reason when it is aborted. */
export function copyAsOfInThread(job: AsOfJob, signal: AbortSignal, watch: PageWatch): Promise<void> {
  return runJob<void, Parameters<PageWatch>>(workerUrl('as-of-worker', import.meta.url), job, {
    what: 'Copying the history',
    signal,
    onMessage: (progress) => watch(...progress),
  })
}
