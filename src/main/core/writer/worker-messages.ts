/** What the writer's thread and its handle say to each other. */
import type { ThrownShape } from '../base/threads.ts'

/** What the thread is started with. */
export interface WorkerOptions {
  dataDir: string
  /** The moment of opening (ms), for the names of backups. */
  now: number
  /** Opened again: there was a history, and none is made where it is gone. */
  again: boolean
}

/** What the handle asks. */
export type ToWorker = { kind: 'call'; id: number; name: string; input: unknown } | { kind: 'close' }

/** What the thread answers. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'refused'; error: ThrownShape }
  | { kind: 'done'; id: number; value: unknown }
  | { kind: 'failed'; id: number; error: ThrownShape }
  | { kind: 'closed' }
