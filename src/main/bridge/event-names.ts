import type { EventName } from '../../shared/contract/answers.ts'

const all: Record<EventName, true> = { 'collect.progress': true, 'history.changed': true, 'task.progress': true }

/** Every event that a host carries to its page; a missing one does not compile. */
export const eventNames = Object.keys(all) as EventName[]
