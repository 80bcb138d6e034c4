/** What takes more than a moment (an export, a proof, a copy): told while it goes on, and ended on a person's word. */
import type { EventName, Events, TaskName } from '../../../shared/contract/answers.ts'
import { AppError } from './errors.ts'

const tellEveryMs = 100

/** What the work itself sees. */
export interface Task {
  /** Aborted with `CANCELLED` when a person ends the task, or by whoever asked for it. */
  signal: AbortSignal
  /** How far it is; without a total, what it has done so far. */
  tell(done: number, total: number | null): void
}

/** The tasks of one running product. */
export interface Tasks {
  run<T>(name: TaskName, asked: AbortSignal, work: (task: Task) => Promise<T>): Promise<T>
  /** Ends what runs under a name, or everything; answers whether there was something. */
  cancel(name?: TaskName): boolean
}

/** Tasks told through `emit`; `elapsed` as in `Clock`. */
export function createTasks(emit: <E extends EventName>(event: E, payload: Events[E]) => void, elapsed: () => number): Tasks {
  const running = new Set<{ name: TaskName; controller: AbortController }>()
  return {
    async run(name, asked, work) {
      const controller = new AbortController()
      const entry = { name, controller }
      let toldAt = Number.NEGATIVE_INFINITY
      const tell = (done: number | null, total: number | null) => {
        toldAt = elapsed()
        emit('task.progress', { task: name, running: true, done, total })
      }
      running.add(entry)
      tell(null, null)
      try {
        return await work({
          signal: AbortSignal.any([asked, controller.signal]),
          tell: (done, total) => {
            if (elapsed() - toldAt >= tellEveryMs) tell(done, total)
          },
        })
      } finally {
        running.delete(entry)
        emit('task.progress', { task: name, running: [...running].some((each) => each.name === name), done: null, total: null })
      }
    },
    cancel(name) {
      const meant = [...running].filter((each) => name === undefined || each.name === name)
      for (const each of meant) each.controller.abort(new AppError('CANCELLED', endedWords(each.name)))
      return meant.length > 0
    },
  }
}

function endedWords(name: TaskName): string {
  return name === 'ask-vendor' ? 'It was cancelled: the vendor is not asked any more.' : 'It was cancelled, and nothing was changed.'
}
