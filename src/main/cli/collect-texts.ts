/** Runs and the queue as readable text. */
import type { QueueAnswer, RunAnswer } from '../../shared/contract/collecting-answers.ts'
import { table, time } from './table.ts'
import { tenantCell } from './tenant-names.ts'

/** Runs, one line each, followed by their errors. */
export function runsText(runs: RunAnswer[], names: Map<number, string>): string {
  const list = table(
    ['RUN', 'TENANT', 'DATASET', 'OUTCOME', 'SNAPSHOT', 'REQUESTS', 'STARTED'],
    runs.map((run) => [
      run.id,
      tenantCell(run.tenant, names),
      run.dataset,
      run.outcome ?? 'running',
      run.snapshotId,
      run.requests,
      time(run.startedAt),
    ]),
    'No runs.',
  )
  const errors = runs.flatMap((run) => (run.error === null ? [] : [`run ${run.id}: ${run.error.message}`]))
  return [list, ...new Set(errors)].join('\n')
}

/** The queue, one line each. */
export function queueText(queue: QueueAnswer, names: Map<number, string>): string {
  const list = table(
    ['TENANT', 'DATASET', 'NOT BEFORE', 'REASON'],
    queue.items.map((item) => [tenantCell(item.tenant, names), item.dataset, time(item.notBefore), item.reason]),
    'The queue is empty.',
  )
  return queue.expectedFinish === null ? list : `${list}\nExpected to finish at ${time(queue.expectedFinish)}.`
}
