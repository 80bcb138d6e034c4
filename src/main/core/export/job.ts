/** What the export's thread is given and what it answers. */
import type { ThrownShape } from '../threads.ts'
import type { ExportRequest, ExportTarget } from './run-export.ts'

/** One export. `now` (ms) is the moment that its figures are read at. */
export interface ExportJob {
  dataDir: string
  request: ExportRequest
  context: ExportTarget
  now: number
}

/** What was made. */
export interface ExportMade {
  bytes: number
  rows: number
}

export type FromExportWorker = ({ kind: 'made' } & ExportMade) | { kind: 'failed'; error: ThrownShape }
