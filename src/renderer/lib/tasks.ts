/** What takes a while at the host, as it tells of it, and the way to end it. */
import { useSyncExternalStore } from 'react'
import type { Events, TaskName } from '../../shared/contract/answers.ts'
import { ask } from './api.ts'

export type TaskProgress = Events['task.progress']

const latest = new Map<TaskName, TaskProgress>()
const listeners = new Set<() => void>()
let listening = false

function subscribe(listener: () => void): () => void {
  if (!listening) {
    listening = true
    window.api.on('task.progress', (progress) => {
      latest.set(progress.task, progress)
      for (const each of listeners) each()
    })
  }
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How far a task is; null while it does not run. */
export function useTask(task: TaskName): TaskProgress | null {
  const progress = useSyncExternalStore(subscribe, () => latest.get(task) ?? null)
  return progress?.running ? progress : null
}

/** Ends a task: whoever waits for it is answered with `CANCELLED`. */
export const cancelTask = (task: Exclude<TaskName, 'delete'>): void => void ask('tasks.cancel', { task }).catch(() => {})
