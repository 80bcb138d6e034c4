/** Makes the copy of an earlier day in its own thread. */
import { answerJob } from '../base/threads.ts'
import type { PageWatch } from '../maintenance/copy.ts'
import type { AsOfJob } from './as-of-thread.ts'
import { copyAsOf } from './copy.ts'

await answerJob<AsOfJob, void, Parameters<PageWatch>>(({ dataDir, folder, end }, send) =>
  copyAsOf(dataDir, folder, end, (...progress) => send(progress)),
)
