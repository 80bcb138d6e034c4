/** Makes the copy of an earlier day in its own thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { thrownShape } from '../base/threads.ts'
import type { AsOfJob, FromAsOfWorker } from './as-of-thread.ts'
import { copyAsOf } from './copy.ts'

const port = parentPort
if (port === null) throw new Error('as-of-worker must run as a worker thread')
const { dataDir, folder, end } = workerData as AsOfJob
const post = (message: FromAsOfWorker) => port.postMessage(message)

try {
  await copyAsOf(dataDir, folder, end, (done, total) => post({ kind: 'told', done, total }))
  post({ kind: 'copied' })
} catch (error) {
  post({ kind: 'failed', error: thrownShape(error) })
}
port.close()
