/** Changes the key of a data folder in its own thread: every page of every file is rewritten. */
import { parentPort, workerData } from 'node:worker_threads'
import { thrownShape } from '../base/threads.ts'
import { knownKey } from '../database/key-ring.ts'
import { changeKey } from './change-key.ts'
import type { ChangeKeyJob, FromChangeKeyWorker } from './change-key-thread.ts'

const port = parentPort
if (port === null) throw new Error('change-key-worker must run as a worker thread')
const { dataDir, keyId } = workerData as ChangeKeyJob
const post = (message: FromChangeKeyWorker) => port.postMessage(message)

try {
  const key = keyId === null ? null : knownKey(keyId)
  if (keyId !== null && key === null) throw new Error('The new key must be known before the thread starts')
  post({ kind: 'changed', change: changeKey(dataDir, key, (done, total) => post({ kind: 'told', done, total })) })
} catch (error) {
  post({ kind: 'failed', error: thrownShape(error) })
}
port.close()
