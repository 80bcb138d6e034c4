/** Long-running tasks (export, verification, backup): they report progress and can be cancelled by the user. */
import type { EventName, Events, TaskName } from '../../../shared/contract/events.ts'
import { AppError } from './errors.ts'

const reportEveryMs = 100

/** A running task, as its work sees it. */
export interface Task {
  /** Aborted with `CANCELLED` when the user cancels the task, or by the caller's signal. */
  signal: AbortSignal
  /** Reports progress; `total` is null if it is unknown. */
  report(done: number, total: number | null): void
}

/** The running tasks. */
export interface Tasks {
  run<T>(name: TaskName, asked: AbortSignal, work: (task: Task) => Promise<T>): Promise<T>
  /** Cancels the tasks with a name, or all tasks. Returns whether there were any. */
  cancel(name?: TaskName): boolean
}

/** Creates tasks that report through `emit`; `elapsed` as in `Clock`. */
export function createTasks(emit: <E extends EventName>(event: E, payload: Events[E]) => void, elapsed: () => number): Tasks {
  const running = new Set<{ name: TaskName; controller: AbortController }>()
  return {
    async run(name, asked, work) {
      const controller = new AbortController()
      const entry = { name, controller }
      let reportedAt = Number.NEGATIVE_INFINITY
      const report = (done: number | null, total: number | null) => {
        reportedAt = elapsed()
        emit('task.progress', { task: name, running: true, done, total })
      }
      running.add(entry)
      report(null, null)
      try {
        return await work({
          signal: AbortSignal.any([asked, controller.signal]),
          report: (done, total) => {
            if (elapsed() - reportedAt >= reportEveryMs) report(done, total)
          },
        })
      } finally {
        running.delete(entry)
        emit('task.progress', { task: name, running: [...running].some((each) => each.name === name), done: null, total: null })
      }
    },
    cancel(name) {
      const cancelled = [...running].filter((each) => name === undefined || each.name === name)
      for (const each of cancelled) each.controller.abort(new AppError('CANCELLED', cancelledMessage(each.name)))
      return cancelled.length > 0
    },
  }
}

function cancelledMessage(name: TaskName): string {
  return name === 'ask-vendor' ? 'Cancelled. No further requests are sent to the vendor.' : 'Cancelled. Nothing was changed.'
}
