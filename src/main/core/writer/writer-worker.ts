/** The writer's thread. It runs one write at a time, each in its own transaction. */
import { parentPort, workerData } from 'node:worker_threads'
import { thrownShape } from '../base/threads.ts'
import { historyGuard, requireHistory } from '../database/data-folder.ts'
import type { Write } from '../database/db.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { type OpenHistory, openHistory } from '../maintenance/open.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.ts'
import { writes } from './writes.ts'

const port = parentPort
if (port === null) throw new Error('writer-worker must run as a worker thread')
const { dataDir, now, again } = workerData as WorkerOptions
const post = (message: FromWorker) => port.postMessage(message)

try {
  if (again) requireHistory(dataDir)
  const history = await openHistory(dataDir, now)
  const requireSameHistory = historyGuard(dataDir)
  let queue = Promise.resolve()
  port.on('message', (message: ToWorker) => {
    // Some writes are asynchronous; the next one waits for them.
    queue = queue.then(() => handle(history, message, requireSameHistory))
  })
  post({ kind: 'ready' })
} catch (error) {
  post({ kind: 'refused', error: thrownShape(asAppError(error, dataDir)) })
  port.close()
}

async function handle(history: OpenHistory, message: ToWorker, requireSameHistory: () => void): Promise<void> {
  if (message.kind === 'close') {
    history.close()
    post({ kind: 'closed' })
    port?.close()
    return
  }
  try {
    requireSameHistory()
    post({ kind: 'done', id: message.id, value: await run(history, message.name, message.input) })
  } catch (error) {
    post({ kind: 'failed', id: message.id, error: thrownShape(asAppError(error, dataDir)) })
  }
}

function run({ db }: OpenHistory, name: string, input: unknown): unknown {
  if (!Object.hasOwn(writes, name)) throw new Error(`There is no write "${name}"`)
  const write = (writes as Record<string, Write>)[name]!
  if (write.ownTransactions === true) return write(db, input)
  return db.sqlite.transaction(() => write(db, input)).immediate()
}
