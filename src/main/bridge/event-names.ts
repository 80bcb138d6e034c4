import type { EventName } from '../../shared/contract/events.ts'

const all: Record<EventName, true> = { 'collect.progress': true, 'history.changed': true, 'task.progress': true }

/** Every event that a host forwards to its page; a missing one fails to compile. */
export const eventNames = Object.keys(all) as EventName[]
