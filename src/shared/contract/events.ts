/** Events that a host streams to its page. */
import type { DatasetId } from '../domain/vendors.ts'

/** A long-running task. All but `delete` and `encrypt` can be cancelled with `tasks.cancel`. */
export type TaskName = 'export' | 'verify' | 'backup' | 'restore' | 'encrypt' | 'delete' | 'ask-vendor' | 'as-of'

/** Events that a host streams to its page. */
export interface Events {
  /** A run started, progressed or ended; `done`/`total` count the current sweep. */
  'collect.progress': {
    running: boolean
    done: number
    total: number
    expectedFinish: string | null
    tenant: number | null
    dataset: DatasetId | null
  }
  /** A task started, progressed or ended. Null means unknown. */
  'task.progress': { task: TaskName; running: boolean; done: number | null; total: number | null }
  /** The history changed (in this or another process): refetch what is shown. */
  'history.changed': { at: string }
}

/** The name of an event. */
export type EventName = keyof Events
