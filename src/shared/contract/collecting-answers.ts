/** Attempts to collect, and what is waiting. */
import type { DatasetId } from '../domain/vendors.ts'
import type { ErrorCode } from './errors.ts'

/** One attempt to collect a dataset. */
export interface RunAnswer {
  id: number
  tenant: number | null
  dataset: DatasetId
  /** Null while the run is in progress. */
  outcome: 'recorded' | 'unchanged' | 'failed' | 'skipped' | null
  snapshotId: number | null
  error: { code: ErrorCode; message: string } | null
  startedAt: string
  finishedAt: string | null
  requests: number
}

/** What is running, what is waiting and until when, and the expected finish. */
export interface QueueAnswer {
  expectedFinish: string | null
  items: { tenant: number | null; dataset: DatasetId; notBefore: string; reason: string }[]
}
