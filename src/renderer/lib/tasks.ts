/** What the host does meanwhile: collecting, and tasks that take a while, as it tells of them; and the way to end a task. */
import type { Events, TaskName } from '../../shared/contract/answers.ts'
import { ask } from './api.ts'
import { toldByHost, usePageValue } from './page-value.ts'

type TaskProgress = Events['task.progress']
type CollectProgress = Events['collect.progress']

const collecting = toldByHost<'collect.progress', CollectProgress | null>('collect.progress', null, (_, told) => told)
const tasks = toldByHost<'task.progress', Partial<Record<TaskName, TaskProgress>>>('task.progress', {}, (before, told) => ({
  ...before,
  [told.task]: told,
}))

/** What the collector does right now; null until the host has said so. */
export const useCollectProgress = (): CollectProgress | null => usePageValue(collecting)

/** How far a task is; null while it does not run. */
export function useTask(task: TaskName): TaskProgress | null {
  const progress = usePageValue(tasks)[task]
  return progress?.running ? progress : null
}

/** Ends a task: whoever waits for it is answered with `CANCELLED`. */
export const cancelTask = (task: Exclude<TaskName, 'delete'>): void => void ask('tasks.cancel', { task }).catch(() => {})
