/** The thread that writes: one write after the other, each in a transaction of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { thrownShape } from '../base/threads.ts'
import type { Write } from '../database/db.ts'
import { rememberPlace, requireHistory } from '../database/place.ts'
import { asAppError } from '../database/sqlite-errors.ts'
import { type OpenHistory, openHistory } from '../maintenance/open.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.ts'
import { writes } from './writes.ts'

const port = parentPort
if (port === null) throw new Error('writer-worker runs as a worker thread only')
const { dataDir, now, again } = workerData as WorkerOptions
const post = (message: FromWorker) => port.postMessage(message)

try {
  if (again) requireHistory(dataDir)
  const history = await openHistory(dataDir, now)
  const checkPlace = rememberPlace(dataDir)
  let turn = Promise.resolve()
  port.on('message', (message: ToWorker) => {
    // Some writes (a backup) take several turns of the event loop; the next one waits all the same.
    turn = turn.then(() => handle(history, message, checkPlace))
  })
  post({ kind: 'ready' })
} catch (error) {
  post({ kind: 'refused', error: thrownShape(asAppError(error, dataDir)) })
  port.close()
}

async function handle(history: OpenHistory, message: ToWorker, checkPlace: () => void): Promise<void> {
  if (message.kind === 'close') {
    history.close()
    post({ kind: 'closed' })
    port?.close()
    return
  }
  try {
    checkPlace()
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
