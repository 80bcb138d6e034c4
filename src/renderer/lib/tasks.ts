/** Progress of collections and long-running tasks, from the host's events; and cancelling tasks. */
import type { Events, TaskName } from '../../shared/contract/events.ts'
import { ask } from './api.ts'
import { hostEventValue, usePageValue } from './page-value.ts'

type TaskProgress = Events['task.progress']
type CollectProgress = Events['collect.progress']

const collecting = hostEventValue<'collect.progress', CollectProgress | null>('collect.progress', null, (_, payload) => payload)
const tasks = hostEventValue<'task.progress', Partial<Record<TaskName, TaskProgress>>>('task.progress', {}, (previous, payload) => ({
  ...previous,
  [payload.task]: payload,
}))

/** The progress of the collection; null before the first event. */
export const useCollectProgress = (): CollectProgress | null => usePageValue(collecting)

/** The progress of a task; null while it is not running. */
export function useTask(task: TaskName): TaskProgress | null {
  const progress = usePageValue(tasks)[task]
  return progress?.running ? progress : null
}

/** Cancels a task: its request fails with `CANCELLED`. */
export const cancelTask = (task: Exclude<TaskName, 'delete' | 'encrypt'>): void => void ask('tasks.cancel', { task }).catch(() => {})
