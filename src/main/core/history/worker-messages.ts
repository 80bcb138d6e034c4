/** What the writer's thread and its handle say to each other. */
import type { ErrorCode } from '../../../shared/contract/errors.ts'

export interface WorkerOptions {
  dataDir: string
  /** The moment of opening (ms), for the names of backups. */
  now: number
}

/** An `AppError` loses its class on the way between threads; a bug travels as it is. */
export type ThrownShape =
  | { known: true; code: ErrorCode; message: string; data: Record<string, unknown> | undefined }
  | { known: false; error: unknown }

export type ToWorker = { kind: 'call'; id: number; name: string; input: unknown } | { kind: 'close' }

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'refused'; error: ThrownShape }
  | { kind: 'done'; id: number; value: unknown }
  | { kind: 'failed'; id: number; error: ThrownShape }
  | { kind: 'closed' }
