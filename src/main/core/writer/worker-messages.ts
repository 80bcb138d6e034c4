/** Messages between the writer's thread and its handle. */
import type { ThrownShape } from '../base/threads.ts'

/** The thread's start options. */
export interface WorkerOptions {
  dataDir: string
  /** The time of opening (ms), for the names of backups. */
  now: number
  /** There was a history before: if it is gone, do not create one. */
  again: boolean
}

/** Messages to the thread. */
export type ToWorker = { kind: 'call'; id: number; name: string; input: unknown } | { kind: 'close' }

/** Messages from the thread. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'refused'; error: ThrownShape }
  | { kind: 'done'; id: number; value: unknown }
  | { kind: 'failed'; id: number; error: ThrownShape }
  | { kind: 'closed' }
