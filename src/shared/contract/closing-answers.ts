/** The way from a month that is over to one that is handed over. */
import type { ApprovalAnswer } from './approval-answers.ts'

export type CloseStepName = 'collected' | 'settled' | 'reconciled' | 'approved' | 'exported'

/** A step. None of them locks the next: what stays open is said and can be approved with a note. */
export interface CloseStep {
  step: CloseStepName
  done: boolean
  /** What is done, or what is missing, in a sentence. */
  text: string
  /** Tenants that keep the step open. */
  tenants: number[]
  /** The terminal's next command, without `seatledger`; null if there is none. */
  next: string | null
}

/** A file that was made from the month. Its name and place are not kept. */
export interface MonthExport {
  what: string
  format: 'csv' | 'xlsx' | 'pdf' | 'html' | 'zip'
  /** Null for all tenants. */
  tenant: number | null
  rows: number
  bytes: number
  /** Of the file, in hex. */
  sha256: string
  at: string
  by: string
}

/** A vendor's later change to a month that was approved: a line of a later month's bill. */
export interface Correction {
  /** The approved month. */
  month: string
  /** The month whose line it is: the first after it that was not approved yet when the change was recorded. */
  lineOf: string
  tenant: number
  figure: string
  label: string
  /** Null for units. */
  currency: string | null
  approved: string
  now: string
  delta: string
  /** The snapshot that brought it, and when it was recorded. */
  snapshotId: number
  recordedAt: string
}

/** The checklist of a month. */
export interface CloseAnswer {
  month: string
  over: boolean
  /** In order. Empty while the month runs. */
  steps: CloseStep[]
  /** Approved, exported, and without an open line of an invoice. What was not collected or settled by then was accepted with the approval. */
  closed: boolean
  approved: ApprovalAnswer['approved']
  /** Vendors' corrections of this month since it was approved, and those of earlier months that are lines of this one. */
  corrections: { ofThis: Correction[]; lines: Correction[] }
  /** Newest first. */
  exports: MonthExport[]
}
