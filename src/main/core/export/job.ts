/** An export as it is asked for, as its thread is given it, and what the thread answers. */
import type { WrittenTable } from '../../../shared/contract/export-answers.ts'
import type { RouteParsed } from '../../../shared/contract/routes.ts'
import type { ThrownShape } from '../base/threads.ts'

/** An export as callers ask for it: a tenant by any of its names; months default to the latest with a snapshot. */
export type ExportInput = RouteParsed<'exports.save'>

/** An export whose tenant, if any, is known by our own id. */
export type ExportRequest = Omit<ExportInput, 'tenant'> & { tenant?: number | undefined }

/** Where the file goes and what it says of itself: whether it is a demo's, and when it was made (ISO). */
export interface ExportTarget {
  path: string
  force: boolean
  demo: boolean
  madeAt: string
}

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
  /** Of the file, in hex. */
  sha256: string
  /** Of all tables. */
  rows: number
  tables: WrittenTable[]
}

/** Prints an HTML document as a PDF. Throws `NOT_FOUND` if this host has nothing that prints. */
export type PrintPdf = (html: string) => Promise<Uint8Array>

/** What the thread of an export tells its host: a document to print. */
export interface DocumentToPrint {
  html: string
}

/** What the host tells the thread. */
export type ToExportWorker = { kind: 'cancel' } | { kind: 'printed'; pdf: Uint8Array } | { kind: 'unprinted'; error: ThrownShape }
