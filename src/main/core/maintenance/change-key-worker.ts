/** Changes the key of a data folder in its own thread: every page of every file is rewritten. */
import { answerJob } from '../base/threads.ts'
import { knownKey } from '../database/key-ring.ts'
import { changeKey, type KeyChange } from './change-key.ts'
import type { ChangeKeyJob } from './change-key-thread.ts'
import type { PageWatch } from './copy.ts'

await answerJob<ChangeKeyJob, KeyChange, Parameters<PageWatch>>(({ dataDir, keyId }, send) => {
  const key = keyId === null ? null : knownKey(keyId)
  if (keyId !== null && key === null) throw new Error('The new key must be known before the thread starts')
  return changeKey(dataDir, key, (...progress) => send(progress))
})
