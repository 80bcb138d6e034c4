/** `changeKey` in its own thread, so that a host keeps answering. */
import { runJob, workerUrl } from '../base/threads.ts'
import type { KeyChange } from './change-key.ts'
import type { PageWatch } from './copy.ts'

/** The thread's start options. `keyId` names a known key; null removes the key. */
export interface ChangeKeyJob {
  dataDir: string
  keyId: string | null
}

/** As `changeKey`; the key must be known. */
export function changeKeyInThread(job: ChangeKeyJob, watch: PageWatch): Promise<KeyChange> {
  return runJob<KeyChange, Parameters<PageWatch>>(workerUrl('change-key-worker', import.meta.url), job, {
    what: 'Changing the key',
    onMessage: (progress) => watch(...progress),
  })
}
