/** An export as requested, as passed to its thread, and the messages between them. */
import type { WrittenTable } from '../../../shared/contract/export-answers.ts'
import type { RouteParsed } from '../../../shared/contract/routes.ts'
import type { ThrownShape } from '../base/threads.ts'

/** An export as requested by callers: the tenant by id, external id or name; months default to the latest with a snapshot. */
export type ExportInput = RouteParsed<'exports.save'>

/** An export whose tenant, if any, is given by our own id. */
export type ExportRequest = Omit<ExportInput, 'tenant'> & { tenant?: number | undefined }

/** Where the file is written and what it says about itself: whether it is a demo's, and when it was made (ISO). */
export interface ExportTarget {
  path: string
  force: boolean
  demo: boolean
  madeAt: string
}

/** One export. Its figures are those at `now` (ms). */
export interface ExportJob {
  dataDir: string
  request: ExportRequest
  context: ExportTarget
  now: number
}

/** The result of an export. */
export interface ExportMade {
  bytes: number
  /** Of the file, in hex. */
  sha256: string
  /** Total of all tables. */
  rows: number
  tables: WrittenTable[]
}

/** Prints an HTML document as a PDF. Throws `NOT_FOUND` if this host cannot print. */
export type PrintPdf = (html: string) => Promise<Uint8Array>

/** Messages from the export's thread to its host: a document to print. */
export interface DocumentToPrint {
  html: string
}

/** Messages from the host to the thread. */
export type ToExportWorker = { kind: 'cancel' } | { kind: 'printed'; pdf: Uint8Array } | { kind: 'unprinted'; error: ThrownShape }
